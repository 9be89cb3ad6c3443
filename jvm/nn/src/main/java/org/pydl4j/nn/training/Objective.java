package org.pydl4j.nn.training;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.updaters.Updater;

/** The training steps of a model: a graph of loss and updates, bound to its parameters and to a minibatch. */
public interface Objective {
  /** A learning rate that a step reads as {@link StepNames#rate}, in the type of its block of parameters. */
  record Rate(int block, DType dtype, Updater updater) {
  }

  /**
   * One run of a graph that changes parameters.
   *
   * @param inputs the minibatch; the session adds what {@link StepNames} lists
   * @param states parameters, state of updaters, moving averages
   * @param score a scalar that takes {@link StepNames#SCORE}, the loss before the step
   * @param carry takes the other outputs, which go into the next step; null where there are none
   */
  record Step(Program program, Map<String, NDArray> inputs, Map<String, NDArray> states, List<Rate> rates,
      NDArray score, Consumer<Map<String, NDArray>> carry) {
  }

  /** Marks the model as being trained; raises when it already is. */
  void begin();

  void end();

  /**
   * Takes a minibatch as one step or, where time is cut into pieces, as several.
   *
   * @param checked whether its numbers were looked at before
   * @param run runs a step and returns its loss
   * @return the loss of the minibatch
   */
  double train(Batch batch, boolean checked, ToDoubleFunction<Step> run);

  /** The mean loss of a minibatch, regularization included, as {@link #train} has it; nothing is trained. */
  double score(Batch batch);

  /** A step was done: counts it and remembers its loss. */
  void advance(double score);
}
