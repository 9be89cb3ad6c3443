package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Columns;

/**
 * Columns of a table or a view as training rows.
 *
 * @param table its name in Spark's catalog, for example {@code global_temp.rows}
 * @param inputs what a network's inputs are made of
 * @param outputs what its labels are made of; empty without labels
 */
public record DataFrameRows(String table, List<Input> inputs, List<Output> outputs)
    implements TrainingRows, Serializable {
  /**
   * The features of one input. They are int64 where all columns are whole numbers, such as ids, else float32.
   *
   * @param name of the network's input; null where inputs stand in order
   * @param columns of numbers, arrays of numbers or ML's vectors; their values stand one after another in the row's
   *        features
   * @param shape of a row's features; empty for one axis
   * @param width of compressed rows: numbers of a vector, or ids that there are where arrays of them differ in length;
   *        null where rows are whole. Vectors of more than {@link CompressedFeatures#WHOLE} numbers are compressed
   *        without it
   */
  public record Input(String name, List<String> columns, List<Long> shape, Long width) implements Serializable {
    public Input {
      columns = new ArrayList<>(columns);
      shape = new ArrayList<>(shape);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("[DataFrame] no feature columns: got none"
            + (name == null ? "" : " for input '" + name + "'") + "; expected at least one name.");
      }
      if (width != null && (width < 1 || columns.size() > 1 || !shape.isEmpty())) {
        throw new IllegalArgumentException("[DataFrame columns " + String.join(", ", columns)
            + "] cannot be compressed: got width " + width + ", shape " + shape
            + "; expected one column, a width > 0 and no shape. Give each such column an input of its own.");
      }
    }

    static Map<String, Object> defaults() {
      Map<String, Object> d = new HashMap<>();
      d.put("name", null);
      d.put("shape", List.of());
      d.put("width", null);
      return d;
    }
  }

  /**
   * The labels of one output.
   *
   * @param name of the network's output; null where outputs stand in order
   * @param column of class indices or targets
   * @param classes number of classes; 0 for a regression, whose label is a number or an array of numbers
   * @param weights column of the weight of each row's loss; null where all weigh 1
   */
  public record Output(String name, String column, int classes, String weights) implements Serializable {
    static Map<String, Object> defaults() {
      Map<String, Object> d = new HashMap<>();
      d.put("name", null);
      d.put("classes", 0);
      d.put("weights", null);
      return d;
    }
  }

  public DataFrameRows {
    inputs = new ArrayList<>(inputs);
    outputs = new ArrayList<>(outputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("[DataFrame] no feature columns: got none; expected at least one name.");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("outputs", List.of());
  }

  /** One partition per partition of the table. */
  @Override
  public JavaRDD<RowBlock> blocks(JavaSparkContext spark, int parts) {
    return blocks(SparkSession.builder().getOrCreate().table(table));
  }

  private JavaRDD<RowBlock> blocks(Dataset<Row> from) {
    List<String> columns = Stream.concat(inputs.stream().flatMap(i -> i.columns().stream()), outputs.stream()
        .flatMap(o -> Stream.of(o.column(), o.weights()))).filter(c -> c != null).distinct().toList();
    String[] rest = columns.subList(1, columns.size()).toArray(new String[0]);
    Dataset<Row> chosen = from.select(columns.get(0), rest);
    List<Boolean> whole = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      whole.add(isWhole(chosen.schema().apply(i).dataType()));
    }
    DataFrameEncoder encoder = new DataFrameEncoder(this, new ArrayList<>(columns), whole);
    return chosen.toJavaRDD().mapPartitionsWithIndex((source, rows) -> blocks(encoder, source, rows), false);
  }

  private static boolean isWhole(DataType type) {
    return type instanceof ArrayType a ? isWhole(a.elementType())
        : type.equals(DataTypes.LongType) || type.equals(DataTypes.IntegerType) || type.equals(DataTypes.ShortType)
            || type.equals(DataTypes.ByteType);
  }

  private static Iterator<RowBlock> blocks(DataFrameEncoder encoder, int source, Iterator<Row> rows) {
    WorkerJvm.prepare();
    return new Iterator<>() {
      private int sequence;
      private int most = 1; // until the first row tells its size

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowBlock next() {
        List<Row> some = new ArrayList<>();
        while (some.size() < most && rows.hasNext()) {
          some.add(rows.next());
        }
        if (sequence == 0 && !some.isEmpty()) {
          most = encoder.rowsPerBlock(some.get(0));
          while (some.size() < most && rows.hasNext()) {
            some.add(rows.next());
          }
        }
        try (Batch batch = encoder.encode(table(some))) {
          return RowBlock.of(source, sequence++, batch);
        }
      }
    };
  }

  private static Columns table(List<Row> rows) {
    return new Columns() {
      @Override
      public int rows() {
        return rows.size();
      }

      @Override
      public Object value(int column, int row) {
        return rows.get(row).get(column);
      }
    };
  }
}
