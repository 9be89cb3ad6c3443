package org.pydl4j.nd.plan;

import java.util.Arrays;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.ops.Ops;

/** Writing one array into another as NumPy does: broadcast and converted. */
public final class Assignment {
  private Assignment() {
  }

  public static void run(NDArray target, NDArray given) {
    if (given.dtype() == target.dtype()) {
      target.assign(given.strided(target.shape(), strides(given, target), 0));
      return;
    }
    try (NDArray source = Eager.apply(Ops.get("Cast"), "", Attrs.of("to", target.dtype().onnx), new NDArray[] {given}, new NDArray[1])[0]) {
      target.assign(source.strided(target.shape(), strides(source, target), 0));
    }
  }

  private static long[] strides(NDArray source, NDArray target) {
    int added = target.rank() - source.rank();
    long[] own = source.strides();
    long[] strides = new long[target.rank()];
    boolean fits = true;
    for (int i = 0; i < own.length; i++) {
      long n = source.size(i);
      if (added + i < 0) {
        fits &= n == 1;
      } else {
        fits &= n == 1 || n == target.size(added + i);
        strides[added + i] = n == 1 ? 0 : own[i];
      }
    }
    if (!fits) {
      throw new IllegalArgumentException("[assign] the value does not fit: got shape " + Arrays.toString(source.shape()) + "; expected one that broadcasts to "
          + Arrays.toString(target.shape()) + ". Reshape it.");
    }
    return strides;
  }
}
