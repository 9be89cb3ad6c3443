package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;

/**
 * Kingma and Ba, "Adam: a method for stochastic optimization", 2015, in DL4J's form: epsilon beside the uncorrected
 * root. DL4J: Adam.
 */
@Doc("Adam: m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2; "
    + "p' = p - lr sqrt(1 - b2^t) / (1 - b1^t) m' / (sqrt(v') + epsilon).")
public record Adam(
    @Doc("learning rate") double learningRate,
    @Doc("decay of m") double beta1,
    @Doc("decay of v") double beta2,
    @Doc("added to the root") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public Adam {
    UpdaterNumbers.notNegative("Adam", "learningRate", learningRate);
    UpdaterNumbers.belowOne("Adam", "beta1", beta1);
    UpdaterNumbers.belowOne("Adam", "beta2", beta2);
    UpdaterNumbers.notNegative("Adam", "epsilon", epsilon);
  }

  static Adam defaults() {
    return new Adam(1e-3, 0.9, 0.999, 1e-8, null);
  }

  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("m", "v");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    return p.builder().callAll("pydl4j.AdamUpdate", Attrs.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon), p, g,
        state[0], state[1], in.rate(), in.t());
  }
}
