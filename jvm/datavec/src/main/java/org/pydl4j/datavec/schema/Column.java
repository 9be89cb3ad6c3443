package org.pydl4j.datavec.schema;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A named column of a {@link Schema}.
 *
 * @param categories the allowed values of a CATEGORICAL column, in index order; empty otherwise
 * @param shape dims of one value: [C, H, W] of an IMAGE, any of an NDARRAY; -1 where they differ; empty when unknown or
 *     not an array
 * @param min least valid number, or null
 * @param max greatest valid number, or null
 * @param guessed whether a reader guessed the type from the first rows of a file
 */
public record Column(String name, ColumnType type, List<String> categories, List<Integer> shape, Double min, Double max,
    boolean guessed) implements Serializable {
  public Column {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("[schema] a column has no name: got '" + name
          + "'; expected at least one character.");
    }
    categories = List.copyOf(categories);
    shape = List.copyOf(shape);
    if (type == ColumnType.CATEGORICAL && categories.stream().distinct().count() != categories.size()) {
      throw new IllegalArgumentException("[schema] column '" + name + "' repeats a category: got " + categories
          + "; expected distinct ones.");
    }
    if (type == ColumnType.IMAGE && !shape.isEmpty() && shape.size() != 3) {
      throw new IllegalArgumentException("[schema] image column '" + name + "' has shape " + shape
          + "; expected [C, H, W].");
    }
  }

  /** A column whose type is stated. */
  public Column(String name, ColumnType type, List<String> categories, List<Integer> shape, Double min, Double max) {
    this(name, type, categories, shape, min, max, false);
  }

  /** For JSON: only name and type are required. */
  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("categories", List.of());
    d.put("shape", List.of());
    d.put("min", null);
    d.put("max", null);
    d.put("guessed", false);
    return d;
  }

  /** A column of a type that needs nothing else. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, List.of(), List.of(), null, null);
  }

  /** A CATEGORICAL column. */
  public static Column categorical(String name, List<String> categories) {
    return new Column(name, ColumnType.CATEGORICAL, categories, List.of(), null, null);
  }

  /** An IMAGE column of images [C, H, W]; -1 where they differ. */
  public static Column image(String name, int channels, int height, int width) {
    return new Column(name, ColumnType.IMAGE, List.of(), List.of(channels, height, width), null, null);
  }

  /** An NDARRAY column. */
  public static Column array(String name, List<Integer> shape) {
    return new Column(name, ColumnType.NDARRAY, List.of(), shape, null, null);
  }

  /** The same column under another name. */
  public Column named(String newName) {
    return new Column(newName, type, categories, shape, min, max, guessed);
  }

  /** The same column, its type guessed. */
  public Column asGuessed() {
    return new Column(name, type, categories, shape, min, max, true);
  }

  /** A column of that name and another type, without bounds and categories. */
  public Column as(ColumnType newType) {
    return of(name, newType);
  }

  /** The position of a category, or -1. */
  public int categoryIndex(String category) {
    return categories.indexOf(category);
  }

  /**
   * The value that a text spells in this column; empty text is a missing value (null) except in STRING columns.
   *
   * @throws IllegalArgumentException when it spells none, or one out of bounds or not among the categories
   */
  public Object parse(String text) {
    if (text.isEmpty() && type != ColumnType.STRING) {
      return null;
    }
    Object value;
    try {
      value = type.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("[column '" + name + "'] " + e.getMessage() + (guessed ? guess(text) : "."),
          e);
    }
    return check(value);
  }

  /** What to do about a type that was guessed wrong. */
  private String guess(String text) {
    String fits = "string";
    for (ColumnType t : List.of(ColumnType.DOUBLE, ColumnType.LONG)) {
      try {
        t.parse(text);
        fits = t.name().toLowerCase(Locale.ROOT);
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return ", as was guessed from the file's first rows. State the type: reader.schema(files, types={'" + name + "': '"
        + fits + "'}), in Java inspect(files, uris, types).";
  }

  /** The value itself when it is valid in this column (null always is), else IllegalArgumentException. */
  public Object check(Object value) {
    if (value == null) {
      return null;
    }
    String wrong = null;
    if (!type.valueClass().isInstance(value)) {
      wrong = "got a " + value.getClass().getSimpleName() + " (" + brief(value) + "); expected "
          + type.valueClass().getSimpleName();
    } else if (type == ColumnType.CATEGORICAL && !categories.isEmpty() && !categories.contains(value)) {
      wrong = "unknown category: got '" + value + "'; expected one of " + brief(categories);
    } else if (type.isNumeric()) {
      double d = ColumnType.toDouble(value);
      if (!Double.isFinite(d)) {
        wrong = "got " + value + "; expected a finite number, or an empty cell for a missing one";
      } else if (min != null && d < min || max != null && d > max) {
        wrong = "out of bounds: got " + value + "; expected " + (min == null ? "-inf" : min) + " to "
            + (max == null ? "inf" : max);
      }
    }
    if (wrong != null) {
      throw new IllegalArgumentException("[column '" + name + "'] " + wrong + ".");
    }
    return value;
  }

  private static String brief(Object v) {
    String s = String.valueOf(v);
    return s.length() <= 100 ? s : s.substring(0, 97) + "...";
  }
}
