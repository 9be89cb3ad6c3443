package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/** Adam with the largest v so far (Reddi et al. 2018). DL4J: AMSGrad. */
@Doc("Adam with the largest v so far.")
public record AMSGrad(
    @Doc("learning rate") double learningRate,
    @Doc("decay of m") double beta1,
    @Doc("decay of v") double beta2,
    @Doc("guards the division") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public AMSGrad {
    UpdaterNumbers.notNegative("AMSGrad", "learningRate", learningRate);
    UpdaterNumbers.belowOne("AMSGrad", "beta1", beta1);
    UpdaterNumbers.belowOne("AMSGrad", "beta2", beta2);
    UpdaterNumbers.notNegative("AMSGrad", "epsilon", epsilon);
  }

  static AMSGrad defaults() {
    return new AMSGrad(1e-3, 0.9, 0.999, 1e-8, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("m", "v", "vHat");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    Sym m = state[0].mul(beta1).add(g.mul(1 - beta1));
    Sym v = state[1].mul(beta2).add(g.mul(g).mul(1 - beta2));
    Sym vHat = state[2].max(v);
    Sym t = in.t();
    Sym rate = in.rate().mul(t.like(beta2).call("Pow", t).rsub(1).sqrt()).div(t.like(beta1).call("Pow", t).rsub(1));
    return new Sym[] {p.sub(rate.mul(m).div(vHat.sqrt().add(epsilon))), m, v, vHat};
  }
}
