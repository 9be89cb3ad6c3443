package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.report.Profiler;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.eval.Metric;
import org.pydl4j.nn.training.Steps.Step;
import org.pydl4j.nn.training.TrainingState.Position;

/**
 * Trains what is {@link Trainable}: one plan run per step, the same for networks and SameDiff graphs, here and inside
 * Spark tasks. One fit at a time; {@link #stop} may be called from any thread.
 */
public final class TrainingSession implements AutoCloseable {
  private final Trainable model;
  private Objective objective;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final StepScalars scalars = new StepScalars();
  private Validation validation;
  private Totals totals = new Totals();
  private long seed;
  private double rate = Double.NaN;
  private volatile boolean stopped;

  public TrainingSession(Trainable model) {
    this.model = model;
    this.objective = model.objective();
    this.seed = model.seed();
  }

  /** Adds listeners, which are called in this order; this session is returned. */
  public TrainingSession listeners(TrainingListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /** Draws the steps' random numbers from this instead of the model's seed. */
  public TrainingSession seed(long value) {
    seed = value;
    return this;
  }

  /** Multiplies losses with these. */
  public TrainingSession lossWeights(LossWeights weights) {
    objective = model.objective().weighted(weights);
    return this;
  }

  /** Computes the loss of these rows after each epoch; the source is borrowed. */
  public TrainingSession validation(BatchSource heldOut) {
    return validation(heldOut, Map.of());
  }

  /**
   * Computes the loss of these rows, and metrics, after each epoch; the source is borrowed.
   *
   * @param metrics by the output that they look at; those under "" are of every output
   */
  public TrainingSession validation(BatchSource heldOut, Map<String, List<Metric>> metrics) {
    validation = new Validation(model, heldOut, metrics);
    return this;
  }

  /** What is trained. */
  public Trainable model() {
    return model;
  }

  /** Ends the running fit after the present minibatch; the model stays usable. */
  public void stop() {
    stopped = true;
  }

  /** Whether a listener or another thread asked for the end. */
  public boolean isStopped() {
    return stopped;
  }

  /** The names of an epoch's values, and whether larger ones are better, null where that is not known. */
  public Map<String, Boolean> valueNames() {
    Map<String, Boolean> names = new LinkedHashMap<>(Map.of(Epoch.LOSS, false));
    if (validation != null) {
      names.putAll(validation.names());
    }
    return names;
  }

  /** The largest learning rate of the last step; NaN before the first. */
  public double learningRate() {
    return rate;
  }

  /** Multiplies all learning rates from the next step on; saved with the model. */
  public void scaleLearningRate(double factor) {
    model.changeTrainingState(s -> s.withRateFactor(s.rateFactor() * factor));
  }

  /**
   * Trains over all minibatches of a source, epochs times. The source is reset at the start of each epoch, with the
   * number of the epoch in the model's life, and stays open.
   */
  public FitSummary fit(BatchSource source, int epochs) {
    return fit(new Minibatches(source), epochs);
  }

  /** Trains for some epochs. */
  public FitSummary fit(EpochTrainer trainer, int epochs) {
    return epochs(trainer, epochs, true);
  }

  /**
   * Goes on with the fit that was begun last, at the minibatch after the one where the model was saved or the fit was
   * stopped; given the same minibatches, all ends as if it had not been interrupted. Begins a fit where there was none.
   *
   * @param epochs epochs of the whole fit, those before the interruption included
   */
  public FitSummary resume(BatchSource source, int epochs) {
    return resume(new Minibatches(source), epochs);
  }

  /** The same, in other ways of training an epoch. */
  public FitSummary resume(EpochTrainer trainer, int epochs) {
    return epochs(trainer, epochs, model.trainingState().position() == null);
  }

  private FitSummary epochs(EpochTrainer trainer, int epochs, boolean begins) {
    if (epochs < 0) {
      throw new IllegalArgumentException("[fit] epochs: got " + epochs + "; expected at least 0.");
    }
    stopped = false;
    totals = new Totals();
    int before = model.epochCount();
    objective.begin();
    try {
      if (begins) {
        model.changeTrainingState(TrainingState::begun);
      }
      int last = model.trainingState().position().firstEpoch() + epochs;
      listeners.forEach(l -> l.onFitStart(this, trainer.rows(), Math.max(0, last - before)));
      List<Epoch> told = model.trainingState().position().told();
      if (!told.isEmpty()) {
        listeners.forEach(l -> l.onFitResumed(this, told));
      }
      while (!stopped && model.epochCount() < last) {
        epoch(trainer);
      }
    } finally {
      ended();
    }
    return totals.summary(model.epochCount() - before, stopped);
  }

  private void ended() {
    try {
      listeners.forEach(l -> l.onFitEnd(this));
    } finally {
      objective.end();
    }
  }

  private void epoch(EpochTrainer trainer) {
    int number = model.epochCount();
    long began = System.nanoTime();
    listeners.forEach(l -> l.onEpochStart(this, number));
    trainer.train(this, number, model.trainingState().position().batches());
    Profiler.span("epoch", number, began);
    if (stopped) {
      return;
    }
    updateByWaiting();
    Position whole = model.trainingState().position();
    model.changeTrainingState(TrainingState::nextEpoch);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(Epoch.LOSS, whole.scoreSum() / whole.rows());
    if (validation != null) {
      values.putAll(validation.values(objective, () -> stopped));
    }
    Epoch ended = new Epoch(number, whole.rows(), values);
    model.changeTrainingState(s -> s.told(ended));
    listeners.forEach(l -> l.onEpochEnd(this, ended));
  }

  /** Trains over the minibatches that are left in a source, without counting an epoch; no gradients wait afterwards. */
  public FitSummary fitRest(BatchSource source) {
    totals = new Totals();
    pass(source);
    updateByWaiting();
    return totals.summary(0, stopped);
  }

  /**
   * Takes note of a minibatch or round that the model was trained on, its parameters and iteration count included.
   *
   * @param rows examples
   * @param score their mean loss before the step, regularization included
   * @param dataMs time spent waiting for them
   * @param stepMs time spent training on them
   */
  public void trained(long rows, double score, double dataMs, double stepMs) {
    totals.add(rows, score);
    TrainingState state = model.trainingState();
    if (state.position() != null) {
      model.changeTrainingState(at -> at.at(at.position().plus(rows, score)));
    }
    if (!listeners.isEmpty()) {
      Iteration it = new Iteration(state.iteration() - 1, state.epoch(), rows, score, dataMs, stepMs);
      listeners.forEach(l -> l.iterationDone(this, it));
    }
  }

  /** An epoch of minibatches. */
  private record Minibatches(BatchSource source) implements EpochTrainer {
    @Override
    public long rows() {
      return source.rows();
    }

    @Override
    public void train(TrainingSession session, int epoch, long done) {
      source.reset(epoch);
      source.skip(done);
      if (done == 0 && !source.hasNext()) {
        throw new IllegalArgumentException("[fit] the source is empty: got no minibatch; expected at least one."
            + " Check the data's path, filters and batch size.");
      }
      session.pass(source);
    }
  }

  /** Sums over the minibatches of a fit. */
  private static final class Totals {
    private long rows;
    private long batches;
    private double scoreSum;

    private void add(long more, double score) {
      rows += more;
      batches++;
      scoreSum += score * more;
    }

    private FitSummary summary(int epochs, boolean stopped) {
      return new FitSummary(rows, batches, scoreSum, epochs, stopped);
    }
  }

  private void pass(BatchSource source) {
    long waitingSince = System.nanoTime();
    while (!stopped && source.hasNext()) {
      try (Batch batch = source.next()) {
        long start = System.nanoTime();
        double s = fitBatch(batch, source.checked());
        Profiler.span("batch", model.iterationCount() - 1, start);
        trained(batch.rows(), s, (start - waitingSince) / 1e6, (System.nanoTime() - start) / 1e6);
      }
      waitingSince = System.nanoTime();
    }
  }

  /** One training step; returns the loss before it, regularization included. */
  public double fitBatch(Batch batch) {
    return fitBatch(batch, false);
  }

  private double fitBatch(Batch batch, boolean checked) {
    if (batch.rows() == 0) {
      throw new IllegalArgumentException("[fit] the minibatch is empty: got 0 rows; expected at least 1.");
    }
    return objective.train(batch, checked, this::run);
  }

  private double run(Step step) {
    bind(step);
    NDArray score = scalars.of(StepNames.SCORE, step.graph().outputs().get(StepNames.SCORE).type().dtype());
    if (step.carry() == null) {
      step.run().outputs(Map.of(StepNames.SCORE, score));
    } else {
      Map<String, NDArray> out = new HashMap<>(step.run().outputs(null));
      try (NDArray own = out.remove(StepNames.SCORE)) {
        score.assign(own);
      }
      step.carry().accept(out);
    }
    double s = score.getDoubleAt(0);
    if (!Double.isFinite(s)) {
      throw new ArithmeticException("[fit] training diverged: got score " + s + " at iteration "
          + model.iterationCount() + " of epoch " + model.epochCount() + "; expected a finite number. Lower the"
          + " learning rate, clip gradients or scale the features, and start again from saved parameters.");
    }
    objective.scored(s);
    if (objective.policy().accumulates()) {
      model.changeTrainingState(at -> at.accumulated(step.rows()));
      if (model.trainingState().waiting() >= objective.policy().gradientAccumulationSteps()) {
        updateByWaiting();
      }
    } else {
      model.changeTrainingState(TrainingState::stepped);
    }
    return s;
  }

  /** Changes parameters by the gradients that wait, if there are any. */
  private void updateByWaiting() {
    if (model.trainingState().waiting() == 0) {
      return;
    }
    Step step = objective.update();
    bind(step);
    objective.lock().step(() -> {
      step.run().outputs(Map.of());
      model.changeTrainingState(TrainingState::updated);
      return step;
    });
  }

  /** Adds what a step reads beside the minibatch. */
  private void bind(Step step) {
    double now =
        scalars.bind(step.graph(), objective.scheduled(), model.trainingState(), seed, step.rows(), step.inputs());
    rate = Double.isNaN(now) ? rate : now;
  }

  /** Frees what the session holds; the model stays open. */
  @Override
  public void close() {
    scalars.close();
  }
}
