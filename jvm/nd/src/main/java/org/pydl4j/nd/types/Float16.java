package org.pydl4j.nd.types;

/** Conversions of 16-bit floats; round to nearest, ties to even. */
public final class Float16 {
  private Float16() {
  }

  /** The value of 16 bits of IEEE 754's binary16. */
  public static float fromHalf(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
    }
    if (exponent == 0) {
      float tiny = mantissa * 0x1p-24f;
      return sign == 0 ? tiny : -tiny;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
  }

  /** The nearest binary16, ties to even. */
  public static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
    return (short) (sign | (rounded >>> 13) - (112 << 10));
  }

  /** A float on the way to 16 bits, its last bit 1 where it is not exact: so the second rounding is the only one. */
  public static float toOdd(double value) {
    float f = (float) value;
    if (f == value || Double.isNaN(value) || Float.isInfinite(f)) {
      return f;
    }
    int bits = Float.floatToRawIntBits(f);
    return (bits & 1) != 0 ? f : Float.intBitsToFloat(bits + (Math.abs((double) f) > Math.abs(value) ? -1 : 1));
  }

  /** The value of 16 bits of bfloat16. */
  public static float fromBfloat(short bits) {
    return Float.intBitsToFloat((bits & 0xffff) << 16);
  }

  /** The nearest bfloat16, ties to even. */
  public static short toBfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** The next number of a float type of at most 32 bits from a towards b. */
  public static double next(DType type, double a, double b) {
    if (type == DType.FLOAT32) {
      return Math.nextAfter((float) a, b);
    } else if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.NaN;
    } else if (a == b) {
      return b;
    }
    boolean half = type == DType.FLOAT16;
    if (a == 0) {
      return Math.copySign(half ? 0x1p-24 : 0x1p-133, b);
    }
    int bits = (half ? toHalf((float) a) : toBfloat((float) a)) + (a < b == a > 0 ? 1 : -1);
    return half ? fromHalf((short) bits) : fromBfloat((short) bits);
  }
}
