package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.training.GraphKind;
import org.pydl4j.nn.training.StepLock;
import org.pydl4j.nn.training.Trainable.Comparison;

/** What is asked of a network with the parameters that it has: answers, classes, losses. Many threads may ask. */
record Queries(ComputationGraphConfiguration conf, NetworkGraphs graphs, Execution execution, StepLock lock) {

  /** Rows that one run of an inference graph takes; larger inputs are cut. */
  private static final int CHUNK = 256;
  /** Bytes of rows that are checked at once, and converted for it. */
  private static final long CHECKED_BYTES = 1 << 22;
  private static final Variant OUTPUT = Variant.output(false);

  Feed feed() {
    return new Feed(conf, graphs);
  }

  /**
   * Checks rows before they are trained on or answered: shapes and types, ranges of ids and class indices, and that
   * numbers are finite. Errors name the row.
   */
  void check(Batch batch) {
    long perRow = Math.max(1, batch.bytes() / Math.max(1, batch.rows()));
    long rows = Math.max(1, CHECKED_BYTES / perRow);
    for (long at = 0; at < batch.rows(); at += rows) {
      Batch part = batch.part(at, Math.min(batch.rows(), at + rows));
      try (Feed feed = feed().from(at).features(part)) {
        if (batch.hasLabels()) {
          feed.labels(part);
        }
      }
    }
  }

  /** The outputs in the order of the configuration. */
  List<NDArray> outputs(Batch features, Weights weights, int threadCount) {
    return lock.query(() -> answers(features, weights, threadCount));
  }

  private List<NDArray> answers(Batch features, Weights weights, int threadCount) {
    long rows = features.rows();
    if (rows <= CHUNK) {
      return new ArrayList<>(query(GraphKind.OUTPUT, features, weights, threadCount).values());
    }
    List<NDArray> whole = new ArrayList<>();
    for (long at = 0; at < rows; at += CHUNK) {
      long to = Math.min(rows, at + CHUNK);
      List<NDArray> part =
          new ArrayList<>(query(GraphKind.OUTPUT, features.part(at, to), weights, threadCount).values());
      for (int i = 0; i < part.size(); i++) {
        if (at == 0) {
          long[] dims = part.get(i).shape();
          dims[0] = rows;
          whole.add(NDArray.create(part.get(i).dtype(), dims));
        }
        whole.get(i).slice(0, at, to).assign(part.get(i));
        part.get(i).close();
      }
    }
    return whole;
  }

  Map<String, NDArray> query(GraphKind kind, Batch features, Weights weights, int threadCount) {
    try (Feed feed = feed().anyNumbers().features(features)) {
      return lock.query(() -> execution.run(feed.variant(kind, false), feed, weights, threadCount));
    }
  }

  /** The only output, into an array; NaN and infinities are refused where {@code checked}. */
  void outputInto(Batch features, Weights weights, NDArray into, int threadCount, boolean checked) {
    if (features.rows() == 0 || features.rows() > CHUNK || conf.networkOutputs().size() > 1) {
      try (NDArray y = outputs(features, weights, threadCount).get(0)) {
        into.assign(y);
      }
      return;
    }
    try (Feed feed = (checked ? feed() : feed().anyNumbers()).features(features)) {
      lock.query(() -> {
        execution.runInto(OUTPUT, feed, weights, threadCount, Map.of(conf.networkOutputs().get(0), into));
        return into;
      });
    }
  }

  /** The classes of each row, for each output. */
  List<int[]> predict(Batch features, Weights weights) {
    List<int[]> classes = new ArrayList<>();
    for (NDArray y : outputs(features, weights, 0)) {
      try (y) {
        classes.add(classes(y));
      }
    }
    return classes;
  }

  private static int[] classes(NDArray y) {
    int[] out = new int[(int) y.size(0)];
    long n = y.size() / Math.max(out.length, 1);
    for (int r = 0; r < out.length; r++) {
      int best = n == 1 && y.getDoubleAt(r) >= 0.5 ? 1 : 0;
      for (int k = 1; k < n; k++) {
        best = y.getDoubleAt(r * n + k) > y.getDoubleAt(r * n + best) ? k : best;
      }
      out[r] = best;
    }
    return out;
  }

  /** Answers the features of a minibatch with labels, and shows both to those who compare them. */
  void compare(Batch batch, Weights weights, List<String> wanted, List<Comparison> into) {
    List<NDArray> given = outputs(batch, weights, 0);
    try {
      Map<String, NDArray> answers = new HashMap<>();
      for (int i = 0; i < given.size(); i++) {
        answers.put(conf.networkOutputs().get(i), given.get(i));
      }
      show(batch, wanted, answers, into);
    } finally {
      given.forEach(NDArray::close);
    }
  }

  /** Shows labels and answers of some outputs. */
  void show(Batch batch, List<String> wanted, Map<String, NDArray> answers, List<Comparison> into) {
    if (!batch.hasLabels()) {
      throw new IllegalArgumentException(
          "[evaluate] no labels: got features only; expected labels. Name the labels of the data.");
    }
    List<Column> labels = batch.labels(conf.networkOutputs());
    for (int i = 0; i < wanted.size(); i++) {
      Column given = labels.get(conf.networkOutputs().indexOf(wanted.get(i)));
      NDArray y = answers.get(wanted.get(i));
      into.get(i).take(given.array(), y, given.mask() == null && y.rank() == 3 ? steps(batch, y) : given.mask());
    }
  }

  /** The mask of features with as many steps as the output has, or null. */
  private NDArray steps(Batch b, NDArray y) {
    return b.features(conf.networkInputs()).stream().map(Column::mask)
        .filter(m -> m != null && m.size() == y.size(0) * y.size(-1)).findFirst().orElse(null);
  }
}
