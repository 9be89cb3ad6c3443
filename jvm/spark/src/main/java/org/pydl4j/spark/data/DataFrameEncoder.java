package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.ColumnBuilder;
import org.pydl4j.nd.array.ColumnEncoder;
import org.pydl4j.nd.array.Columns;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes batches of a table's columns.
 *
 * @param columns of the table that are read, each once
 * @param whole which of them hold whole numbers
 */
record DataFrameEncoder(DataFrameRows rows, List<String> columns, List<Boolean> whole)
    implements ColumnEncoder, Serializable {
  /** How many rows like this one a block holds. */
  int rowsPerBlock(Row row) {
    long values = 1;
    for (DataFrameRows.Input input : rows.inputs()) {
      for (String column : input.columns()) {
        Object value = row.get(columns.indexOf(column));
        values += value instanceof Iterable<?> many ? many.size() : value instanceof Vector v ? v.numActives() : 1;
      }
    }
    return RowBlock.rowsPerBlock(values);
  }

  @Override
  public Batch encode(Columns values) {
    List<Column> made = new ArrayList<>();
    try {
      rows.inputs().forEach(input -> made.add(features(input, values)));
      rows.outputs().forEach(output -> labels(output, values, made));
      int inputs = rows.inputs().size();
      return new Batch(made.subList(0, inputs), made.subList(inputs, made.size()));
    } catch (RuntimeException e) {
      made.forEach(c -> new Batch(List.of(), List.of(c)).close());
      throw e;
    }
  }

  private Column features(DataFrameRows.Input input, Columns values) {
    if (CompressedFeatures.areMeant(input, columns, values)) {
      return Column.of(input.name(), CompressedFeatures.of(input, columns, values));
    }
    boolean ids = input.columns().stream().allMatch(c -> whole.get(columns.indexOf(c)));
    int[] places = input.columns().stream().mapToInt(columns::indexOf).toArray();
    int[] sizes = new int[places.length];
    ColumnBuilder out = new ColumnBuilder("DataFrame column " + String.join(", ", input.columns()),
        ids ? DType.INT64 : DType.FLOAT32);
    for (int row = 0; row < values.rows(); row++) {
      for (int k = 0; k < places.length; k++) {
        int before = out.size();
        append(input.columns().get(k), values.value(places[k], row), out);
        checkSize(input.columns().get(k), row, out.size() - before, sizes, k);
      }
      out.endRow();
    }
    return Column.of(input.name(), out.build(input.shape().stream().mapToLong(d -> d).toArray()));
  }

  private static void checkSize(String column, int row, int size, int[] sizes, int k) {
    sizes[k] = row == 0 ? size : sizes[k];
    if (size != sizes[k]) {
      throw new IllegalArgumentException("[DataFrame column " + column + "] rows differ in length: got " + size
          + " numbers after " + sizes[k] + "; expected as many in all rows. Pad or drop such rows.");
    }
  }

  /** Adds the labels first, so that they are freed should the weights fail. */
  private void labels(DataFrameRows.Output output, Columns values, List<Column> made) {
    NDArray y = output.classes() > 0 ? classes(output, values) : numbers(output.column(), values);
    made.add(Column.of(output.name(), y));
    if (output.weights() != null) {
      made.set(made.size() - 1, Column.of(output.name(), y).weighted(numbers(output.weights(), values)));
    }
  }

  private NDArray numbers(String column, Columns values) {
    ColumnBuilder out = new ColumnBuilder("DataFrame column " + column, DType.FLOAT32);
    for (int row = 0; row < values.rows(); row++) {
      append(column, values.value(columns.indexOf(column), row), out);
      out.endRow();
    }
    return out.build();
  }

  private NDArray classes(DataFrameRows.Output output, Columns values) {
    String where = "DataFrame column " + output.column();
    long[] indices = new long[values.rows()];
    for (int row = 0; row < indices.length; row++) {
      indices[row] = ColumnBuilder.whole(where, values.value(columns.indexOf(output.column()), row));
      if (indices[row] < 0 || indices[row] >= output.classes()) {
        throw new IllegalArgumentException("[" + where + "] label out of range: got " + indices[row]
            + "; expected a whole number from 0 to " + (output.classes() - 1) + ".");
      }
    }
    return NDArray.of(indices, indices.length);
  }

  private static void append(String column, Object value, ColumnBuilder out) {
    if (value instanceof Iterable<?> many) {
      CollectionConverters.asJava(many).forEach(v -> append(column, v, out));
    } else if (value instanceof Vector v) {
      for (double number : v.toArray()) {
        out.add("DataFrame column " + column, number);
      }
    } else {
      out.add("DataFrame column " + column, value);
    }
  }
}
