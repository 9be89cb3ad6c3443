package org.pydl4j.nd.graph;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * What an attribute, or a constant list among the inputs, may be. {@link Op} holds every call to it once, at the edge,
 * and writes the value as it is meant: axes count from 0, numbers have their type. What lies behind (type rules,
 * bodies, kernels, gradients) need not look again.
 */
public final class Form {
  /** Larger sizes overflow the arithmetic of windows and kernels; no array has such an axis beside others. */
  private static final long MOST = Integer.MAX_VALUE;

  /** The type of the value, with its name in errors. */
  private enum Kind {
    WHOLE("a whole number"), NUMBER("a number"), TEXT("a text"), WHOLES("a list of whole numbers"),
    NUMBERS("a list of numbers"),
    TEXTS("a list of texts"), ARRAY("an array"), GRAPH("a graph");

    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** Checks a value of the right type against the call; returns what it is meant as. */
  private interface Rule {
    Object apply(Call c, String name, Object value);
  }

  private final Kind kind;
  private final Rule rule;
  private final boolean fills;
  private final boolean single;

  private Form(Kind kind, Rule rule, boolean fills, boolean single) {
    this.kind = kind;
    this.rule = rule;
    this.fills = fills;
    this.single = single;
  }

  private static Form of(Kind kind, Rule rule) {
    return new Form(kind, rule, false, false);
  }

  private static Form filled(Rule rule) {
    return new Form(Kind.WHOLE, rule, true, false);
  }

  private static Form single(Rule rule) {
    return new Form(Kind.WHOLES, rule, false, true);
  }

  private static Form any(Kind kind) {
    return of(kind, (c, name, v) -> v);
  }

  /** The form that a default value tells. */
  static Form like(Object otherwise) {
    if (otherwise instanceof Integer || otherwise instanceof Long) {
      return whole(Integer.MIN_VALUE, MOST);
    } else if (otherwise instanceof Double) {
      return number();
    } else if (otherwise instanceof String) {
      return text();
    }
    throw new IllegalStateException("the default " + otherwise + " tells no form");
  }

  // one value ---------------------------------------------------------------------------------------------------------

  /** A whole number within bounds, both included. */
  public static Form whole(long least, long most) {
    return of(Kind.WHOLE, (c, name, v) -> inside(c, name, (Long) v, least, most));
  }

  /** A number of things: from least to 2^31 - 1. */
  public static Form count(long least) {
    return whole(least, MOST);
  }

  /** 0 or 1. */
  public static Form flag() {
    return whole(0, 1);
  }

  /** A finite number. */
  public static Form number() {
    return of(Kind.NUMBER, (c, name, v) -> {
      if (!Double.isFinite((Double) v)) {
        throw c.fail(name + " " + v, "a finite number", "Correct it.");
      }
      return v;
    });
  }

  /** Any text. */
  public static Form text() {
    return any(Kind.TEXT);
  }

  /** One of these texts. */
  public static Form choice(String... allowed) {
    List<String> all = List.of(allowed);
    return of(Kind.TEXT, (c, name, v) -> {
      if (!all.contains(v)) {
        throw c.fail(name + " '" + v + "'", "one of " + all, "Choose one.");
      }
      return v;
    });
  }

  /** An element type by ONNX's number; 0 stands for none where that is allowed. */
  public static Form dtype(boolean orNone) {
    return of(Kind.WHOLE, (c, name, v) -> {
      long number = inside(c, name, (Long) v, 0, MOST);
      if (number != 0 || !orNone) {
        DType.ofOnnx((int) number);
      }
      return v;
    });
  }

  /** An array of one element. */
  public static Form scalar() {
    return of(Kind.ARRAY, (c, name, v) -> {
      if (((NDArray) v).size() != 1) {
        throw c.fail(((NDArray) v).size() + " values as " + name, "one", "Give a tensor of one element.");
      }
      return v;
    });
  }

  /** A graph, as the bodies of If and Loop. */
  public static Form graph() {
    return any(Kind.GRAPH);
  }

  // axes --------------------------------------------------------------------------------------------------------------

  /** An axis of the first input. */
  public static Form axis() {
    return axis(0);
  }

  /** An axis of the first input's rank and so many more. */
  public static Form axis(int more) {
    return filled((c, name, v) -> (long) c.axis((Long) v, c.in(0).rank() + more));
  }

  /** A place between the axes of the first input, before all and behind all included. */
  public static Form border() {
    return filled((c, name, v) -> {
      int rank = c.in(0).rank();
      return inside(c, name, (Long) v < 0 ? (Long) v + rank : (Long) v, 0, rank);
    });
  }

  /** A place between the axes of the first input; places beyond the first and the last are these. */
  public static Form nearestBorder() {
    return filled((c, name, v) -> {
      int rank = c.in(0).rank();
      return Math.max(0, Math.min(rank, (Long) v < 0 ? (Long) v + rank : (Long) v));
    });
  }

  /** Different axes of the first input. */
  public static Form axes() {
    return of(Kind.WHOLES, (c, name, v) -> distinct(c, name, (long[]) v, c.in(0).rank()));
  }

