package org.pydl4j.nd.plan.eager;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.types.Attrs;

/** Products of matrices of which some lie transposed, as {@code a.T @ a}: read as they lie, not copied first. */
final class Products {
  private static final Op MATMUL = Ops.get("MatMul");
  private static final Eager.Prepared[] TRANSPOSED = new Eager.Prepared[4];

  static {
    for (int i = 0; i < TRANSPOSED.length; i++) {
      TRANSPOSED[i] = Eager.Prepared.of(Ops.get("Gemm"), Attrs.of("transA", i & 1, "transB", i >> 1), null, null, null);
    }
  }

  private Products() {
  }

  static NDArray[] apply(Eager.Prepared call, NDArray[] in) {
    if (call.op() != MATMUL || !(liesTransposed(in[0]) || liesTransposed(in[1])) || in[0].rank() != 2
        || in[1].rank() != 2
        || in[0].size(1) != in[1].size(0) || in[0].dtype() != in[1].dtype() || !in[0].dtype().isFloat()) {
      return Eager.apply(call, "", in);
    }
    boolean a = liesTransposed(in[0]);
    boolean b = liesTransposed(in[1]);
    NDArray[] stored = {a ? in[0].transpose() : in[0], b ? in[1].transpose() : in[1], null};
    return Eager.apply(TRANSPOSED[(a ? 1 : 0) + (b ? 2 : 0)], "", stored);
  }

  private static boolean liesTransposed(NDArray x) {
    return !x.isDense() && x.rank() == 2 && x.transpose().isDense();
  }
}
