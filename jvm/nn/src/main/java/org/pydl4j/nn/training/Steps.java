package org.pydl4j.nn.training;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pydl4j.nd.api.Internal;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nn.conf.UpdatePolicy;

/** What a kind of model gives to its {@link Objective}: graphs, bound to minibatches and to what the model holds. */
@Internal
public interface Steps {
  /**
   * A graph that is ready to run.
   *
   * @param inputs the minibatch; what {@link StepInputs} declares is added before the run
   * @param rows examples of the minibatch
   * @param run see there
   * @param carry takes the outputs beside the score, which go into the next step; null where there are none
   */
  record Step(Graph graph, Map<String, NDArray> inputs, long rows, Run run, Consumer<Map<String, NDArray>> carry) {
    /** One of a program with all that it reads and writes beside a minibatch. */
    public static Step of(Program program, Map<String, NDArray> inputs, Map<String, NDArray> states, long rows,
        Consumer<Map<String, NDArray>> carry) {
      return new Step(program.graph(), inputs, rows, into -> {
        if (into == null) {
          return program.run(inputs, states);
        }
        program.run(inputs, states, into);
        return into;
      }, carry);
    }
  }

  /** Runs a graph. */
  interface Run {
    /** @param into takes the outputs; null for new arrays, which the caller closes */
    Map<String, NDArray> outputs(Map<String, NDArray> into);
  }

  /** How minibatches become updates. */
  UpdatePolicy policy();

  /** The numbers that steps read and that change over training. */
  ScheduledValues scheduled();

  /** What random numbers are drawn from. */
  long seed();

  Progress progress();

  /**
   * Binds a minibatch to a graph; the arrays that are made for it live until {@code run} returns. A step is several
   * where time is cut into pieces.
   *
   * @param checked whether its numbers were looked at before
   * @param answers of {@link GraphKind#EVALUATE}, the outputs that are wanted
   */
  void bind(Batch batch, GraphKind kind, boolean checked, List<String> answers, Consumer<Step> run);

  /** The step that changes parameters by the gradients that wait; it reads no minibatch and gives no score. */
  Step update();

  /** The labels of a minibatch by the output that they are compared with. */
  Map<String, Column> labels(Batch batch);

  /** The class of each row or step of an output's labels, int64 [N] or [N, T], in a new array. */
  NDArray classes(String output, Column labels);

  /**
   * Shows labels and answers to those who compare them.
   *
   * @param outputs names of outputs
   * @param answers of at least these
   * @param into one for each of them
   */
  void compare(Batch batch, List<String> outputs, Map<String, NDArray> answers, List<Trainable.Comparison> into);
}
