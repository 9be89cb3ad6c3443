package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.layers.InputType;

/**
 * A minibatch of sequences in pieces of time, for truncated backpropagation: recurrent inputs and outputs are cut,
 * others go whole into each piece.
 *
 * @param steps of the sequences
 * @param length steps of a piece
 */
record TimePieces(Batch batch, List<Boolean> cutFeatures, List<Boolean> cutLabels, long steps, int length) {
  /** The pieces of a minibatch, one of all steps where time is not cut. */
  static TimePieces of(Model model, Batch batch) {
    ComputationGraphConfiguration conf = model.graphConfiguration();
    List<Column> features = batch.features(conf.networkInputs());
    List<Column> labels = batch.hasLabels() ? batch.labels(conf.networkOutputs()) : List.of();
    List<Boolean> cutFeatures = conf.inputTypes().stream().map(t -> t instanceof InputType.Recurrent).toList();
    List<Boolean> cutLabels = conf.networkOutputs().stream()
        .map(o -> model.types().get(o) instanceof InputType.Recurrent).toList();
    Batch ordered = new Batch(features, labels);
    boolean cuts = conf.backpropType() == BackpropType.TruncatedBPTT && cutFeatures.contains(true);
    long steps = cuts ? steps(features, cutFeatures) : 0;
    return new TimePieces(ordered, cutFeatures, cutLabels, steps, cuts ? conf.tbpttLength() : 1);
  }

  private static long steps(List<Column> features, List<Boolean> cut) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      if (cut.get(i)) {
        NDArray a = features.get(i).array();
        all.add(a.rank() < 2 ? 1 : a.size(-1));
      }
    }
    Set<Long> distinct = all.stream().collect(Collectors.toSet());
    if (distinct.size() > 1) {
      throw new IllegalArgumentException("[fit] sequences of several lengths: got inputs of " + all
          + " steps; expected as many in all, for truncated backpropagation. Pad them and give masks.");
    }
    return all.get(0);
  }

  /** Whether there is one piece only. */
  boolean isWhole() {
    return steps <= length;
  }

  /** The piece that begins with a step. */
  Batch piece(long from) {
    long to = Math.min(steps, from + length);
    return new Batch(cut(batch.features(), cutFeatures, from, to), cut(batch.labels(), cutLabels, from, to));
  }

  private List<Column> cut(List<Column> columns, List<Boolean> which, long from, long to) {
    List<Column> out = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column c = columns.get(i);
      out.add(!which.get(i) ? c : new Column(c.name(), c.values() instanceof NDArray a ? cut(a, from, to) : c.values(),
          cut(c.mask(), from, to), cut(c.weights(), from, to)));
    }
    return out;
  }

  private NDArray cut(NDArray a, long from, long to) {
    return a != null && a.rank() >= 2 && a.size(-1) == steps ? a.slice(a.rank() - 1, from, to) : a;
  }
}
