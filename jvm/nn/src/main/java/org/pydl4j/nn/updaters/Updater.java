package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Open;

/**
 * How gradients change parameters; lowers to ops, so that a training step with its update is one plan. DL4J: IUpdater.
 * Parameters with equal updaters form one flat block and are updated together.
 */
@Doc("How gradients change parameters.")
@Open
public interface Updater {
  /** The rate where no schedule is given. */
  double learningRate();

  /** The learning rate over time; null keeps {@link #learningRate}. */
  Schedule learningRateSchedule();

  /** Names of the state vectors, each as long as the block, in DL4J's order. */
  List<String> stateParts();

  /**
   * One step on a block.
   *
   * @param p parameters [n]
   * @param g gradient [n]
   * @param state one [n] per state part
   * @param in learning rate, number of the update, and whatever else changes from step to step
   * @return the new parameters, then the new state parts
   */
  Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in);

  /** Whether it changes parameters; where it does not, they have no gradients and no state. */
  default boolean trains() {
    return true;
  }

  /** Whether each parameter is a block of its own, because the update depends on how its gradient came about. */
  default boolean eachAlone() {
    return false;
  }

  /** The learning rate over time. */
  default Schedule rate() {
    return learningRateSchedule() == null ? Schedule.of(learningRate()) : learningRateSchedule();
  }
}
