package org.pydl4j.datavec.schema;

import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;

/** What a column holds, and the Java class of its values. A missing value is null in every type. */
public enum ColumnType {
  INTEGER(Integer.class, true),
  LONG(Long.class, true),
  DOUBLE(Double.class, true),
  FLOAT(Float.class, true),
  BOOLEAN(Boolean.class, true),
  /** Milliseconds since 1970-01-01 UTC. */
  TIME(Long.class, true),
  /** One of the column's categories. */
  CATEGORICAL(String.class, false),
  STRING(String.class, false),
  BYTES(byte[].class, false),
  NDARRAY(ArrayValue.class, false),
  IMAGE(Image.class, false);

  private final Class<?> valueClass;
  private final boolean numeric;

  ColumnType(Class<?> valueClass, boolean numeric) {
    this.valueClass = valueClass;
    this.numeric = numeric;
  }

  /** The class of the values. */
  public Class<?> valueClass() {
    return valueClass;
  }

  /** Whether values are numbers that arithmetic and conditions take; BOOLEAN counts as 0 and 1. */
  public boolean isNumeric() {
    return numeric;
  }

  /** Whether values are text. */
  public boolean isText() {
    return valueClass == String.class;
  }

  /** Whether arithmetic on the column is whole-number arithmetic. */
  public boolean isWhole() {
    return this == INTEGER || this == LONG || this == TIME;
  }

  /**
   * The number as a value of this type: whole types cut the fraction; a number out of range raises
   * IllegalArgumentException.
   */
  public Object fromDouble(double v) {
    return switch (this) {
      case INTEGER -> {
        if (!(v > -2147483649.0 && v < 2147483648.0)) {
          throw new IllegalArgumentException("got " + v + "; expected a number in the range of int");
        }
        yield (int) v;
      }
      case LONG, TIME -> {
        if (!(v >= -0x1p63 && v < 0x1p63)) {
          throw new IllegalArgumentException("got " + v + "; expected a number in the range of long");
        }
        yield (long) v;
      }
      case DOUBLE -> v;
      case FLOAT -> (float) v;
      case BOOLEAN -> v != 0;
      default -> throw new IllegalArgumentException("got the number " + v + "; expected a value of type " + this);
    };
  }

  /** The value of a numeric column as double; true is 1. */
  public static double toDouble(Object value) {
    return value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).doubleValue();
  }

  /** The value that the text spells; a text that spells none raises IllegalArgumentException with the reason alone. */
  Object parse(String text) {
    try {
      return switch (this) {
        case STRING, CATEGORICAL -> text;
        case INTEGER -> Integer.valueOf(text.strip());
        case LONG, TIME -> Long.valueOf(text.strip());
        case DOUBLE -> Double.valueOf(decimal(text));
        case FLOAT -> Float.valueOf(decimal(text));
        case BOOLEAN -> parseBoolean(text.strip());
        default -> throw new IllegalArgumentException("got text; a column of type " + this
            + " can't be read from text");
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("got '" + text + "'; expected a number of type " + this, e);
    }
  }

  /** The text without what only Java's source code takes for a number: a type's letter behind it, hexadecimals. */
  private static String decimal(String text) {
    String number = text.strip();
    char last = number.isEmpty() ? ' ' : number.charAt(number.length() - 1);
    if ("dDfF".indexOf(last) >= 0 || number.indexOf('x') >= 0 || number.indexOf('X') >= 0) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static Boolean parseBoolean(String text) {
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return true;
    } else if (text.equalsIgnoreCase("false") || text.equals("0")) {
      return false;
    }
    throw new IllegalArgumentException("got '" + text + "'; expected true, false, 1 or 0");
  }
}
