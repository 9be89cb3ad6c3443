package org.pydl4j.nn.training;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nn.conf.UpdatePolicy;

/** The training steps of a model: a graph of loss and updates, bound to its parameters and to a minibatch. */
public interface Objective {
  /**
   * One run of a graph that changes parameters, or adds to gradients that wait for an update.
   *
   * @param inputs the minibatch; the session adds what {@link StepInputs} declares
   * @param states parameters, state of updaters, moving averages
   * @param rows examples of the minibatch
   * @param carry takes the outputs beside the score, which go into the next step; null where there are none
   */
  record Step(Program program, Map<String, NDArray> inputs, Map<String, NDArray> states, long rows,
      Consumer<Map<String, NDArray>> carry) {
  }

  /** How minibatches become updates. */
  UpdatePolicy policy();

  /** The numbers that steps read and that change over training. */
  ScheduledValues scheduled();

  /** Marks the model as being trained; raises when it already is. */
  void begin();

  void end();

  /**
   * Takes a minibatch as one step or, where time is cut into pieces, as several. Where gradients are accumulated, a
   * step adds its own to those that wait.
   *
   * @param checked whether its numbers were looked at before
   * @param run runs a step and returns its loss
   * @return the loss of the minibatch
   */
  double train(Batch batch, boolean checked, ToDoubleFunction<Step> run);

  /** The step that changes parameters by the gradients that wait; it reads no minibatch and gives no score. */
  Step update();

  /** The mean loss of a minibatch, regularization included, as {@link #train} has it; nothing is trained. */
  double score(Batch batch);

  /** The labels of a minibatch by the output that they are compared with. */
  Map<String, Column> labels(Batch batch);

  /** The class of each row or step of an output's labels, int64 [N] or [N, T], in a new array. */
  NDArray classes(String output, Column labels);

  /** A step was done: remembers its loss. */
  void advance(double score);
}
