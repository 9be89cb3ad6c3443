package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;

/** v' = mu v - lr g; p' = p - mu v + (1 + mu) v'. DL4J: Nesterovs. */
@Doc("Nesterov's momentum: v' = mu v - lr g; p' = p - mu v + (1 + mu) v'.")
public record Nesterovs(
    @Doc("learning rate") double learningRate,
    @Doc("mu, in [0, 1)") double momentum,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule,
    @Doc("mu over time; null keeps momentum") Schedule momentumSchedule) implements Updater {
  public Nesterovs {
    UpdaterNumbers.notNegative("Nesterovs", "learningRate", learningRate);
    UpdaterNumbers.belowOne("Nesterovs", "momentum", momentum);
  }

  static Nesterovs defaults() {
    return new Nesterovs(0.1, 0.9);
  }

  public Nesterovs(double learningRate, double momentum) {
    this(learningRate, momentum, null, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("v");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    if (momentumSchedule == null) {
      return p.builder().callAll("pydl4j.NesterovsUpdate", Attrs.of("momentum", momentum), p, g, state[0], in.rate());
    }
    Sym mu = in.value(momentumSchedule);
    Sym v = state[0].mul(mu).sub(g.mul(in.rate()));
    return new Sym[] {p.sub(state[0].mul(mu)).add(v.mul(mu.add(1))), v};
  }
}
