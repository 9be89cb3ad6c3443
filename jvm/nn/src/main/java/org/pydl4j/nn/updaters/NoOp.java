package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/** Parameters stay as they are. DL4J: NoOp. */
@Doc("Parameters stay as they are.")
public record NoOp() implements Updater {
  @Override
  public double learningRate() {
    return 0;
  }

  @Override
  public Schedule learningRateSchedule() {
    return null;
  }

  @Override
  public List<String> stateParts() {
    return List.of();
  }

  @Override
  public boolean trains() {
    return false;
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    return new Sym[] {p};
  }
}
