package org.pydl4j.bridge;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Promotion;
import org.pydl4j.nd.ops.Ops;
import org.pydl4j.nd.plan.Eager;

/** Arrays and single ops for Python. */
public final class LocalNd {
  private LocalNd() {}

  /** A new dense array of undefined content, described as {@link Arrays#give} does. */
  public static long[] create(int onnxType, long[] dims) {
    return Arrays.give(NDArray.create(DType.ofOnnx(onnxType), dims));
  }

  /**
   * Applies an op to arrays; its constant lists (axes, a shape) come with the attributes. One description per output.
   *
   * @param weak positions of the arrays that are plain numbers, which take the type of what is beside them
   */
  public static long[] apply(String opName, String attributes, long[] described, long[] weak) {
    OpCall call = OpCall.of(opName, attributes);
    List<NDArray> arrays = Arrays.borrow(described);
    int count = call.count(arrays.size());
    NDArray[] in = new NDArray[count];
    NDArray[] constants = new NDArray[count];
    DType[] types = new DType[count];
    boolean[] isWeak = new boolean[count];
    for (int i = 0, next = 0; i < count; i++) {
      if (call.isList(i)) {
        constants[i] = call.list(i) == null ? null : NDArray.of(call.list(i), call.list(i).length);
        in[i] = constants[i];
      } else if (next < arrays.size()) {
        int position = next;
        isWeak[i] = java.util.Arrays.stream(weak).anyMatch(w -> w == position);
        in[i] = arrays.get(next++);
      }
      types[i] = in[i] == null ? null : in[i].dtype();
    }
    List<NDArray> made = new ArrayList<>();
    DType[] wanted = Promotion.of(call.op(), types, isWeak);
    for (int i = 0; i < count; i++) {
      if (in[i] != null && constants[i] == null && in[i].dtype() != wanted[i]) {
        in[i] = cast(in[i], wanted[i]);
        made.add(in[i]);
      }
    }
    try {
      NDArray[] out = Eager.apply(call.op(), "", call.attrs(), in, constants);
      return Arrays.give(List.of(out).stream().map(a -> isAmong(in, a) ? a.dup() : a).toList());
    } finally {
      made.forEach(NDArray::close);
    }
  }

  private static NDArray cast(NDArray x, DType type) {
    return Eager.apply(Ops.get("Cast"), "", Attrs.of("to", type.onnx), new NDArray[] {x}, new NDArray[1])[0];
  }

  private static boolean isAmong(NDArray[] arrays, NDArray a) {
    return java.util.Arrays.stream(arrays).anyMatch(x -> x == a);
  }
}
