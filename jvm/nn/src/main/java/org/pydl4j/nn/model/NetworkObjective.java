package org.pydl4j.nn.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.training.Objective;
import org.pydl4j.nn.training.ScheduledValues;

/** The training steps of a network. */
final class NetworkObjective implements Objective {
  private final Model model;

  NetworkObjective(Model model) {
    this.model = model;
  }

  @Override
  public UpdatePolicy policy() {
    return model.configuration().conf().updates();
  }

  @Override
  public ScheduledValues scheduled() {
    return model.graphs().scheduled();
  }

  @Override
  public void begin() {
    model.beginTraining();
  }

  @Override
  public void end() {
    model.endTraining();
  }

  @Override
  public void advance(double score) {
    model.setScore(score);
  }

  @Override
  public double train(Batch batch, boolean checked, ToDoubleFunction<Step> run) {
    long[] row = batch.features().get(0).values().rowShape();
    long steps = row.length == 2 ? row[1] : 0;
    int piece = model.configuration().tbpttLength();
    if (model.configuration().backpropType() == BackpropType.TruncatedBPTT && steps > piece) {
      return truncated(batch, checked, steps, piece, run);
    }
    try (Feed feed = feed(batch, checked)) {
      return run.applyAsDouble(step(feed, program(feed, false), null));
    }
  }

  private Program program(Feed feed, boolean stateful) {
    Variant.Kind kind = policy().accumulates() ? Variant.Kind.ACCUMULATE : Variant.Kind.TRAIN;
    return model.execution().program(feed.variant(kind, stateful), model.threads());
  }

  private Step step(Feed feed, Program program, Consumer<Map<String, NDArray>> carry) {
    return new Step(program, feed.arrays(), model.states(), feed.rows(), carry);
  }

  @Override
  public Step update() {
    return new Step(model.execution().program(Variant.update(), model.threads()), new HashMap<>(), model.states(), 0, null);
  }

  @Override
  public double score(Batch batch) {
    return model.score(batch);
  }

  private Feed feed(Batch batch, boolean checked) {
    return model.feed().trusting(checked).features(batch).labels(batch);
  }

  /** Backpropagation through pieces of time; recurrent state passes from piece to piece, gradients do not. */
  private double truncated(Batch batch, boolean checked, long steps, int piece, ToDoubleFunction<Step> run) {
    RecurrentState state = new RecurrentState();
    double sum = 0;
    try {
      for (long at = 0; at < steps; at += piece) {
        Batch part = cut(batch, steps, at, Math.min(steps, at + piece));
        try (Feed feed = feed(part, checked)) {
          Program program = program(feed, true);
          state.bind(program.graph(), feed);
          sum += run.applyAsDouble(step(feed, program, state::keep));
        }
      }
    } finally {
      state.close();
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
}
