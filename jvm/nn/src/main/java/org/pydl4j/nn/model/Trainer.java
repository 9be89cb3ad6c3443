package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.Profiler;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.listeners.Iteration;
import org.pydl4j.nn.listeners.TrainingListener;

/**
 * Trains a model: one plan run per minibatch. The same class trains locally and inside Spark tasks ({@link #round}).
 * One fit at a time; {@link #stop} may be called from any thread.
 */
public final class Trainer implements AutoCloseable {
  private final Model model;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Map<String, NDArray> scalars = new HashMap<>();
  private final NDArray score;
  private long seed;
  private volatile boolean stopped;

  public Trainer(Model model) {
    this.model = model;
    this.seed = model.configuration().conf().seed();
    this.score = NDArray.scalar(model.configuration().conf().dataType(), 0);
  }

  public Trainer listeners(TrainingListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  public Model model() {
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
    model.beginTraining();
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
        pass(source, totals);
        Profiler.span("epoch", epoch, began);
        if (stopped) {
          break;
        }
        model.setCounts(model.iterationCount(), epoch + 1);
        listeners.forEach(l -> l.onEpochEnd(model, epoch));
      }
    } finally {
      model.endTraining();
      listeners.forEach(l -> l.onFitEnd(model));
    }
    return new FitSummary(totals.rows, totals.batches, totals.scoreSum, done, stopped);
  }

  /** Sums over the minibatches of a fit. */
  private static final class Totals {
    private long rows;
    private long batches;
    private double scoreSum;
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
    long[] row = batch.features().get(0).values().rowShape();
    long steps = row.length == 2 ? row[1] : 0;
    int piece = model.configuration().tbpttLength();
    if (model.configuration().backpropType() == BackpropType.TruncatedBPTT && steps > piece) {
      return truncated(batch, checked, steps, piece);
    }
    try (Feed feed = feed(batch, checked)) {
      return step(feed, feed.variant(Variant.Kind.TRAIN, false), null);
    }
  }

  private Feed feed(Batch batch, boolean checked) {
    return model.feed().trusting(checked).features(batch).labels(batch);
  }

  /** Backpropagation through pieces of time; recurrent state passes from piece to piece, gradients do not. */
  private double truncated(Batch batch, boolean checked, long steps, int piece) {
    Map<String, NDArray> state = new HashMap<>();
    double sum = 0;
    try {
      for (long at = 0; at < steps; at += piece) {
        Batch part = cut(batch, steps, at, Math.min(steps, at + piece));
        try (Feed feed = feed(part, checked)) {
          sum += step(feed, feed.variant(Variant.Kind.TRAIN, true), state);
        }
      }
    } finally {
      state.values().forEach(NDArray::close);
    }
    return sum;
  }

  private static Batch cut(Batch batch, long steps, long from, long to) {
    UnaryOperator<Column> part = c -> new Column(c.name(), c.values() instanceof NDArray a
        ? cut(a, steps, from, to) : c.values(), cut(c.mask(), steps, from, to), cut(c.weights(), steps, from, to));
    return new Batch(batch.features().stream().map(part).toList(), batch.labels().stream().map(part).toList());
  }

  private static NDArray cut(NDArray a, long steps, long from, long to) {
    return a != null && a.rank() >= 2 && a.size(-1) == steps ? a.slice(a.rank() - 1, from, to) : a;
  }

  private double step(Feed feed, Variant variant, Map<String, NDArray> state) {
    Program program = model.program(variant, model.threads());
    Map<String, NDArray> in = feed.arrays();
    DType type = score.dtype();
    for (ParamLayout.Block b : model.layout().blocks()) {
      if (b.trained()) {
        double rate = b.updater().rateAt(model.iterationCount(), model.epochCount());
        in.put(Names.rate(b.index()), scalar(Names.rate(b.index()), type, rate));
      }
    }
    in.put(Names.T, scalar(Names.T, type, model.iterationCount() + 1));
    in.put(Names.SEED, whole(Names.SEED, seed));
    in.put(Names.STEP, whole(Names.STEP, model.iterationCount()));
    if (state == null) {
      program.run(in, model.states(), Map.of(Names.SCORE, score));
    } else {
      Model.bindRecurrentState(program.graph(), feed, state);
      Map<String, NDArray> out = program.run(in, model.states());
      score.assign(out.get(Names.SCORE));
      out.get(Names.SCORE).close();
      Model.keepRecurrentState(out, state);
    }
    double s = score.getDoubleAt(0);
    if (!Double.isFinite(s)) {
      throw new ArithmeticException("[fit] training diverged: got score " + s + " at iteration "
          + model.iterationCount() + " of epoch " + model.epochCount()
          + "; expected a finite number. Lower the learning rate, clip gradients or scale the features,"
          + " and start again from saved parameters.");
    }
    model.setScore(s);
    model.setCounts(model.iterationCount() + 1, model.epochCount());
    return s;
  }

  private NDArray scalar(String name, DType type, double value) {
    NDArray a = scalars.computeIfAbsent(name, n -> NDArray.scalar(type, 0));
    a.putDoubleAt(0, value);
    return a;
  }

  private NDArray whole(String name, long value) {
    NDArray a = scalars.computeIfAbsent(name, n -> NDArray.scalar(DType.INT64, 0));
    a.putLongAt(0, value);
    return a;
  }

  /**
   * One pass over the minibatches that are left in a source, from a given start: a pure function of its arguments and
   * of the model's configuration and thread count. The model's own parameters are not touched.
   *
   * @return new arrays that the caller closes
   */
  public static Round round(Model model, Round start, BatchSource source) {
    Model own = model.sibling();
    own.setParams(start.params()).setUpdaterState(start.updaterState()).setCounts(start.iteration(), start.epoch());
    Totals totals = new Totals();
    try (own; Trainer trainer = new Trainer(own)) {
      trainer.seed = start.seed();
      trainer.pass(source, totals);
      return new Round(own.params().dup(), own.updaterState().dup(), own.iterationCount(), own.epochCount(),
          start.seed(), totals.rows, totals.batches, totals.scoreSum);
    }
  }

  /** Frees what the trainer holds; the model stays open. */
  @Override
  public void close() {
    scalars.values().forEach(NDArray::close);
    scalars.clear();
    score.close();
  }
}
