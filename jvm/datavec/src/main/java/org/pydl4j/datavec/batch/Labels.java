package org.pydl4j.datavec.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Which columns are the labels of an output, and how they become arrays.
 *
 * @param name of the model's output; null for the only one
 * @param columns one for ONE_HOT and INDEX, any number for REGRESSION
 * @param classes how many; 0: the column's categories, or its greatest value + 1
 */
public record Labels(String name, Kind kind, List<String> columns, int classes) {
  /** How labels become arrays. */
  public enum Kind {
    /** float32 [N, classes]. */
    ONE_HOT,
    /** int64 [N]. */
    INDEX,
    /** float32 [N, columns]. */
    REGRESSION
  }

  public Labels {
    columns = List.copyOf(columns);
    boolean one = kind == Kind.ONE_HOT || kind == Kind.INDEX;
    if (columns.size() != 1 && one || columns.isEmpty()) {
      throw new IllegalArgumentException("[labels] " + kind + " got the columns " + columns + "; expected "
          + (one ? "one" : "at least one") + ".");
    }
  }

  /** The labels of the only output. */
  public Labels(Kind kind, List<String> columns, int classes) {
    this(null, kind, columns, classes);
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("name", null);
    d.put("classes", 0);
    return d;
  }

  /** A column of classes as a 1 among zeros. */
  public static Labels oneHot(String column) {
    return new Labels(Kind.ONE_HOT, List.of(column), 0);
  }

  /** A column of classes as numbers. */
  public static Labels index(String column) {
    return new Labels(Kind.INDEX, List.of(column), 0);
  }

  /** Columns of numbers as they are. */
  public static Labels regression(String... columns) {
    return new Labels(Kind.REGRESSION, List.of(columns), 0);
  }

  /** The same labels for an output of that name. */
  public Labels named(String output) {
    return new Labels(output, kind, columns, classes);
  }

  /** Whether the labels are classes. */
  public boolean isClassification() {
    return kind == Kind.ONE_HOT || kind == Kind.INDEX;
  }

  /** How many classes there are; 0 without classification. */
  public int classCount(Schema schema) {
    if (!isClassification()) {
      return 0;
    }
    if (schema.column(columns.get(0)).type() == ColumnType.STRING) {
      throw new IllegalArgumentException("[labels] column '" + columns.get(0) + "' is text whose values are not known: "
          + "got a STRING column; expected categories. Read them from the files, reader.schema(files, types={'"
          + columns.get(0) + "': 'categorical'}), or name them with StringToCategorical.");
    }
    Column c = schema.column(schema.index(columns.get(0), ColumnType.CATEGORICAL, ColumnType.INTEGER, ColumnType.LONG,
        ColumnType.BOOLEAN));
    int n = classes > 0 ? classes : switch (c.type()) {
      case CATEGORICAL -> c.categories().size();
      case BOOLEAN -> 2;
      default -> c.max() == null ? 0 : c.max().intValue() + 1;
    };
    if (n < 1) {
      throw new IllegalArgumentException("[labels] unknown number of classes in column '" + c.name()
          + "'. Give classes, or the column's categories or max.");
    }
    return n;
  }

  /** The names of the classes: categories, false and true, or numbers as text; empty without classification. */
  public List<String> classNames(Schema schema) {
    int n = classCount(schema);
    Column c = schema.column(columns.get(0));
    List<String> names =
        n == 0 ? List.of() : c.type() == ColumnType.BOOLEAN ? List.of("false", "true") : c.categories();
    return names.size() == n ? names : IntStream.range(0, n).mapToObj(String::valueOf).toList();
  }
}
