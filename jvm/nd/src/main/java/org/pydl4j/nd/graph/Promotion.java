package org.pydl4j.nd.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.NumberRangeException;
import org.pydl4j.nd.types.DType;

/**
 * The element types that the operands of an op are cast to, where users mix them. Inputs declared for the same types
 * get one type: the smallest that holds all of theirs (a float or complex type beside integers keeps it). A plain
 * number is weak: it takes the type of the arrays beside it, and makes integers floats only when it is itself a float;
 * a complex one makes the type beside it complex. Integers for an op of floats become floats, too. Floats made so are
 * of the process's default type. Ops with any number of outputs (control flow) keep what they are given.
 */
public final class Promotion {
  private static volatile DType defaultFloat = DType.FLOAT32;

  private Promotion() {
  }

  /** The float type that integers become: FLOAT32 unless set. Returns what it was. */
  public static DType setDefaultFloat(DType type) {
    if (type != DType.FLOAT32 && type != DType.FLOAT64) {
      throw new IllegalArgumentException("[default dtype] got " + type + "; expected float32 or float64.");
    }
    DType before = defaultFloat;
    defaultFloat = type;
    return before;
  }

  /**
   * Whether the op's input takes arrays of a type as they are; integers and truth values become floats where it takes
   * only floats.
   */
  private static boolean fits(Op op, int i, DType type) {
    return type.isFloat() || type.isComplex() || input(op, i).types().test(type)
        || !input(op, i).types().test(defaultFloat);
  }

  /** The type of a result of both. */
  public static DType common(DType a, DType b) {
    if (a.isComplex() || b.isComplex()) {
      boolean wide = a.complex() == DType.COMPLEX128 || b.complex() == DType.COMPLEX128;
      return wide ? DType.COMPLEX128 : DType.COMPLEX64;
    } else if (a == b || b.kind == DType.Kind.BOOL) {
      return a;
    } else if (a.kind == DType.Kind.BOOL) {
      return b;
    } else if (a.isFloat() || b.isFloat()) {
      return !a.isFloat() ? b : !b.isFloat() ? a : a.bytes == b.bytes ? DType.FLOAT32 : a.bytes > b.bytes ? a : b;
    } else if (a.kind == b.kind) {
      return a.bytes > b.bytes ? a : b;
    }
    DType signed = a.kind == DType.Kind.INT ? a : b;
    DType unsigned = signed == a ? b : a;
    return signed.bytes > unsigned.bytes ? signed : switch (unsigned) {
      case UINT8 -> DType.INT16;
      case UINT16 -> DType.INT32;
      case UINT32 -> DType.INT64;
      default -> DType.FLOAT64;
    };
  }

  /**
   * The type of several plain numbers: whole ones that an array beside them decides over have no width of their own.
   */
  private static DType ofNumbers(DType a, DType b) {
    boolean whole =
        a.kind == DType.Kind.INT && b.kind == DType.Kind.UINT || a.kind == DType.Kind.UINT && b.kind == DType.Kind.INT;
    return whole ? DType.INT64 : common(a, b);
  }

  private static DType withNumber(DType strong, DType number) {
    if (number.isComplex() || strong.isComplex()) {
      return strong.complex();
    }
    boolean lifts =
        number.isFloat() ? !strong.isFloat() : number.kind != DType.Kind.BOOL && strong.kind == DType.Kind.BOOL;
    return !lifts ? strong : number.isFloat() ? defaultFloat : number;
  }

  /**
   * The types that the op's inputs should have.
   *
   * @param given of each input; null where it is absent
   * @param weak which of them are plain numbers (INT64, FLOAT64, COMPLEX128 or BOOL)
   */
  public static DType[] of(Op op, DType[] given, boolean[] weak) {
    DType[] wanted = given.clone();
    if (op.hasManyOutputs()) {
      return wanted;
    }
    Map<String, DType> strong = new HashMap<>();
    Map<String, DType> numbers = new HashMap<>();
    for (int i = 0; i < given.length; i++) {
      if (takesPart(op, i, given)) {
        (weak[i] ? numbers : strong).merge(input(op, i).typeNames(), given[i],
            weak[i] ? Promotion::ofNumbers : Promotion::common);
      }
    }
    for (int i = 0; i < given.length; i++) {
      if (takesPart(op, i, given)) {
        Op.Input in = input(op, i);
        DType arrays = strong.get(in.typeNames());
        DType number = numbers.get(in.typeNames());
        wanted[i] = arrays == null ? number : number == null ? arrays : withNumber(arrays, number);
        if (!fits(op, i, wanted[i])) {
          wanted[i] = arrays == null ? DType.FLOAT64 : defaultFloat;
        }
      }
    }
    return wanted;
  }

  /** Whether a type holds a whole number, which is that of the bits or, unsigned, of 64 bits without a sign. */
  public static boolean holds(DType type, long v, boolean unsigned) {
    return switch (type.kind) {
      case INT -> !(unsigned && v < 0) && v >= Long.MIN_VALUE >> 64 - 8 * type.bytes
          && v <= Long.MAX_VALUE >> 64 - 8 * type.bytes;
      case UINT -> type == DType.UINT64 ? unsigned || v >= 0 : v >= 0 && v < 1L << 8 * type.bytes;
      default -> true;
    };
  }

  private static final Set<String> COMPARISONS =
      Set.of("Equal", "pydl4j.NotEqual", "Less", "LessOrEqual", "Greater", "GreaterOrEqual",
          "pydl4j.SearchSorted");

  /**
   * What stands for a plain whole number that the type of the array beside it does not hold: an infinity to compare
   * with, the type's nearest number as a bound that bounds nothing.
   *
   * @throws NumberRangeException where the op would wrap it around
   */
  public static NDArray outOfRange(Op op, int input, DType type, long v, boolean unsigned) {
    boolean above = unsigned || v > 0;
    if (COMPARISONS.contains(op.name())) {
      return NDArray.scalar(DType.FLOAT64, above ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    } else if (op.name().equals("Clip") && input == (above ? 2 : 1)) {
      NDArray bound = NDArray.create(type);
      boolean signed = type.kind == DType.Kind.INT;
      long low = signed ? Long.MIN_VALUE >> 64 - 8 * type.bytes : 0;
      bound.putLongAt(0, above ? signed ? ~low : -1L : low);
      return bound;
    }
    throw new NumberRangeException(op.name(), unsigned ? Long.toUnsignedString(v) : Long.toString(v), type);
  }

  private static Op.Input input(Op op, int i) {
    return op.inputs().get(Math.min(i, op.inputs().size() - 1));
  }

  private static boolean takesPart(Op op, int i, DType[] given) {
    return given[i] != null && !input(op, i).list() && !input(op, i).shapeOnly();
  }
}
