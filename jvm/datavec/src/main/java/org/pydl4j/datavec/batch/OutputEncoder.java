package org.pydl4j.datavec.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.array.ColumnBuilder;
import org.pydl4j.nd.array.NDArray;

/** Columns of rows to the array of an output's labels. Immutable, for any number of threads. */
final class OutputEncoder {
  private final Schema schema;
  private final Labels labels;
  private final int[] columns;
  private final int classes;
  private final Map<String, Integer> classIndex = new HashMap<>();

  OutputEncoder(Schema schema, Labels labels) {
    this.schema = schema;
    this.labels = labels;
    this.columns = labels.columns().stream().mapToInt(schema::index).toArray();
    this.classes = labels.classCount(schema);
    if (labels.isClassification()) {
      schema.column(columns[0]).categories().forEach(c -> classIndex.put(c, classIndex.size()));
    } else {
      labels.columns().forEach(this::requireNumber);
    }
  }

  private void requireNumber(String column) {
    if (!schema.column(column).type().isNumeric()) {
      throw new IllegalArgumentException("[labels] column '" + column + "' is " + schema.column(column).type()
          + "; regression expects numbers.");
    }
  }

  /** The name of the model's output; null for the only one. */
  String name() {
    return labels.name();
  }

  /** Raises IllegalArgumentException when the row lacks a label, or has a wrong one. */
  void check(Object[] row) {
    for (int i : columns) {
      if (row[i] == null) {
        throw BatchEncoder.missing(schema.column(i));
      } else if (labels.isClassification()) {
        classOf(row);
      }
    }
  }

  private int classOf(Object[] row) {
    Column c = schema.column(columns[0]);
    Object v = row[columns[0]];
    Integer known = v instanceof String s ? classIndex.get(s) : null;
    long i = v instanceof String ? (known == null ? -1 : known)
        : ColumnBuilder.whole("column '" + c.name() + "'", v);
    if (i < 0 || i >= classes) {
      throw new IllegalArgumentException("[column '" + c.name() + "'] label out of range: got " + v
          + "; expected one of " + classes + " classes.");
    }
    return (int) i;
  }

  /** Numbers of a row's labels in the array. */
  private int size() {
    return switch (labels.kind()) {
      case INDEX -> 1;
      case ONE_HOT -> classes;
      case REGRESSION -> columns.length;
    };
  }

  /** The labels of checked rows: [N] class indices, [N, classes] or [N, columns]. The caller closes the array. */
  NDArray array(List<Object[]> rows) {
    int n = rows.size();
    if (labels.kind() == Labels.Kind.INDEX) {
      return NDArray.of(rows.stream().mapToLong(this::classOf).toArray(), n);
    }
    float[] y = new float[n * size()];
    for (int r = 0; r < n; r++) {
      put(rows.get(r), y, r * size(), 1);
    }
    return NDArray.of(y, n, size());
  }

  /**
   * The labels of checked sequences of rows: [N, T], [N, classes, T] or [N, columns, T]. The caller closes the array.
   *
   * @param counted [N, T], 1 for steps whose label counts; others are 0
   */
  NDArray array(List<Object[]> sequences, int steps, float[] counted) {
    int n = sequences.size();
    boolean indices = labels.kind() == Labels.Kind.INDEX;
    long[] index = new long[indices ? n * steps : 0];
    float[] y = new float[indices ? 0 : n * size() * steps];
    for (int i = 0; i < n; i++) {
      for (int t = 0; t < sequences.get(i).length; t++) {
        Object[] row = (Object[]) sequences.get(i)[t];
        if (counted[i * steps + t] == 0) {
          continue;
        } else if (indices) {
          index[i * steps + t] = classOf(row);
        } else {
          put(row, y, i * size() * steps + t, steps);
        }
      }
    }
    return indices ? NDArray.of(index, n, steps) : NDArray.of(y, n, size(), steps);
  }

  /** Writes a row's one-hot label or targets to every step-th place. */
  private void put(Object[] row, float[] out, int at, int step) {
    if (labels.kind() == Labels.Kind.ONE_HOT) {
      out[at + classOf(row) * step] = 1;
      return;
    }
    for (int k = 0; k < columns.length; k++) {
      out[at + k * step] = (float) ColumnType.toDouble(row[columns[k]]);
    }
  }
}
