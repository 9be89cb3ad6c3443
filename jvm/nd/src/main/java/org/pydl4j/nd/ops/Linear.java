package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Matrix products. Those of floats lower to pydl4j.FusedMatMul, those of integers to pydl4j.WholeMatMul. */
final class Linear {
  private Linear() {
  }

  /** The type that a product's attribute asks for, that of its first operand when it asks for none. */
  static TensorType resultOf(Attrs a, TensorType t) {
    int type = a.getInt("out_type", 0);
    return type == 0 ? t : t.withDType(DType.ofOnnx(type));
  }

  private static TensorType[] fusedTypes(Call c) {
    boolean ta = c.attrs().getBool("transA", false);
    boolean tb = c.attrs().getBool("transB", false);
    TensorType a = c.in(0);
    TensorType b = c.in(1);
    if (a.rank() < 2 || b.rank() < 2 || a.dtype() != b.dtype() && a.dtype() != DType.BFLOAT16) {
      throw c.fail(a + " and " + b, "two arrays of rank 2 or more and one type", "Reshape or cast them.");
    }
    long ka = ta ? a.dim(-2) : a.dim(-1);
    long kb = tb ? b.dim(-1) : b.dim(-2);
    if (ka != kb && ka != -1 && kb != -1) {
      throw c.fail("inner sizes " + ka + " and " + kb, "equal inner sizes",
          "Check the number of input features against the weights.");
    }
    long[] batch = c.broadcast(Arrays.copyOf(a.dims(), a.rank() - 2), Arrays.copyOf(b.dims(), b.rank() - 2));
    long[] out = Arrays.copyOf(batch, batch.length + 2);
    out[batch.length] = ta ? a.dim(-1) : a.dim(-2);
    out[batch.length + 1] = tb ? b.dim(-2) : b.dim(-1);
    c.expect(2, out[out.length - 1]);
    c.expect(3, out);
    return new TensorType[] {resultOf(c.attrs(), a.withDims(out))};
  }

  private static void multiply(Attrs at, NDArray[] in, NDArray out) {
    NDArray a = at.getBool("transA", false) ? swap(in[0]) : in[0];
    NDArray b = at.getBool("transB", false) ? swap(in[1]) : in[1];
    int rank = out.rank();
    long m = out.size(-2);
    long n = out.size(-1);
    long k = a.size(-1);
    long batches = m * n == 0 ? 0 : out.size() / (m * n);
    long[] batchShape = Arrays.copyOf(out.shape(), rank - 2);
    for (long g = 0; g < batches; g++) {
      NDArray x = matrix(a, g, batchShape);
      NDArray y = matrix(b, g, batchShape);
      for (long i = 0; i < m; i++) {
        for (long j = 0; j < n; j++) {
          double sum = 0;
          for (long l = 0; l < k; l++) {
            sum += x.getDoubleAt(i * k + l) * y.getDoubleAt(l * n + j);
          }
          out.putDoubleAt((g * m + i) * n + j, sum);
        }
      }
    }
    Fused.finish(at, in.length > 2 ? in[2] : null, in.length > 3 ? in[3] : null, out, rank - 1);
  }

  private static void multiplyWhole(NDArray a, NDArray b, NDArray y) {
    long m = y.size(-2);
    long n = y.size(-1);
    long k = a.size(-1);
    long[] batch = Arrays.copyOf(y.shape(), y.rank() - 2);
    for (long g = 0; g < (y.size() == 0 ? 0 : y.size() / (m * n)); g++) {
      NDArray p = matrix(a, g, batch);
      NDArray q = matrix(b, g, batch);
      for (long i = 0; i < m * n; i++) {
        long sum = 0;
        for (long l = 0; l < k; l++) {
          sum += p.getLongAt(i / n * k + l) * q.getLongAt(l * n + i % n);
        }
        y.putLongAt(g * m * n + i, sum);
      }
    }
  }

  private static NDArray swap(NDArray x) {
    return x.transpose(lastTwoSwapped(x.rank()));
  }

  /** The order of axes that exchanges the last two. */
  static int[] lastTwoSwapped(int rank) {
    int[] p = new int[rank];
    for (int i = 0; i < rank; i++) {
      p[i] = i < rank - 2 ? i : 2 * rank - 3 - i;
    }
    return p;
  }

