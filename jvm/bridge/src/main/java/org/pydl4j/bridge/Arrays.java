package org.pydl4j.bridge;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.JavaMemory;
import org.pydl4j.nd.types.DType;

/**
 * Arrays over the border, by address. An array is described as {@code long[] {address, ONNX number of the type, rank,
 * dims..., strides in elements...}}, or by {@code {-1, handle}} where Java owns it; several follow one another, an
 * absent one is a single 0. What comes back to Python starts with a handle.
 */
final class Arrays {
  private static final long OWN = -1;
  private static final long SMALL_BYTES = 4096;

  private Arrays() {}

  /** Views of Python's memory, valid during the call; absent ones are null. */
  static List<NDArray> borrow(long[] described) {
    return borrow(described, 0, Integer.MAX_VALUE).arrays();
  }

  /** Arrays, and the place behind their descriptions. */
  record Taken(List<NDArray> arrays, int end) {}

  /** As {@link #borrow(long[])}, at most that many from a place on. */
  static Taken borrow(long[] described, int from, int most) {
    checkAddresses();
    List<NDArray> arrays = new ArrayList<>();
    int at = from;
    while (at < described.length && arrays.size() < most) {
      if (described[at] == 0) {
        arrays.add(null);
        at++;
        continue;
      } else if (described[at] == OWN) {
        arrays.add(Handles.get(described[at + 1], NDArray.class));
        at += 2;
        continue;
      }
      int rank = (int) described[at + 2];
      long[] dims = java.util.Arrays.copyOfRange(described, at + 3, at + 3 + rank);
      long[] strides = java.util.Arrays.copyOfRange(described, at + 3 + rank, at + 3 + 2 * rank);
      arrays.add(NDArray.wrap(described[at], DType.ofOnnx((int) described[at + 1]), dims, strides, null));
      at += 3 + 2 * rank;
    }
    return new Taken(arrays, at);
  }

  /** A view of Python's memory by numbers alone, valid during the call: the first dims count. */
  static NDArray dense(long address, DType type, int rank, long... dims) {
    checkAddresses();
    long[] shape = java.util.Arrays.copyOf(dims, rank);
    return NDArray.wrap(address, type, shape, NDArray.rowMajor(shape), null);
  }

  /** The array at that place, or null where there is none. */
  static NDArray at(List<NDArray> arrays, int index) {
    return index < arrays.size() ? arrays.get(index) : null;
  }

  /** Hands an array over to Python: {@code {handle, address, type, rank, dims..., strides...}}. */
  static long[] give(NDArray array) {
    return describe(keep(array), array);
  }

  /** Hands an array over to Python, which asks for its description when it needs one. */
  static long keep(NDArray array) {
    checkAddresses();
    return Handles.put(array, array.size() * array.dtype().bytes <= SMALL_BYTES);
  }

  /** As {@link #give}, one after another. */
  static long[] give(List<NDArray> arrays) {
    return arrays.stream().flatMapToLong(a -> java.util.Arrays.stream(give(a))).toArray();
  }

  /** What {@link #give} gives for a handle. */
  static long[] describe(long handle, NDArray array) {
    int rank = array.shape().length;
    long[] out = new long[4 + 2 * rank];
    out[0] = handle;
    out[1] = array.address();
    out[2] = array.dtype().onnx;
    out[3] = rank;
    System.arraycopy(array.shape(), 0, out, 4, rank);
    System.arraycopy(array.strides(), 0, out, 4 + rank, rank);
    return out;
  }

  private static void checkAddresses() {
    if (Backends.backend().memory() instanceof JavaMemory) {
      throw new UnsupportedOperationException(
          "[array] Python needs the native backend, because NumPy sees arrays by address: got "
              + Backends.backend().describe()
              + "; expected native libraries that load. See the warning in the log for the reason.");
    }
  }
}
