package org.pydl4j.nn.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.training.ClassIndices;
import org.pydl4j.nn.training.GraphKind;
import org.pydl4j.nn.training.Progress;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.Steps;
import org.pydl4j.nn.training.Trainable.Comparison;

/** The training of a network. */
record NetworkSteps(Model model) implements Steps {

  @Override
  public UpdatePolicy policy() {
    return model.configuration().conf().updates();
  }

  @Override
  public ScheduledValues scheduled() {
    return model.graphs().scheduled();
  }

  @Override
  public long seed() {
    return model.seed();
  }

  @Override
  public Progress progress() {
    return model.progress();
  }

  @Override
  public void bind(Batch batch, GraphKind kind, boolean checked, List<String> answers, Consumer<Step> run) {
    TimePieces pieces = kind.isStep() ? TimePieces.of(model, batch) : null;
    if (pieces != null && !pieces.isWhole()) {
      truncated(pieces, kind, checked, run);
      return;
    }
    try (Feed feed = feed(batch, checked)) {
      Variant variant = feed.variant(kind, false);
      run.accept(kind.isTraining() ? step(feed, program(variant), null) : query(feed, variant));
    }
  }

  /** One run of what reads parameters alone, as {@link Queries} do. */
  private Step query(Feed feed, Variant variant) {
    return new Step(program(variant).graph(), feed.arrays(), feed.rows(),
        into -> model.execution().run(variant, feed, model.weights(), 0), null);
  }

  private Program program(Variant variant) {
    return model.execution().program(variant, model.threads());
  }

  private Step step(Feed feed, Program program, Consumer<Map<String, NDArray>> carry) {
    return Step.of(program, feed.arrays(), model.states(), feed.rows(), carry);
  }

  @Override
  public Step update() {
    return Step.of(program(Variant.update()), new HashMap<>(), model.states(), 0, null);
  }

  private Feed feed(Batch batch, boolean checked) {
    return model.feed().trusting(checked).features(batch).labels(batch);
  }

  /** Backpropagation through pieces of time; recurrent state passes from piece to piece, gradients do not. */
  private void truncated(TimePieces pieces, GraphKind kind, boolean checked, Consumer<Step> run) {
    RecurrentState state = new RecurrentState();
    try {
      for (long at = 0; at < pieces.steps(); at += pieces.length()) {
        try (Feed feed = feed(pieces.piece(at), checked)) {
          Program program = program(feed.variant(kind, true));
          state.bind(program.graph(), feed);
          run.accept(step(feed, program, state::keep));
        }
      }
    } finally {
      state.close();
    }
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

  @Override
  public void compare(Batch batch, List<String> outputs, Map<String, NDArray> answers, List<Comparison> into) {
    model.queries().show(batch, outputs, answers, into);
  }
}
