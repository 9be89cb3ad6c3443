package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.training.Steps.Step;

/**
 * The loss of a model with what it is weighed by: steps, scores and gradients of minibatches, the same for every kind
 * of model.
 */
public final class Objective {
  private final Steps steps;
  private final RowWeights weights;

  public Objective(Steps steps) {
    this(steps, new RowWeights(LossWeights.NONE));
  }

  private Objective(Steps steps, RowWeights weights) {
    this.steps = steps;
    this.weights = weights;
  }

  /** The same whose losses have these weights alone. */
  public Objective weighted(LossWeights other) {
    return new Objective(steps, new RowWeights(other));
  }

  /** Held by a step, and by those who ask meanwhile. */
  StepLock lock() {
    return steps.progress().lock();
  }

  /** How minibatches become updates. */
  public UpdatePolicy policy() {
    return steps.policy();
  }

  /** The numbers that steps read and that change over training. */
  ScheduledValues scheduled() {
    return steps.scheduled();
  }

  /** Marks the model as being trained; raises when it already is. */
  void begin() {
    steps.progress().begin();
  }

  /** The end of training, after a failure too. */
  void end() {
    steps.progress().end();
  }

  /** A step was done: remembers its loss. */
  void scored(double loss) {
    steps.progress().scored(loss);
  }

  /**
   * Takes a minibatch as one step or, where time is cut into pieces, as several. Where gradients are accumulated, a
   * step adds its own to those that wait.
   *
   * @param checked whether its numbers were looked at before
   * @param run runs a step and returns its loss
   * @return the loss of the minibatch
   */
  double train(Batch batch, boolean checked, ToDoubleFunction<Step> run) {
    GraphKind kind = policy().accumulates() ? GraphKind.ACCUMULATE : GraphKind.TRAIN;
    double[] sum = {0};
    bind(batch, kind, checked, List.of(), true,
        step -> sum[0] += lock().step(() -> run.applyAsDouble(step)));
    return sum[0];
  }

  /** The step that changes parameters by the gradients that wait; it reads no minibatch and gives no score. */
  Step update() {
    return steps.update();
  }

  /** The mean loss of a minibatch, regularization included, as in prediction; nothing is trained. */
  public double score(Batch batch) {
    return score(batch, List.of(), List.of());
  }

  /**
   * The same, and answers of some outputs to those who compare them with the labels, in one run.
   *
   * @param into one for each of the outputs
   */
  double score(Batch batch, List<String> outputs, List<Trainable.Comparison> into) {
    double[] score = {0};
    GraphKind kind = outputs.isEmpty() ? GraphKind.SCORE : GraphKind.EVALUATE;
    bind(batch, kind, false, outputs, false, step -> {
      Map<String, NDArray> out = new HashMap<>(query(step));
      try {
        score[0] = out.get(StepNames.SCORE).getDoubleAt(0);
        if (!outputs.isEmpty()) {
          steps.compare(batch, outputs, out, into);
        }
      } finally {
        out.values().forEach(NDArray::close);
      }
    });
    return score[0];
  }

  /** An output of the graph of scores, as numbers. */
  public double[] numbers(Batch batch, String output) {
    double[][] numbers = {{}};
    bind(batch, GraphKind.SCORE, false, List.of(), false, step -> {
      Map<String, NDArray> out = query(step);
      numbers[0] = out.get(output).toDoubleArray();
      out.values().forEach(NDArray::close);
    });
    return numbers[0];
  }

  /** The score of a minibatch as the next step of training computes it, and its gradients. */
  public Gradient gradient(Batch batch) {
    Gradient[] gradient = {null};
    bind(batch, GraphKind.GRADIENT, false, List.of(), true, step -> gradient[0] = Gradient.of(query(step)));
    return gradient[0];
  }

  /** Runs what changes nothing, with the numbers of the next step. */
  private Map<String, NDArray> query(Step step) {
    try (StepScalars scalars = new StepScalars()) {
      scalars.bind(step.graph(), steps.scheduled(), steps.progress().state(), steps.seed(), step.rows(),
          step.inputs());
      return lock().query(() -> step.run().outputs(null));
    }
  }

  private void bind(Batch batch, GraphKind kind, boolean checked, List<String> answers, boolean training,
      Consumer<Step> run) {
    if (weights.isEmpty()) {
      steps.bind(batch, kind, checked, answers, run);
      return;
    }
    List<NDArray> made = new ArrayList<>();
    try {
      steps.bind(weights.on(batch, steps, training, made), kind, checked, answers, run);
    } finally {
      made.forEach(NDArray::close);
    }
  }
}
