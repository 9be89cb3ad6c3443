package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;

/** s' = decay s + (1 - decay) g^2; p' = p - lr g / (sqrt(s') + epsilon). DL4J: RmsProp. */
@Doc("RMSProp: s' = decay s + (1 - decay) g^2; p' = p - lr g / (sqrt(s') + epsilon).")
public record RmsProp(
    @Doc("learning rate") double learningRate,
    @Doc("decay of s") double rmsDecay,
    @Doc("guards the root") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public RmsProp {
    UpdaterNumbers.notNegative("RmsProp", "learningRate", learningRate);
    UpdaterNumbers.belowOne("RmsProp", "rmsDecay", rmsDecay);
    UpdaterNumbers.notNegative("RmsProp", "epsilon", epsilon);
  }

  static RmsProp defaults() {
    return new RmsProp(0.1, 0.95, 1e-8, null);
  }

  public RmsProp(double learningRate) {
    this(learningRate, 0.95, 1e-8, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("s");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    return p.builder().callAll("pydl4j.RmsPropUpdate", Attrs.of("decay", rmsDecay, "epsilon", epsilon), p, g, state[0],
        in.rate());
  }
}
