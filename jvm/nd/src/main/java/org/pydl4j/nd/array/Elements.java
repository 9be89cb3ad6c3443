package org.pydl4j.nd.array;

import java.util.Arrays;
import org.pydl4j.nd.types.DType;

/** What the engine asks of arrays element by element, and users do not. */
public final class Elements {
  private Elements() {
  }

  /** The real part at a row-major position; the element itself where it is real. */
  public static double real(NDArray a, long flat) {
    return a.realAt(flat);
  }

  /** The imaginary part at a row-major position; 0 where the element is real. */
  public static double imaginary(NDArray a, long flat) {
    return a.imaginaryAt(flat);
  }

  /** Sets a complex element at a row-major position. */
  public static void putComplex(NDArray a, long flat, double real, double imaginary) {
    a.putComplexAt(flat, real, imaginary);
  }

  /** Puts an element of another array there, converted: integers wrap around, each conversion rounds once. */
  public static void copy(NDArray from, long at, NDArray to, long flat) {
    boolean whole = isWhole(from);
    DType type = to.dtype();
    if (type.isComplex()) {
      boolean narrow = whole && type == DType.COMPLEX64;
      to.putComplexAt(flat,
          narrow ? NDArray.toFloat(from.getLongAt(at), from.dtype() == DType.UINT64) : from.realAt(at),
          from.imaginaryAt(at));
    } else if (whole && !type.isFloat()) {
      to.putLongAt(flat, from.getLongAt(at));
    } else if (whole && type != DType.FLOAT64) {
      to.putWhole(flat, from.getLongAt(at), from.dtype() == DType.UINT64);
    } else {
      to.putDoubleAt(flat, from.getDoubleAt(at));
    }
  }

  /** The elements as text: equal texts of one type mean equal elements. */
  public static String text(NDArray a) {
    return isWhole(a) ? Arrays.toString(a.toLongArray()) : Arrays.toString(a.parts().toDoubleArray());
  }

  private static boolean isWhole(NDArray a) {
    return !a.dtype().isFloat() && !a.dtype().isComplex();
  }
}
