package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.Profiler;

/**
 * Trains what is {@link Trainable}: one plan run per step, the same for networks and SameDiff graphs, here and inside
 * Spark tasks. One fit at a time; {@link #stop} may be called from any thread.
 */
public final class TrainingSession implements AutoCloseable {
  private final Trainable model;
  private final Objective objective;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Map<String, NDArray> scalars = new HashMap<>();
  private BatchSource validation;
  private long seed;
  private volatile boolean stopped;

  public TrainingSession(Trainable model) {
    this.model = model;
    this.objective = model.objective();
    this.seed = objective.seed();
  }

  public TrainingSession listeners(TrainingListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /** Draws the steps' random numbers from this instead of the model's seed. */
  public TrainingSession seed(long value) {
    seed = value;
    return this;
  }

  /** Computes the loss of these rows after each epoch; the source is borrowed. */
  public TrainingSession validation(BatchSource heldOut) {
    validation = heldOut;
    return this;
  }

  public Trainable model() {
    return model;
  }

  /** Ends the running fit after the present minibatch; the model stays usable. */
  public void stop() {
    stopped = true;
  }

  /**
   * Trains over all minibatches of a source, epochs times. The source is reset at the start of each epoch and stays
   * open.
   */
  public FitSummary fit(BatchSource source, int epochs) {
    if (epochs < 0) {
      throw new IllegalArgumentException("[fit] epochs: got " + epochs + "; expected at least 0.");
    }
    stopped = false;
    Totals totals = new Totals();
    int done = 0;
    objective.begin();
    try {
      listeners.forEach(l -> l.onFitStart(model, source.rows(), epochs));
      for (; done < epochs && !stopped; done++) {
        source.reset();
        int epoch = model.epochCount();
        long began = System.nanoTime();
        listeners.forEach(l -> l.onEpochStart(model, epoch));
        if (!source.hasNext()) {
          throw new IllegalArgumentException("[fit] the source is empty: got no minibatch; expected at least one."
              + " Check the data's path, filters and batch size.");
        }
        Totals own = new Totals();
        pass(source, own);
        totals.add(own);
        Profiler.span("epoch", epoch, began);
        if (stopped) {
          break;
        }
        model.setCounts(model.iterationCount(), epoch + 1);
        Epoch ended = new Epoch(epoch, own.rows, own.scoreSum / own.rows, validationLoss());
        listeners.forEach(l -> l.onEpochEnd(model, ended));
      }
    } finally {
      objective.end();
      listeners.forEach(l -> l.onFitEnd(model));
    }
    return totals.summary(done, stopped);
  }

  /** Trains over the minibatches that are left in a source, without counting an epoch. */
  public FitSummary fitRest(BatchSource source) {
    Totals totals = new Totals();
    pass(source, totals);
    return totals.summary(0, stopped);
  }

  /** Sums over the minibatches of a fit. */
  private static final class Totals {
    private long rows;
    private long batches;
    private double scoreSum;

    private void add(Totals more) {
      rows += more.rows;
      batches += more.batches;
      scoreSum += more.scoreSum;
    }

    private FitSummary summary(int epochs, boolean stopped) {
      return new FitSummary(rows, batches, scoreSum, epochs, stopped);
    }
  }

  private double validationLoss() {
    if (validation == null) {
      return Double.NaN;
    }
    validation.reset();
    Totals totals = new Totals();
    while (!stopped && validation.hasNext()) {
      try (Batch batch = validation.next()) {
        totals.rows += batch.rows();
        totals.scoreSum += objective.score(batch) * batch.rows();
      }
    }
    return totals.scoreSum / totals.rows;
  }

  private void pass(BatchSource source, Totals totals) {
    long waitingSince = System.nanoTime();
    while (!stopped && source.hasNext()) {
      try (Batch batch = source.next()) {
        long start = System.nanoTime();
        double s = fitBatch(batch, source.checked());
        Profiler.span("batch", model.iterationCount() - 1, start);
        totals.rows += batch.rows();
        totals.batches++;
        totals.scoreSum += s * batch.rows();
        if (!listeners.isEmpty()) {
          long end = System.nanoTime();
          Iteration it = new Iteration(model.iterationCount() - 1, model.epochCount(), batch.rows(), s,
              (start - waitingSince) / 1e6, (end - start) / 1e6);
          listeners.forEach(l -> l.iterationDone(model, it));
        }
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

  private double run(Objective.Step step) {
    Map<String, NDArray> in = step.inputs();
    for (Objective.Rate r : step.rates()) {
      double rate = r.updater().rateAt(model.iterationCount(), model.epochCount());
      scalar(StepNames.rate(r.block()), r.dtype(), in).putDoubleAt(0, rate);
      scalar(StepNames.t(r.dtype()), r.dtype(), in).putDoubleAt(0, model.iterationCount() + 1);
    }
    scalar(StepNames.SEED, DType.INT64, in).putLongAt(0, seed);
    scalar(StepNames.STEP, DType.INT64, in).putLongAt(0, model.iterationCount());
    if (step.carry() == null) {
      step.program().run(in, step.states(), Map.of(StepNames.SCORE, step.score()));
    } else {
      Map<String, NDArray> out = new HashMap<>(step.program().run(in, step.states()));
      try (NDArray score = out.remove(StepNames.SCORE)) {
        step.score().assign(score);
      }
      step.carry().accept(out);
    }
    double s = step.score().getDoubleAt(0);
    if (!Double.isFinite(s)) {
      throw new ArithmeticException("[fit] training diverged: got score " + s + " at iteration "
          + model.iterationCount() + " of epoch " + model.epochCount()
          + "; expected a finite number. Lower the learning rate, clip gradients or scale the features,"
          + " and start again from saved parameters.");
    }
    objective.advance(s);
    return s;
  }

  private NDArray scalar(String name, DType type, Map<String, NDArray> in) {
    NDArray a = scalars.computeIfAbsent(name, n -> NDArray.scalar(type, 0));
    in.put(name, a);
    return a;
  }

  /** Frees what the session holds; the model stays open. */
  @Override
  public void close() {
    scalars.values().forEach(NDArray::close);
    scalars.clear();
  }
}
