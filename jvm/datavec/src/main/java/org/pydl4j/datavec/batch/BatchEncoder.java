package org.pydl4j.datavec.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.ColumnBuilder;
import org.pydl4j.nd.array.ColumnEncoder;
import org.pydl4j.nd.array.Columns;
import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/**
 * Rows to arrays. A single IMAGE or NDARRAY feature column keeps its shape: [N, C, H, W] of values 0 to 255, or [N,
 * shape...]; otherwise features are [N, size], NDARRAY columns flattened in place. Features whose columns are all of
 * whole numbers are int64 to the last bit, such as ids of an embedding; others are float32. Immutable, for any number
 * of threads.
 */
public final class BatchEncoder implements ColumnEncoder {
  private static final float[] LEVELS = Pixels.levels(0, 255);

  private final Schema schema;
  private final Labels labels;
  private final int[] featureColumns;
  private final int[] labelColumns;
  private final int[] sizes;
  private final long[] shape;
  private final int width;
  private final int classes;
  private final boolean whole;
  private final Map<String, Integer> classIndex = new HashMap<>();

  public BatchEncoder(Schema schema, Labels labels) {
    this(schema, labels, false);
  }

  /**
   * @param scaled whether features are float32 always, since a normalizer scales them
   */
  public BatchEncoder(Schema schema, Labels labels, boolean scaled) {
    this.schema = schema;
    this.labels = labels;
    this.labelColumns = labels.columns().stream().mapToInt(schema::index).toArray();
    List<Integer> features = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (!labels.columns().contains(schema.column(i).name())) {
        features.add(i);
      }
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException("[batches] no feature columns: got labels " + labels.columns() + " of "
          + schema.names() + ".");
    }
    this.featureColumns = features.stream().mapToInt(i -> i).toArray();
    this.sizes = features.stream().mapToInt(i -> size(schema.column(i))).toArray();
    this.width = Arrays.stream(sizes).sum();
    Column first = schema.column(featureColumns[0]);
    boolean shaped = features.size() == 1 && !first.shape().isEmpty();
    this.shape = shaped ? first.shape().stream().mapToLong(Integer::longValue).toArray() : new long[] {width};
    this.whole = !scaled && features.stream().allMatch(i -> schema.column(i).type().isWhole());
    this.classes = labels.classCount(schema);
    if (labels.isClassification()) {
      schema.column(labelColumns[0]).categories().forEach(c -> classIndex.put(c, classIndex.size()));
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

  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> columns() {
    return schema.names();
  }

  /** Whether features are whole numbers, int64. */
  boolean isWhole() {
    return whole;
  }

  public Labels labels() {
    return labels;
  }

  /** The features' shape without N. */
  public long[] featureShape() {
    return shape.clone();
  }

  /** How many classes; 0 without classification. */
  public int classes() {
    return classes;
  }

  /** Raises IllegalArgumentException when the row lacks a value, or one has the wrong size or label. */
  public void check(Object[] row) {
    checkFeatures(row);
    for (int i : labelColumns) {
      if (row[i] == null) {
        throw missing(i);
      } else if (labels.isClassification()) {
        classOf(row[i]);
      }
    }
  }

  /** Raises IllegalArgumentException when the row's features can't be used. */
  public void checkFeatures(Object[] row) {
    for (int k = 0; k < featureColumns.length; k++) {
      Object v = row[featureColumns[k]];
      if (v == null) {
        throw missing(featureColumns[k]);
      } else if (v instanceof Image image) {
        checkShape(featureColumns[k], image.channels(), image.height(), image.width());
      } else if (v instanceof ArrayValue a) {
        checkShape(featureColumns[k], a.shape());
      } else if (!Double.isFinite(ColumnType.toDouble(v))) {
        throw new IllegalArgumentException("[column '" + schema.column(featureColumns[k]).name() + "'] got " + v
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

  private IllegalArgumentException missing(int column) {
    return new IllegalArgumentException("[column '" + schema.column(column).name()
        + "'] the value is missing. Fill it with replaceMissing, or filter the row.");
  }

  /** The class of a row's label. */
  int classOf(Object[] row) {
    return classOf(row[labelColumns[0]]);
  }

  /** The k-th target of a row. */
  float target(Object[] row, int k) {
    return (float) ColumnType.toDouble(row[labelColumns[k]]);
  }

  private int classOf(Object v) {
    Integer known = v instanceof String s ? classIndex.get(s) : null;
    long i = v instanceof String ? (known == null ? -1 : known)
        : ColumnBuilder.whole("column '" + labels.columns().get(0) + "'", v);
    if (i < 0 || i >= classes) {
      throw new IllegalArgumentException("[column '" + labels.columns().get(0) + "'] label out of range: got " + v
          + "; expected one of " + classes + " classes.");
    }
    return (int) i;
  }

  /** The features of rows; label columns may be missing. The caller closes the array. */
  public NDArray features(List<Object[]> rows) {
    rows.forEach(this::checkFeatures);
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

  /** How many numbers the features of a row are. */
  public int width() {
    return width;
  }

  /** Where a feature column's numbers begin among those of a row. */
  public int offset(String column) {
    int at = 0;
    for (int k = 0; k < featureColumns.length; k++) {
      if (schema.column(featureColumns[k]).name().equals(column)) {
        return at;
      }
      at += sizes[k];
    }
    throw new IllegalArgumentException("[batches] no feature column: got '" + column + "'; expected one of "
        + features() + ".");
  }

  /** The names of the feature columns, in order. */
  public List<String> features() {
    return Arrays.stream(featureColumns).mapToObj(i -> schema.column(i).name()).toList();
  }

  /** How many numbers the features of a row in a column are. */
  public int size(String column) {
    return size(schema.column(column));
  }

  /** Writes the features of a checked row from a position on. */
  public void encode(Object[] row, float[] out, int from) {
    int at = from;
    for (int k = 0; k < featureColumns.length; k++) {
      Object v = row[featureColumns[k]];
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
  void encode(Object[] row, long[] out, int at, int step) {
    for (int k = 0; k < featureColumns.length; k++) {
      out[at + k * step] = ((Number) row[featureColumns[k]]).longValue();
    }
  }

  /** The labels of rows, or null without labels. The caller closes the array. */
  public NDArray labels(List<Object[]> rows) {
    int n = rows.size();
    return switch (labels.kind()) {
      case NONE -> null;
      case INDEX -> {
        long[] index = new long[n];
        for (int r = 0; r < n; r++) {
          index[r] = classOf(rows.get(r));
        }
        yield NDArray.of(index, n);
      }
      case ONE_HOT -> {
        float[] hot = new float[n * classes];
        for (int r = 0; r < n; r++) {
          hot[r * classes + classOf(rows.get(r))] = 1;
        }
        yield NDArray.of(hot, n, classes);
      }
      case REGRESSION -> {
        float[] targets = new float[n * labelColumns.length];
        for (int r = 0; r < n; r++) {
          for (int k = 0; k < labelColumns.length; k++) {
            targets[r * labelColumns.length + k] = target(rows.get(r), k);
          }
        }
        yield NDArray.of(targets, n, labelColumns.length);
      }
    };
  }

  /** Features and labels of checked rows; the caller closes the batch. */
  public Batch encode(List<Object[]> rows) {
    NDArray y = labels(rows);
    return Batch.of(features(rows), y);
  }

  @Override
  public Batch encode(Columns values) {
    List<Object[]> rows = new ArrayList<>(values.rows());
    for (int r = 0; r < values.rows(); r++) {
      Object[] row = new Object[schema.size()];
      for (int c = 0; c < row.length; c++) {
        row[c] = values.value(c, r);
      }
      check(row);
      rows.add(row);
    }
    return encode(rows);
  }
}
