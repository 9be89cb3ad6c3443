package org.pydl4j.datavec.batch;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/**
 * Columns of rows to the array of an input. A single IMAGE or NDARRAY column keeps its shape: [N, C, H, W] of values 0
 * to 255, or [N, shape...]; otherwise features are [N, size], NDARRAY columns flattened in place. Features whose
 * columns are all of whole numbers are int64 to the last bit, such as ids of an embedding; others are float32.
 * Immutable, for any number of threads.
 */
public final class InputEncoder {
  private static final float[] LEVELS = Pixels.levels(0, 255);

  private final Schema schema;
  private final String name;
  private final int[] columns;
  private final int[] sizes;
  private final long[] shape;
  private final int width;
  private final boolean whole;

  /**
   * The encoder of an input.
   *
   * @param name of the input, or null
   * @param scaled whether features are float32 always, since a normalizer scales them
   */
  InputEncoder(Schema schema, String name, List<String> columns, boolean scaled) {
    this.schema = schema;
    this.name = name;
    this.columns = columns.stream().mapToInt(schema::index).toArray();
    this.sizes = columns.stream().mapToInt(c -> size(schema.column(c))).toArray();
    this.width = Arrays.stream(sizes).sum();
    Column first = schema.column(this.columns[0]);
    boolean shaped = columns.size() == 1 && !first.shape().isEmpty();
    this.shape = shaped ? first.shape().stream().mapToLong(Integer::longValue).toArray() : new long[] {width};
    this.whole = !scaled && columns.stream().allMatch(c -> schema.column(c).type().isWhole());
  }

  private static int size(Column c) {
    if (c.type().isNumeric()) {
      return 1;
    } else if (c.type() == ColumnType.IMAGE || c.type() == ColumnType.NDARRAY) {
      boolean open = c.shape().isEmpty() || c.shape().stream().anyMatch(d -> d < 0);
      long n = open ? -1 : c.shape().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
      if (n < 1) {
        throw new IllegalArgumentException("[batches] column '" + c.name() + "' has no fixed shape: got " + c.shape()
            + ". Resize the images, or give the shape in the schema.");
      }
      return Math.toIntExact(n);
    }
    boolean category = c.type() == ColumnType.CATEGORICAL;
    String advice = category ? "Use categoricalToOneHot or categoricalToInteger" : "Convert or remove it";
    throw new IllegalArgumentException("[batches] column '" + c.name() + "' is " + c.type()
        + ": it can't be a feature. " + advice + ", or name it as label.");
  }

  /** The name of the model's input; null for the only one. */
  public String name() {
    return name;
  }

  /** The positions of its columns in the schema. */
  public int[] columns() {
    return columns.clone();
  }

  /** Whether features are whole numbers, int64. */
  public boolean isWhole() {
    return whole;
  }

  /** The features' shape without N. */
  public long[] shape() {
    return shape.clone();
  }

  /** How many numbers the features of a row are. */
  public int width() {
    return width;
  }

  /** Raises IllegalArgumentException when the row's features can't be used. */
  void check(Object[] row) {
    for (int column : columns) {
      Object v = row[column];
      if (v == null) {
        throw BatchEncoder.missing(schema.column(column));
      } else if (v instanceof Image image) {
        checkShape(column, image.channels(), image.height(), image.width());
      } else if (v instanceof ArrayValue a) {
        checkShape(column, a.shape());
      } else if (!Double.isFinite(ColumnType.toDouble(v))) {
        throw new IllegalArgumentException("[column '" + schema.column(column).name() + "'] got " + v
            + "; expected a finite number.");
      }
    }
  }

  private void checkShape(int column, int... got) {
    List<Integer> expected = schema.column(column).shape();
    boolean same = got.length == expected.size();
    for (int i = 0; same && i < got.length; i++) {
      same = got[i] == expected.get(i);
    }
    if (!same) {
      throw new IllegalArgumentException("[column '" + schema.column(column).name() + "'] wrong shape: got "
          + Arrays.toString(got) + "; expected " + expected + ". Resize or convert it first.");
    }
  }

  /** The features of checked rows; the caller closes the array. */
  NDArray array(List<Object[]> rows) {
    long[] dims = new long[shape.length + 1];
    dims[0] = rows.size();
    System.arraycopy(shape, 0, dims, 1, shape.length);
    if (whole) {
      long[] values = new long[rows.size() * width];
      for (int r = 0; r < rows.size(); r++) {
        encode(rows.get(r), values, r * width, 1);
      }
      return NDArray.of(values, dims);
    }
    NDArray out = NDArray.create(DType.FLOAT32, dims);
    float[] scratch = new float[width];
    for (int r = 0; r < rows.size(); r++) {
      encode(rows.get(r), scratch, 0);
      FloatRows.put(out, (long) r * width, scratch, 0, width);
    }
    return out;
  }

  /** The features [N, size, T] of checked sequences of rows, 0 behind the last step; the caller closes the array. */
  NDArray array(List<Object[]> sequences, int steps) {
    if (whole) {
      long[] values = new long[sequences.size() * width * steps];
      for (int i = 0; i < sequences.size(); i++) {
        for (int t = 0; t < sequences.get(i).length; t++) {
          encode((Object[]) sequences.get(i)[t], values, i * width * steps + t, steps);
        }
      }
      return NDArray.of(values, sequences.size(), width, steps);
    }
    NDArray out = NDArray.create(DType.FLOAT32, sequences.size(), width, steps);
    float[] row = new float[width];
    float[] block = new float[width * steps];
    for (int i = 0; i < sequences.size(); i++) {
      Arrays.fill(block, 0);
      Object[] sequence = sequences.get(i);
      for (int t = 0; t < sequence.length; t++) {
        encode((Object[]) sequence[t], row, 0);
        for (int c = 0; c < width; c++) {
          block[c * steps + t] = row[c];
        }
      }
      FloatRows.put(out, (long) i * block.length, block, 0, block.length);
    }
    return out;
  }

  /** Writes the features of a checked row from a position on. */
  public void encode(Object[] row, float[] out, int from) {
    int at = from;
    for (int k = 0; k < columns.length; k++) {
      Object v = row[columns[k]];
      if (v instanceof Image image) {
        image.toFloats(LEVELS, out, at);
      } else if (v instanceof ArrayValue a) {
        System.arraycopy(a.values(), 0, out, at, sizes[k]);
      } else {
        out[at] = (float) ColumnType.toDouble(v);
      }
      at += sizes[k];
    }
  }

  /** Writes the whole numbers of a row's features to every step-th place. */
  private void encode(Object[] row, long[] out, int at, int step) {
    for (int k = 0; k < columns.length; k++) {
      out[at + k * step] = ((Number) row[columns[k]]).longValue();
    }
  }
}
