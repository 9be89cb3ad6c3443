package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/** h' = h + g^2; p' = p - lr g / (sqrt(h') + epsilon). DL4J: AdaGrad. */
@Doc("AdaGrad: h' = h + g^2; p' = p - lr g / (sqrt(h') + epsilon).")
public record AdaGrad(
    @Doc("learning rate") double learningRate,
    @Doc("guards the division") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public AdaGrad {
    UpdaterNumbers.notNegative("AdaGrad", "learningRate", learningRate);
    UpdaterNumbers.notNegative("AdaGrad", "epsilon", epsilon);
  }

  static AdaGrad defaults() {
    return new AdaGrad(0.1, 1e-6, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("h");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    Sym h = state[0].add(g.mul(g));
    return new Sym[] {p.sub(in.rate().mul(g).div(h.sqrt().add(epsilon))), h};
  }
}