  /** Matrix number g of a stack that broadcasts to batchShape. */
  static NDArray matrix(NDArray x, long g, long[] batchShape) {
    long[] strides = x.strides();
    int own = x.rank() - 2;
    long at = 0;
    for (int i = batchShape.length - 1; i >= 0; i--) {
      long index = g % batchShape[i];
      g /= batchShape[i];
      int k = i - (batchShape.length - own);
      at += k < 0 || x.size(k) == 1 ? 0 : index * strides[k];
    }
    return x.strided(new long[] {x.size(-2), x.size(-1)}, new long[] {strides[own], strides[own + 1]}, at);
  }

  private static Sym product(Sym a, Sym b, boolean transA, boolean transB) {
    return a.call("pydl4j.FusedMatMul", Attrs.of("transA", transA ? 1 : 0, "transB", transB ? 1 : 0), b);
  }

  private static Sym[] fusedGradient(Backward g) {
    if (g.in().length > 2) {
      throw new UnsupportedOperationException("[FusedMatMul] differentiate before fusing.");
    }
    boolean ta = g.attrs().getBool("transA", false);
    boolean tb = g.attrs().getBool("transB", false);
    Sym a = g.in(0);
    Sym b = g.in(1);
    Sym dy = g.dy();
    Sym da = ta ? product(b, dy, tb, true) : product(dy, b, false, !tb);
    Sym db;
    if (b.rank() == 2 && a.rank() > 2 && !ta && a.dim(-1) >= 0 && dy.dim(-1) >= 0) {
      Sym x = a.reshape(-1, a.dim(-1));
      Sym d = dy.reshape(-1, dy.dim(-1));
      db = tb ? product(d, x, true, false) : product(x, d, true, false);
    } else {
      db = tb ? product(dy, a, true, ta) : product(a, dy, !ta, false);
    }
    return new Sym[] {da.sumTo(a), db.sumTo(b)};
  }

  /** The type of a product of matrices, neither transposed. */
  static TensorType[] productTypes(Call c) {
    return fusedTypes(c);
  }

  private static TensorType[] matmulTypes(Call c) {
    TensorType a = c.in(0);
    TensorType b = c.in(1);
    if (a.rank() == 0 || b.rank() == 0) {
      throw c.fail("a scalar", "arrays of rank 1 or more", "Use Mul for scalars.");
    }
    if (a.dtype() != b.dtype()) {
      throw c.fail("types " + a.dtype() + " and " + b.dtype(), "one type", "Cast one of them.");
    }
    TensorType a2 = a.rank() == 1 ? a.withDims(1, a.dim(0)) : a;
    TensorType b2 = b.rank() == 1 ? b.withDims(b.dim(0), 1) : b;
    TensorType y = fusedTypes(c.withTypes(a2, b2))[0];
    long[] d = y.dims();
    int n = d.length;
    if (a.rank() == 1) {
      d = remove(d, n - 2);
      n--;
    }
    return new TensorType[] {y.withDims(b.rank() == 1 ? remove(d, n - 1) : d)};
  }

  private static long[] remove(long[] d, int at) {
    long[] out = new long[d.length - 1];
    System.arraycopy(d, 0, out, 0, at);
    System.arraycopy(d, at + 1, out, at, out.length - at);
    return out;
  }

  private static Sym[] matmulBody(Sym a, Sym b) {
    Sym a2 = a.rank() == 1 ? a.unsqueeze(0) : a;
    Sym b2 = b.rank() == 1 ? b.unsqueeze(1) : b;
    Sym y = a.dtype().isComplex() ? ComplexMatrices.product(a2, b2)
        : a.dtype().isFloat() ? product(a2, b2, false, false) : a2.call("pydl4j.WholeMatMul", b2);
    y = b.rank() == 1 ? y.squeeze(-1) : y;
    return new Sym[] {a.rank() == 1 ? y.squeeze(b.rank() == 1 ? -1 : -2) : y};
  }