  /** Different axes of the result, which has one more for each than the first input. */
  public static Form newAxes() {
    return of(Kind.WHOLES, (c, name, v) -> distinct(c, name, (long[]) v, c.in(0).rank() + ((long[]) v).length));
  }

  /** A list of one axis of the first input. */
  public static Form oneAxis() {
    return single((c, name, v) -> new long[] {c.axis(only(c, name, (long[]) v), c.in(0).rank())});
  }

  /** All axes of the first input in some order. */
  public static Form permutation() {
    return of(Kind.WHOLES, (c, name, v) -> {
      long[] axes = length(c, name, (long[]) v, c.in(0).rank());
      return distinct(c, name, axes, axes.length);
    });
  }

  private static long[] distinct(Call c, String name, long[] axes, int rank) {
    Set<Long> seen = new HashSet<>();
    return Arrays.stream(axes).map(a -> {
      long axis = c.axis(a, rank);
      if (!seen.add(axis)) {
        throw c.fail(name + " " + Attrs.text(axes), "each axis once", "Leave out the second one.");
      }
      return axis;
    }).toArray();
  }

  // lists -------------------------------------------------------------------------------------------------------------

  /** Whole numbers of any size. */
  public static Form wholes() {
    return any(Kind.WHOLES);
  }

  /** A list of one whole number. */
  public static Form one(long least, long most) {
    return single((c, name, v) -> new long[] {inside(c, name, only(c, name, (long[]) v), least, most)});
  }

  /** A list of one whole number; beyond 32 bits it is the nearest number within them. */
  public static Form nearest() {
    return single((c, name, v) -> new long[] {Math.max(Integer.MIN_VALUE, Math.min(MOST, only(c, name, (long[]) v)))});
  }

  /** Whole numbers, none less. */
  public static Form sizes(long least) {
    return of(Kind.WHOLES, (c, name, v) -> inside(c, name, (long[]) v, least, Long.MAX_VALUE - 1));
  }

  /**
   * Numbers for each spatial axis of the first input, [N, C, spatial...]: so many per axis, none less than least or
   * beyond 2^31 - 1.
   */
  public static Form spatial(long least, int perAxis) {
    return of(Kind.WHOLES, (c, name, v) -> inside(c, name,
        length(c, name, (long[]) v, perAxis * Math.max(0, c.in(0).rank() - 2)), least, MOST));
  }

  /** A list of floating numbers. */
  public static Form numbers() {
    return any(Kind.NUMBERS);
  }

  /** A list of texts. */
  public static Form texts() {
    return any(Kind.TEXTS);
  }

  private static long only(Call c, String name, long[] v) {
    return length(c, name, v, 1)[0];
  }

  private static long[] length(Call c, String name, long[] v, int n) {
    if (v.length != n) {
      throw c.fail(v.length + " numbers as " + name, n + " for " + c.in(0), "Correct the list.");
    }
    return v;
  }

  private static long inside(Call c, String name, long v, long least, long most) {
    if (v < least || v > most) {
      throw c.fail(name + " " + v,
          "a number " + (most >= Long.MAX_VALUE - 1 ? "of at least " + least : "from " + least + " to " + most),
          "Correct it.");
    }
    return v;
  }

  private static long[] inside(Call c, String name, long[] v, long least, long most) {
    if (LongStream.of(v).anyMatch(x -> x < least || x > most)) {
      throw c.fail(name + " " + Attrs.text(v),
          "numbers " + (most >= Long.MAX_VALUE - 1 ? "of at least " + least : "from " + least + " to " + most),
          "Correct them.");
    }
    return v;
  }

  // at the edge -------------------------------------------------------------------------------------------------------

  /** Whether an absent value is written out, because what it stands for depends on the call. */
  boolean fills() {
    return fills;
  }

  /** Whether the list has one number. */
  boolean isSingle() {
    return single;
  }

  /** The value as it is meant; raises where it does not fit. */
  Object normal(Call c, String name, Object value) {
    Object v = widened(value);
    boolean fits = switch (kind) {
      case WHOLE -> v instanceof Long;
      case NUMBER -> v instanceof Double;
      case TEXT -> v instanceof String;
      case WHOLES -> v instanceof long[];
      case NUMBERS -> v instanceof double[];
      case TEXTS -> v instanceof String[];
      case ARRAY -> v instanceof NDArray;
      case GRAPH -> v instanceof Graph;
    };
    if (!fits) {
      throw c.fail(name + " " + Attrs.text(value), kind.text, "Give one.");
    }
    return rule.apply(c, name, v);
  }

  /** Whole numbers are numbers, too, and an empty list is one of anything. */
  private Object widened(Object v) {
    boolean isEmpty = v instanceof long[] l && l.length == 0 || v instanceof double[] d && d.length == 0
        || v instanceof String[] s && s.length == 0;
    if (isEmpty) {
      return kind == Kind.WHOLES ? new long[0]
          : kind == Kind.NUMBERS ? new double[0] : kind == Kind.TEXTS ? new String[0] : v;
    } else if (kind == Kind.NUMBER && v instanceof Long l) {
      return (double) l;
    }
    return kind == Kind.NUMBERS && v instanceof long[] l ? LongStream.of(l).asDoubleStream().toArray() : v;
  }
}
