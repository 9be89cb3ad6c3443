package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/** m' = b1 m + (1 - b1) g; u' = max(b2 u, |g|); p' = p - lr / (1 - b1^t) m' / (u' + epsilon). DL4J: AdaMax. */
@Doc("AdaMax: m' = b1 m + (1 - b1) g; u' = max(b2 u, |g|); p' = p - lr / (1 - b1^t) m' / (u' + epsilon).")
public record AdaMax(
    @Doc("learning rate") double learningRate,
    @Doc("decay of m") double beta1,
    @Doc("decay of u") double beta2,
    @Doc("guards the division") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public AdaMax {
    UpdaterNumbers.notNegative("AdaMax", "learningRate", learningRate);
    UpdaterNumbers.belowOne("AdaMax", "beta1", beta1);
    UpdaterNumbers.belowOne("AdaMax", "beta2", beta2);
    UpdaterNumbers.notNegative("AdaMax", "epsilon", epsilon);
  }

  static AdaMax defaults() {
    return new AdaMax(1e-3, 0.9, 0.999, 1e-8, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("m", "u");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    Sym m = state[0].mul(beta1).add(g.mul(1 - beta1));
    Sym u = state[1].mul(beta2).max(g.abs());
    Sym rate = in.rate().div(in.t().like(beta1).call("Pow", in.t()).rsub(1));
    return new Sym[] {p.sub(rate.mul(m).div(u.add(epsilon))), m, u};
  }
}