  static final List<Op> OPS = List.of(
      Op.onnx("MatMul", 13)
          .doc("matrix product over the last two axes; the others broadcast; as numpy.matmul; integers wrap around")
          .in("a", NUMBERS_OR_COMPLEX).in("b", NUMBERS_OR_COMPLEX).out("c")
          .types(Linear::matmulTypes).body((b, a, in) -> matmulBody(in[0], in[1]))
          .onComplex((b, a, in) -> matmulBody(in[0], in[1])[0])
          .cases(Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 5, 3)),
              Case.of(uniform(-1, 1, 2, 4, 5), uniform(-1, 1, 5, 3)),
              Case.of(uniform(-1, 1, 2, 4, 5), uniform(-1, 1, 2, 5, 3)),
              Case.of(uniform(-1, 1, 5), uniform(-1, 1, 5, 3)), Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 5)),
              Case.of(ints(9, 4, 5), ints(9, 5))),
      Op.ours("WholeMatMul")
          .doc("product of integer matrices over the last two axes, which wraps around; the others broadcast")
          .in("a", INTS).in("b", INTS).out("y")
          .types(Linear::fusedTypes).reference((a, in, out) -> multiplyWhole(in[0], in[1], out[0]))
          .noGradient("integers have no derivative")
          .export((b, a, in) -> new Sym[] {in[0].matmul(in[1])})
          .cases(Case.of(ints(9, 4, 5), ints(9, 5, 3)), Case.of(ints(9, 2, 1, 4, 5), ints(9, 3, 5, 6)),
              Case.of(ints(9, 70, 80), ints(9, 80, 130))),
      Op.onnx("Gemm", 13).doc("alpha A' B' + beta C, A' and B' transposed on demand").in("a", FLOATS).in("b", FLOATS)
          .optional("c", FLOATS).out("y")
          .attr("alpha", 1.0, "scale of the product").attr("beta", 1.0, "scale of c")
          .attr("transA", Form.flag(), 0, "transpose a").attr("transB", Form.flag(), 0, "transpose b")
          .types(c -> {
            TensorType[] y = fusedTypes(c.withTypes(c.in(0), c.in(1)));
            c.expectBroadcast(2, y[0].dims());
            return y;
          })
          .body((b, a, in) -> {
            Sym y = product(in[0], in[1], a.getBool("transA", false), a.getBool("transB", false));
            double alpha = a.getDouble("alpha", 1);
            double beta = a.getDouble("beta", 1);
            y = alpha == 1 ? y : y.mul(alpha);
            return new Sym[] {in.length < 3 || in[2] == null ? y : y.add(beta == 1 ? in[2] : in[2].mul(beta))};
          })
          .cases(Case.of(uniform(-1, 1, 4, 5), uniform(-1, 1, 5, 3), uniform(-1, 1, 3)),
              Case.of(Attrs.of("transA", 1, "transB", 1, "alpha", 0.5, "beta", 2.0), uniform(-1, 1, 5, 4),
                  uniform(-1, 1, 3, 5), uniform(-1, 1, 3))),
      Op.ours("FusedMatMul").doc("act(A' B' + bias + residual), A' and B' transposed on demand in their last two axes")
          .in("a", FLOATS).in("b", FLOATS)
          .optional("bias", FLOATS).optional("residual", FLOATS).out("y").attr("transA", Form.flag(), 0, "transpose a")
          .attr("transB", Form.flag(), 0, "transpose b")
          .attr("activation", "", "ONNX name of the activation, empty for none").attr("alpha", 0.0, "its parameter")
          .attr("beta", 0.0, "its second parameter")
          .attr("out_type", Form.dtype(true), 0, "type of y, that of a when 0; set by the planner")
          .types(Linear::fusedTypes).reference((a, in, out) -> multiply(a, in, out[0])).gradient(Linear::fusedGradient)
          .export((b, a, in) -> new Sym[] {exported(a, in)})
          .cases(Case.of(Attrs.of("transA", 1), uniform(-1, 1, 5, 4), uniform(-1, 1, 5, 3)),
              Case.of(Attrs.of("transB", 1), uniform(-1, 1, 4, 5), uniform(-1, 1, 3, 5)),
              Case.of(uniform(-1, 1, 2, 4, 5), uniform(-1, 1, 5, 3)),
              Case.of(Attrs.of("transA", 1), uniform(-1, 1, 2, 5, 4), uniform(-1, 1, 2, 5, 3)),
              Case.of(uniform(-1, 1, 37, 65), uniform(-1, 1, 65, 33))));

  private static Sym exported(Attrs a, Sym[] in) {
    if (in.length > 2 || !a.getString("activation", "").isEmpty()) {
      throw new UnsupportedOperationException(
          "[FusedMatMul] only plans use it with bias, residual or activation. Export the graph before planning.");
    }
    Sym x = a.getBool("transA", false) ? in[0].transpose(lastTwoSwapped(in[0].rank())) : in[0];
    Sym w = a.getBool("transB", false) ? in[1].transpose(lastTwoSwapped(in[1].rank())) : in[1];
    return x.matmul(w);
  }

}
