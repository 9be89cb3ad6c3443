package org.pydl4j.spark.data;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.pydl4j.nd.array.ColumnBuilder;
import org.pydl4j.nd.array.Columns;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.SparseRows;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of a column that hold few of many numbers, or lists of ids of any length, in compressed form (CSR). */
final class CompressedFeatures {
  /** Vectors of up to so many numbers are whole rows, unless their input says a width. */
  static final int WHOLE = 1024;

  private final String where;
  private final long width;
  private final boolean numbers;
  private final long[] offsets;
  private long[] places = new long[1024];
  private float[] values = new float[1024];
  private int size;

  private CompressedFeatures(String column, long width, boolean numbers, int rows) {
    this.where = "DataFrame column " + column;
    this.width = width;
    this.numbers = numbers;
    this.offsets = new long[rows + 1];
  }

  /** Whether the input says so, or has one column of long vectors. */
  static boolean areMeant(DataFrameRows.Input input, List<String> columns, Columns values) {
    Object first = values.rows() == 0 ? null : values.value(columns.indexOf(input.columns().get(0)), 0);
    return input.width() != null
        || input.columns().size() == 1 && input.shape().isEmpty() && first instanceof Vector v && v.size() > WHOLE;
  }

  /** The caller closes them. */
  static SparseRows of(DataFrameRows.Input input, List<String> columns, Columns from) {
    String column = input.columns().get(0);
    int place = columns.indexOf(column);
    Object first = from.rows() == 0 ? null : from.value(place, 0);
    long width = input.width() != null ? input.width() : ((Vector) first).size();
    CompressedFeatures made = new CompressedFeatures(column, width, first instanceof Vector, from.rows());
    for (int row = 0; row < from.rows(); row++) {
      made.add(from.value(place, row));
      made.offsets[row + 1] = made.size;
    }
    return new SparseRows(NDArray.of(made.offsets, made.offsets.length),
        NDArray.of(Arrays.copyOf(made.places, made.size), made.size),
        made.numbers ? NDArray.of(Arrays.copyOf(made.values, made.size), made.size) : null, width);
  }

  private void add(Object row) {
    if (numbers && row instanceof Vector v && v.size() == width) {
      add(v);
    } else if (!numbers && row instanceof Iterable<?> ids) {
      CollectionConverters.asJava(ids).forEach(this::addId);
    } else if (!numbers && row instanceof Number id) {
      addId(id);
    } else {
      throw new IllegalArgumentException("[" + where + "] cannot be compressed: got "
          + (row instanceof Vector v ? "a vector of " + v.size() + " numbers"
              : row == null ? "null" : row.getClass().getSimpleName())
          + "; expected " + (numbers ? "a vector of " + width + " numbers" : "ids from 0 to " + (width - 1))
          + " in each row. Fill or drop such rows.");
    }
  }

  private void add(Vector v) {
    if (v instanceof SparseVector s) {
      for (int k = 0; k < s.indices().length; k++) {
        add(s.indices()[k], s.values()[k]);
      }
      return;
    }
    for (int i = 0; i < v.size(); i++) {
      if (v.apply(i) != 0) {
        add(i, v.apply(i));
      }
    }
  }

  private void addId(Object value) {
    long id = ColumnBuilder.whole(where, value);
    if (id < 0 || id >= width) {
      throw new IllegalArgumentException("[" + where + "] id out of range: got " + id
          + "; expected a whole number from 0 to " + (width - 1) + ". Give the input a larger width.");
    }
    add(id, 1);
  }

  private void add(long place, double value) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    places[size] = place;
    values[size++] = (float) value;
  }
}
