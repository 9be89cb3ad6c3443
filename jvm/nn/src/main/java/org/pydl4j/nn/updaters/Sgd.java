package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;

/** p - lr g. DL4J: Sgd. */
@Doc("Stochastic gradient descent: p - lr g.")
public record Sgd(
    @Doc("learning rate") double learningRate,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public Sgd {
    UpdaterNumbers.notNegative("Sgd", "learningRate", learningRate);
  }

  static Sgd defaults() {
    return new Sgd(1e-3, null);
  }

  public Sgd(double learningRate) {
    this(learningRate, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of();
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    return p.builder().callAll("pydl4j.SgdUpdate", Attrs.NONE, p, g, in.rate());
  }
}
