package org.pydl4j.nn.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.types.DType;

/** {@link LossWeights} as weights of the rows of minibatches. */
final class RowWeights {
  private final LossWeights weights;
  /** By output the weights of classes -1 to the greatest that has one, and of all above. */
  private final Map<String, double[]> tables = new LinkedHashMap<>();

  RowWeights(LossWeights weights) {
    this.weights = weights;
    weights.classes().forEach((output, of) -> {
      long greatest = of.keySet().stream().mapToLong(c -> c).max().orElse(-1);
      double[] table = new double[Math.toIntExact(greatest + 3)];
      Arrays.fill(table, 1);
      of.forEach((c, w) -> table[Math.toIntExact(c + 1)] = w);
      tables.put(output, table);
    });
  }

  boolean isEmpty() {
    return weights.isEmpty();
  }

  /**
   * A minibatch whose labels have these weights, multiplied with their own; its other arrays are borrowed.
   *
   * @param training whether classes weigh, too
   * @param made gets the arrays that were made for it
   */
  Batch on(Batch batch, Steps steps, boolean training, List<NDArray> made) {
    Map<String, Column> labels = steps.labels(batch);
    Map<String, double[]> byClass = training ? named(labels) : Map.of();
    weights.outputs().keySet().forEach(name -> known(name, labels));
    Map<Column, Column> weighted = new LinkedHashMap<>();
    labels.forEach((name, column) -> {
      double factor = weights.outputs().getOrDefault(name, 1.0);
      double[] table = byClass.get(name);
      if (table != null || factor != 1) {
        NDArray own = table == null ? NDArray.full(DType.FLOAT64, factor, column.values().rows())
            : taken(steps.classes(name, column), table, factor);
        made.add(own);
        weighted.put(column, column.weighted(column.weights() == null ? own : times(own, column.weights(), made)));
      }
    });
    return new Batch(batch.features(), batch.labels().stream().map(c -> weighted.getOrDefault(c, c)).toList());
  }

  private Map<String, double[]> named(Map<String, Column> labels) {
    Map<String, double[]> by = new LinkedHashMap<>();
    tables.forEach((name, table) -> {
      if (name.isEmpty() && labels.size() != 1) {
        throw new IllegalArgumentException("[fit] class weights of which output: got none of "
            + String.join(", ", labels.keySet()) + "; expected a name. Give them by output.");
      }
      by.put(name.isEmpty() ? labels.keySet().iterator().next() : known(name, labels), table);
    });
    return by;
  }

  private static String known(String name, Map<String, Column> labels) {
    if (!labels.containsKey(name)) {
      throw new IllegalArgumentException("[fit] weights of an unknown output: got '" + name + "'; "
          + Nearest.hint(name, labels.keySet()));
    }
    return name;
  }

  /** factor times what a table has for classes. */
  private static NDArray taken(NDArray classes, double[] table, double factor) {
    double[] scaled = Arrays.stream(table).map(w -> w * factor).toArray();
    try (classes; NDArray low = NDArray.scalar(DType.INT64, -1); NDArray one = NDArray.scalar(DType.INT64, 1);
        NDArray high = NDArray.scalar(DType.INT64, table.length - 2);
        NDArray within = MathOps.ALL.clip(classes, low, high); NDArray places = MathOps.ALL.add(within, one);
        NDArray all = NDArray.of(scaled)) {
      return MathOps.ALL.gather(all, places);
    }
  }

  /** The product of weights [N] or [N, T]; those of rows count for all their steps. */
  private static NDArray times(NDArray a, NDArray b, List<NDArray> made) {
    NDArray wide = a.size() >= b.size() ? a : b;
    NDArray other = wide == a ? b : a;
    long[] dims = wide.shape();
    if (other.size() < wide.size()) {
      Arrays.fill(dims, 1, dims.length, 1);
    }
    try (NDArray first = wide.dup(); NDArray second = other.dup(); NDArray x = first.castTo(DType.FLOAT64);
        NDArray y = second.reshape(dims).castTo(DType.FLOAT64)) {
      NDArray product = MathOps.ALL.mul(x, y);
      made.add(product);
      return product;
    }
  }
}
