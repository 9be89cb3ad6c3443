package org.pydl4j.nd;

import java.util.Arrays;
import java.util.Map;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.families.BitwiseOps;
import org.pydl4j.nd.families.CnnOps;
import org.pydl4j.nd.families.ImageOps;
import org.pydl4j.nd.families.LinalgOps;
import org.pydl4j.nd.families.LossOps;
import org.pydl4j.nd.families.MathOps;
import org.pydl4j.nd.families.NnOps;
import org.pydl4j.nd.families.RandomOps;
import org.pydl4j.nd.families.RnnOps;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Makes arrays and opens the families of ops, for JVM programs: {@code NDArray a = Nd.rand(3, 4); a.mmul(b).add(1)}.
 * Arrays are FLOAT32 unless a type is given; their caller closes them, or the {@link Arena} that the thread has opened.
 * ND4J: Nd4j.
 */
public final class Nd {
  private static volatile Generator random = new Generator(System.nanoTime());

  private Nd() {
  }

  /** Zeros of the default type. */
  public static NDArray zeros(long... shape) {
    return zeros(DType.FLOAT32, shape);
  }

  /** Zeros. */
  public static NDArray zeros(DType dtype, long... shape) {
    return Arena.adopt(NDArray.zeros(dtype, shape));
  }

  /** Ones of the default type. */
  public static NDArray ones(long... shape) {
    return full(1, shape);
  }

  /** Every element is the value. ND4J: valueArrayOf. */
  public static NDArray full(double value, long... shape) {
    return full(DType.FLOAT32, value, shape);
  }

  /** An array with one value everywhere. */
  public static NDArray full(DType dtype, double value, long... shape) {
    return Arena.adopt(NDArray.full(dtype, value, shape));
  }

  /** An array of rank 0 of the default type. */
  public static NDArray scalar(double value) {
    return full(value);
  }

  /** The values row by row; a vector without a shape. */
  public static NDArray create(float[] values, long... shape) {
    return Arena.adopt(NDArray.of(values, shape));
  }

  /** An array of float64 with these values in row-major order. */
  public static NDArray create(double[] values, long... shape) {
    return Arena.adopt(NDArray.of(values, shape));
  }

  /** An array of int64 with these values in row-major order. */
  public static NDArray create(long[] values, long... shape) {
    return Arena.adopt(NDArray.of(values, shape));
  }

  /** An array of int32 with these values in row-major order. */
  public static NDArray create(int[] values, long... shape) {
    return Arena.adopt(NDArray.of(values, shape));
  }

  /** A matrix of rows of one length. */
  public static NDArray create(float[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    float[] flat = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new IllegalArgumentException("[create] got row " + i + " of " + rows[i].length + " numbers; expected "
            + width + " as in row 0. Make rows equally long.");
      }
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return create(flat, rows.length, width);
  }

  /** The identity matrix. */
  public static NDArray eye(long n) {
    NDArray a = zeros(n, n);
    a.strided(new long[] {n}, new long[] {n + 1}, 0).fill(1);
    return a;
  }

  /** start, start + step, ... before end. */
  public static NDArray arange(double start, double end, double step) {
    double n = Math.ceil((end - start) / step);
    if (!(n < Long.MAX_VALUE)) {
      throw new IllegalArgumentException("[arange] got start " + start + ", end " + end + ", step " + step
          + "; expected finite numbers and a step that is not 0.");
    }
    return numbers((long) Math.max(n, 0), start, step);
  }

  private static NDArray numbers(long n, double start, double step) {
    NDArray a = NDArray.create(DType.FLOAT32, n);
    for (long i = 0; i < n; i++) {
      a.putDoubleAt(i, start + i * step);
    }
    return Arena.adopt(a);
  }

  /** 0, 1, ... before end. */
  public static NDArray arange(double end) {
    return arange(0, end, 1);
  }

  /** n numbers from start to end, both included. */
  public static NDArray linspace(double start, double end, long n) {
    return numbers(n, start, n > 1 ? (end - start) / (n - 1) : 0);
  }

  /** Starts the random numbers of {@link #rand} and {@link #randn} anew: the same seed gives the same numbers. */
  public static void seed(long value) {
    random = new Generator(value);
  }

  /** Uniform random numbers from [0, 1), of one generator per process. */
  public static NDArray rand(long... shape) {
    return random.uniform(shape);
  }

  /** Standard normal random numbers. */
  public static NDArray randn(long... shape) {
    return random.normal(shape);
  }

  /** Arrays joined along an axis. */
  public static NDArray concat(int axis, NDArray... arrays) {
    return Calls.one("Concat", Attrs.of("axis", axis), Map.of(), arrays);
  }

  /** Arrays of one shape joined along a new axis. */
  public static NDArray stack(int axis, NDArray... arrays) {
    NDArray[] wider = Arrays.stream(arrays)
        .map(a -> Calls.op("Unsqueeze", null, Map.of("axes", new long[] {axis})).run(java.util.List.of(a))[0])
        .toArray(NDArray[]::new);
    try {
      return concat(axis, wider);
    } finally {
      for (NDArray a : wider) {
        a.close();
      }
    }
  }

  /** Vectors joined, other arrays along axis 1. */
  public static NDArray hstack(NDArray... arrays) {
    return concat(arrays[0].rank() < 2 ? 0 : 1, arrays);
  }

  /** Arrays joined along axis 0; vectors are rows. */
  public static NDArray vstack(NDArray... arrays) {
    return arrays[0].rank() == 1 ? stack(0, arrays) : concat(0, arrays);
  }

  /** x where the condition holds, else y. */
  public static NDArray where(NDArray condition, NDArray x, NDArray y) {
    return Calls.one("Where", null, Map.of(), condition, x, y);
  }

  /** Functions and arithmetic, element by element, and reductions. */
  public static MathOps math() {
    return MathOps.ALL;
  }

  /** Activations, normalizations, attention. */
  public static NnOps nn() {
    return NnOps.ALL;
  }

  /** Convolutions and pools. */
  public static CnnOps cnn() {
    return CnnOps.ALL;
  }

  /** Recurrent layers. */
  public static RnnOps rnn() {
    return RnnOps.ALL;
  }

  /** Losses. */
  public static LossOps loss() {
    return LossOps.ALL;
  }

  /** Resizing, cropping, color. */
  public static ImageOps image() {
    return ImageOps.ALL;
  }

  /** Products, decompositions, solving. */
  public static LinalgOps linalg() {
    return LinalgOps.ALL;
  }

  /** Random arrays by the process's generator. */
  public static RandomOps random() {
    return RandomOps.ALL;
  }

  /** Bits of whole numbers. */
  public static BitwiseOps bitwise() {
    return BitwiseOps.ALL;
  }
}
