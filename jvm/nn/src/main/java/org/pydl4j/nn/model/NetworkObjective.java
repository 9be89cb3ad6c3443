package org.pydl4j.nn.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.training.ClassIndices;
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
    TimePieces pieces = TimePieces.of(model, batch);
    if (!pieces.isWhole()) {
      return truncated(pieces, checked, run);
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
    return new Step(model.execution().program(Variant.update(), model.threads()), new HashMap<>(), model.states(), 0,
        null);
  }

  @Override
  public double score(Batch batch) {
    return model.score(batch);
  }

  private Feed feed(Batch batch, boolean checked) {
    return model.feed().trusting(checked).features(batch).labels(batch);
  }

  /** Backpropagation through pieces of time; recurrent state passes from piece to piece, gradients do not. */
  private double truncated(TimePieces pieces, boolean checked, ToDoubleFunction<Step> run) {
    RecurrentState state = new RecurrentState();
    double sum = 0;
    try {
      for (long at = 0; at < pieces.steps(); at += pieces.length()) {
        try (Feed feed = feed(pieces.piece(at), checked)) {
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

  @Override
  public Map<String, Column> labels(Batch batch) {
    List<String> outputs = model.outputNames();
    List<Column> columns = batch.labels(outputs);
    Map<String, Column> by = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      by.put(outputs.get(i), columns.get(i));
    }
    return by;
  }

  @Override
  public NDArray classes(String output, Column labels) {
    InputType type = model.types().get(output);
    NDArray y = labels.values() instanceof SparseRows s ? s.dense(DType.FLOAT32) : labels.array();
    try {
      boolean oneHot = type.features() > 1 && y.rank() == type.dims().length && y.size(1) == type.features();
      return oneHot ? ClassIndices.ofOneHot(y) : ClassIndices.ofNumbers(y, type instanceof InputType.Recurrent);
    } finally {
      if (y != labels.values()) {
        y.close();
      }
    }
  }
}
