package org.pydl4j.nd.types;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The attributes of a node: immutable, by name. Values are Long, Double, String, long[], double[], String[], or {@link
 * AttrValue} (an array, the graph of a body); Integer, Float, Boolean and int[] are taken and widened.
 */
public final class Attrs {
  public static final Attrs NONE = new Attrs(Map.of());
  private final Map<String, Object> values;

  private Attrs(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Attributes from alternating names and values; null values are left out. */
  public static Attrs of(Object... namesAndValues) {
    Map<String, Object> m = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        m.put((String) namesAndValues[i], widen(namesAndValues[i + 1]));
      }
    }
    return new Attrs(m);
  }

  /** The attributes of a map from names to longs, doubles, text, long[], double[] and the like. */
  public static Attrs of(Map<String, Object> values) {
    Map<String, Object> m = new LinkedHashMap<>();
    values.forEach((k, v) -> m.put(k, widen(v)));
    return new Attrs(m);
  }

  private static Object widen(Object v) {
    if (v instanceof Integer i) {
      return (long) i;
    } else if (v instanceof Boolean b) {
      return b ? 1L : 0L;
    } else if (v instanceof Float f) {
      return (double) f;
    } else if (v instanceof int[] a) {
      return Arrays.stream(a).asLongStream().toArray();
    }
    return v;
  }

  /** A copy with one attribute set. */
  public Attrs with(String name, Object value) {
    Map<String, Object> m = new TreeMap<>(values);
    m.put(name, widen(value));
    return new Attrs(m);
  }

  /** A copy without one attribute. */
  public Attrs without(String name) {
    Map<String, Object> m = new TreeMap<>(values);
    m.remove(name);
    return new Attrs(m);
  }

  /** All attributes by name; it cannot be changed. */
  public Map<String, Object> asMap() {
    return values;
  }

  /** Whether an attribute is set. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** An attribute as it was set; null where it was not. */
  public Object get(String name) {
    return values.get(name);
  }

  /** A whole number; this and its like raise where the value is of another type. */
  public long getLong(String name, long otherwise) {
    return get(name, Long.class, "a whole number", otherwise);
  }

  /** An attribute as an int, or what is said otherwise where it is not set. */
  public int getInt(String name, int otherwise) {
    return Math.toIntExact(getLong(name, otherwise));
  }

  /** An attribute that is not 0, or what is said otherwise where it is not set. */
  public boolean getBool(String name, boolean otherwise) {
    long v = getLong(name, otherwise ? 1 : 0);
    if (v != 0 && v != 1) {
      throw new IllegalArgumentException(
          "[attribute " + name + "] is no truth value: got " + v + "; expected 0 or 1. Correct it.");
    }
    return v == 1;
  }

  /** An attribute as a double, or what is said otherwise where it is not set. */
  public double getDouble(String name, double otherwise) {
    return values.get(name) instanceof Long l ? l : get(name, Double.class, "a number", otherwise);
  }

  /** An attribute as text, or what is said otherwise where it is not set. */
  public String getString(String name, String otherwise) {
    return get(name, String.class, "a text", otherwise);
  }

  /** A list of integers, or null when absent. */
  public long[] getLongs(String name) {
    return has(name) ? getLongs(name, new long[0]) : null;
  }

  /** An attribute as a list of numbers, or what is said otherwise where it is not set. */
  public long[] getLongs(String name, long... otherwise) {
    return get(name, long[].class, "a list of whole numbers", otherwise).clone();
  }

  /** The attribute "perm" of a Transpose of that rank; reversed axes when absent. */
  public int[] perm(int rank) {
    long[] p = getLongs("perm");
    return IntStream.range(0, rank).map(i -> p == null ? rank - 1 - i : (int) p[i]).toArray();
  }

  /** A list of numbers, or null when absent. */
  public double[] getDoubles(String name) {
    return has(name) ? get(name, double[].class, "a list of numbers", new double[0]).clone() : null;
  }

  /** A list of strings, or null when absent. */
  public String[] getStrings(String name) {
    return has(name) ? get(name, String[].class, "a list of texts", new String[0]).clone() : null;
  }

  private <T> T get(String name, Class<T> type, String expected, T otherwise) {
    Object v = values.get(name);
    if (v != null && !type.isInstance(v)) {
      throw new IllegalArgumentException(
          "[attribute " + name + "] is of another type: got " + text(v) + "; expected " + expected + ". Give one.");
    }
    return v == null ? otherwise : type.cast(v);
  }

  /**
   * A value of that class, or null when absent.
   *
   * @param expected what errors call it, e.g. "a graph"
   */
  public <T extends AttrValue> T get(String name, Class<T> type, String expected) {
    return get(name, type, expected, null);
  }

  /** A text that no other attributes have, while arrays and graphs among them live: what calls are kept by. */
  public String key() {
    StringBuilder s = new StringBuilder();
    values.forEach((k, v) -> s.append(k).append('=')
        .append(v instanceof AttrValue ? "@" + System.identityHashCode(v) : v instanceof String[] a
            ? a.length + Arrays.toString(a) : text(v))
        .append(v instanceof String ? ";s" : ";"));
    return s.toString();
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    values.forEach((k, v) -> s.append(s.length() == 0 ? "" : ", ").append(k).append('=').append(text(v)));
    return s.toString();
  }

  /** A value as errors and dumps show it. */
  public static String text(Object v) {
    if (v instanceof long[] a) {
      return Arrays.toString(a);
    } else if (v instanceof double[] a) {
      return Arrays.toString(a);
    } else if (v instanceof String[] a) {
      return Arrays.toString(a);
    } else if (v instanceof AttrValue a) {
      return a.summary();
    }
    return String.valueOf(v);
  }
}
