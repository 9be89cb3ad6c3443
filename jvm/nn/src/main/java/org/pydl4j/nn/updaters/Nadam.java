package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/**
 * Adam with Nesterov's momentum (Dozat 2016): p' = p - lr (b1 m' + (1 - b1) g) / (1 - b1^t) / (sqrt(v') + epsilon).
 * DL4J: Nadam.
 */
@Doc("Adam with Nesterov's momentum: p' = p - lr (b1 m' + (1 - b1) g) / (1 - b1^t) / (sqrt(v') + epsilon).")
public record Nadam(
    @Doc("learning rate") double learningRate,
    @Doc("decay of m") double beta1,
    @Doc("decay of v") double beta2,
    @Doc("guards the division") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public Nadam {
    UpdaterNumbers.notNegative("Nadam", "learningRate", learningRate);
    UpdaterNumbers.belowOne("Nadam", "beta1", beta1);
    UpdaterNumbers.belowOne("Nadam", "beta2", beta2);
    UpdaterNumbers.notNegative("Nadam", "epsilon", epsilon);
  }

  static Nadam defaults() {
    return new Nadam(1e-3, 0.9, 0.999, 1e-8, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("m", "v");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    Sym m = state[0].mul(beta1).add(g.mul(1 - beta1));
    Sym v = state[1].mul(beta2).add(g.mul(g).mul(1 - beta2));
    Sym rate = in.rate().div(in.t().like(beta1).call("Pow", in.t()).rsub(1));
    return new Sym[] {p.sub(rate.mul(m.mul(beta1).add(g.mul(1 - beta1))).div(v.sqrt().add(epsilon))), m, v};
  }
}
