package org.pydl4j.nd.types;

import java.util.Arrays;

/** Element type and dims of a tensor; a dim of -1 is not known yet (batch size, sequence length). */
public record TensorType(DType dtype, long... dims) {
  /** More axes than any model has; NumPy's limit. */
  public static final int MAX_RANK = 64;

  /** Stands as the only dim where not even the rank is known. */
  private static final long ANY_RANK = -2;

  /** The type of what a branch makes that has another rank in the other branch; no op takes it. */
  public static TensorType ofAnyRank(DType dtype) {
    return new TensorType(dtype, ANY_RANK);
  }

  /** Whether the number of axes is known. */
  public boolean hasRank() {
    return dims.length != 1 || dims[0] != ANY_RANK;
  }

  /** What no memory can hold, or null: too many axes, or more than 2^63 bytes; unknown dims count as 1. */
  public String problem() {
    if (!hasRank()) {
      return null;
    } else if (rank() > MAX_RANK) {
      return rank() + " axes";
    }
    try {
      long n = Math.max(dtype.bytes, 1);
      for (long d : dims) {
        if (d < -1) {
          return "the negative dim " + d;
        }
        n = d > 0 ? Math.multiplyExact(n, d) : n;
      }
      return null;
    } catch (ArithmeticException e) {
      return "more than 2^63 bytes";
    }
  }

  /** Number of dims. */
  public int rank() {
    return dims.length;
  }

  /** The dim at that axis; negative axes count from the end. */
  public long dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** Whether all sizes are known. */
  public boolean isConcrete() {
    return Arrays.stream(dims).allMatch(d -> d >= 0);
  }

  /** Number of elements; only for concrete types. */
  public long size() {
    long n = 1;
    for (long d : dims) {
      n = Math.multiplyExact(n, d);
    }
    return n;
  }

  /** Bytes of all elements; the type must be concrete. */
  public long bytes() {
    return Math.multiplyExact(size(), (long) dtype.bytes);
  }

  /** The same element type with other sizes. */
  public TensorType withDims(long... newDims) {
    return new TensorType(dtype, newDims);
  }

  /** The same sizes with another element type. */
  public TensorType withDType(DType newType) {
    return new TensorType(newType, dims);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TensorType t && t.dtype == dtype && Arrays.equals(t.dims, dims);
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return dtype + (hasRank() ? Arrays.toString(dims).replace("-1", "?") : "[...]");
  }
}
