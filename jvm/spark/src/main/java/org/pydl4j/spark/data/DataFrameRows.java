package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Columns of a table or a view as training rows.
 *
 * @param table its name in Spark's catalog, for example {@code global_temp.rows}
 * @param features columns of numbers or arrays of numbers; their values stand one after another in the row's features
 * @param featureShape shape of a row's features; empty for one axis
 * @param label column of class indices or targets; null without labels
 * @param classes number of classes; 0 for a regression, whose label is a number or an array of numbers
 */
public record DataFrameRows(String table, List<String> features, List<Long> featureShape, String label, int classes)
    implements TrainingRows, Serializable {
  public DataFrameRows {
    features = new ArrayList<>(features);
    featureShape = new ArrayList<>(featureShape);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("[DataFrame] no feature columns: got none; expected at least one name.");
    }
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("featureShape", List.of());
    d.put("label", null);
    d.put("classes", 0);
    return d;
  }

  /** One partition per partition of the table. */
  @Override
  public JavaRDD<RowBlock> blocks(JavaSparkContext spark, int parts) {
    return blocks(SparkSession.builder().getOrCreate().table(table));
  }

  private JavaRDD<RowBlock> blocks(Dataset<Row> from) {
    List<String> columns = new ArrayList<>(features);
    if (label != null) {
      columns.add(label);
    }
    String[] rest = columns.subList(1, columns.size()).toArray(new String[0]);
    return from.select(columns.get(0), rest).toJavaRDD().mapPartitionsWithIndex(this::blocks, false);
  }

  private Iterator<RowBlock> blocks(Integer source, Iterator<Row> rows) {
    WorkerJvm.prepare();
    return new Iterator<>() {
      private int sequence;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowBlock next() {
        FloatList x = new FloatList();
        FloatList y = new FloatList();
        int n = 0;
        for (; n < RowBlock.MOST_ROWS && x.size() < RowBlock.MOST_VALUES && rows.hasNext(); n++) {
          Row row = rows.next();
          for (int i = 0; i < features.size(); i++) {
            append(features.get(i), row.get(i), x);
          }
          if (label != null) {
            append(label, row.get(features.size()), y);
          }
        }
        try (Batch batch = Batch.of(array(n, x), label == null ? null : labels(n, y))) {
          return RowBlock.of(source, sequence++, batch);
        }
      }
    };
  }

  private NDArray array(int rows, FloatList values) {
    if (featureShape.isEmpty()) {
      return NDArray.of(values.toArray(), rows, values.size() / rows);
    }
    long[] shape = new long[featureShape.size() + 1];
    shape[0] = rows;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = featureShape.get(i - 1);
    }
    return NDArray.of(values.toArray(), shape);
  }

  private NDArray labels(int rows, FloatList values) {
    float[] y = values.toArray();
    if (classes == 0) {
      return NDArray.of(y, rows, y.length / rows);
    }
    long[] indices = new long[rows];
    for (int i = 0; i < rows; i++) {
      indices[i] = (long) y[i];
      if (indices[i] != y[i] || indices[i] < 0 || indices[i] >= classes) {
        throw new IllegalArgumentException("[DataFrame column " + label + "] label out of range: got " + y[i]
            + "; expected a whole number from 0 to " + (classes - 1) + ".");
      }
    }
    return NDArray.of(indices, rows);
  }

  private static void append(String column, Object value, FloatList out) {
    if (value instanceof Number n) {
      out.add(n.floatValue());
    } else if (value instanceof Boolean b) {
      out.add(b ? 1 : 0);
    } else if (value instanceof Iterable<?> many) {
      CollectionConverters.asJava(many).forEach(v -> append(column, v, out));
    } else {
      throw new IllegalArgumentException("[DataFrame column " + column + "] no number: got "
          + (value == null ? "null" : value.getClass().getSimpleName())
          + "; expected numbers or arrays of numbers. Fill or drop such rows.");
    }
  }
}
