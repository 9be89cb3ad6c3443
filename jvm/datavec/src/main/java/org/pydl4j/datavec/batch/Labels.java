package org.pydl4j.datavec.batch;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Which columns are labels, and how they become arrays.
 *
 * @param columns one for ONE_HOT and INDEX, any number for REGRESSION, none for NONE
 * @param classes how many; 0: the column's categories, or its greatest value + 1
 */
public record Labels(Kind kind, List<String> columns, int classes) {
  /** How labels become arrays. */
  public enum Kind {
    /** No labels: every column is a feature. */
    NONE,
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
    boolean none = kind == Kind.NONE;
    if (columns.size() != 1 && one || !columns.isEmpty() && none || columns.isEmpty() && !none) {
      throw new IllegalArgumentException("[labels] " + kind + " got the columns " + columns + "; expected "
          + (one ? "one" : none ? "none" : "at least one") + ".");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("columns", List.of(), "classes", 0);
  }

  public static Labels none() {
    return new Labels(Kind.NONE, List.of(), 0);
  }

  public static Labels oneHot(String column) {
    return new Labels(Kind.ONE_HOT, List.of(column), 0);
  }

  public static Labels index(String column) {
    return new Labels(Kind.INDEX, List.of(column), 0);
  }

  public static Labels regression(String... columns) {
    return new Labels(Kind.REGRESSION, List.of(columns), 0);
  }

  public boolean isClassification() {
    return kind == Kind.ONE_HOT || kind == Kind.INDEX;
  }

  /** How many classes there are; 0 without classification. */
  public int classCount(Schema schema) {
    if (!isClassification()) {
      return 0;
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

  /** The names of the classes: categories, or numbers as text; empty without classification. */
  public List<String> classNames(Schema schema) {
    int n = classCount(schema);
    List<String> categories = n == 0 ? List.of() : schema.column(columns.get(0)).categories();
    return categories.size() == n ? categories : IntStream.range(0, n).mapToObj(String::valueOf).toList();
  }
}
