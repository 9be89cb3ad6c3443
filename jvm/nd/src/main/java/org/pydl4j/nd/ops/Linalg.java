package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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

/**
 * Linear algebra over the last two axes; the others are a batch, equal in all operands. Symmetric ops read the
 * symmetric part.
 */
final class Linalg {
  private static final Predicate<DType> TYPES = t -> t == DType.FLOAT32 || t == DType.FLOAT64;
  private static final Predicate<DType> OR_COMPLEX = t -> TYPES.test(t) || t.isComplex();
  private static final String NOT_IN_ONNX = "ONNX has no linear algebra beyond MatMul and Det";

  private Linalg() {
  }

  // ---- types --------------------------------------------------------------------------------------------------------

  private static TensorType matrix(Call c, int i) {
    TensorType t = c.in(i);
    if (t.rank() < 2) {
      throw c.fail(t.toString(), "matrices: rank 2 or more", "Reshape it.");
    }
    return t;
  }

  private static TensorType square(Call c) {
    TensorType t = matrix(c, 0);
    if (t.dim(-1) != t.dim(-2) && t.dim(-1) != -1 && t.dim(-2) != -1) {
      throw c.fail(t.toString(), "square matrices", "Check the last two axes.");
    }
    return t;
  }

  private static TensorType[] systemTypes(Call c) {
    TensorType a = square(c);
    TensorType b = matrix(c, 1);
    boolean fits = a.dtype() == b.dtype() && a.rank() == b.rank();
    for (int i = 0; fits && i < a.rank() - 1; i++) {
      fits = a.dim(i) == b.dim(i) || a.dim(i) == -1 || b.dim(i) == -1;
    }
    if (!fits) {
      throw c.fail(a + " and " + b, "a of [..., n, n] and b of [..., n, k] with equal batches and types",
          "Expand the batch, give a vector a last axis of 1.");
    }
    return new TensorType[] {b};
  }

  private static TensorType with(TensorType t, long... lastTwo) {
    long[] d = Arrays.copyOf(t.dims(), t.rank() - 2 + lastTwo.length);
    System.arraycopy(lastTwo, 0, d, t.rank() - 2, lastTwo.length);
    return t.withDims(d);
  }

  private static TensorType real(TensorType t) {
    return t.withDType(t.dtype().real());
  }

  private static long smaller(TensorType t) {
    return t.dim(-1) < 0 || t.dim(-2) < 0 ? -1 : Math.min(t.dim(-1), t.dim(-2));
  }

  private static TensorType[] qrTypes(Call c) {
    TensorType t = matrix(c, 0);
    long k = c.attrs().getBool("complete", false) ? t.dim(-2) : smaller(t);
    return new TensorType[] {with(t, t.dim(-2), k), with(t, k, t.dim(-1))};
  }

  private static TensorType[] svdTypes(Call c) {
    TensorType t = matrix(c, 0);
    long k = smaller(t);
    return new TensorType[] {with(t, t.dim(-2), k), real(with(t, k)), with(t, k, t.dim(-1))};
  }

  // ---- reference kernels --------------------------------------------------------------------------------------------

  private interface OneMatrix {
    /** Matrix number i of each input to matrix number i of each output; false when it cannot be computed. */
    boolean run(double[][] in, double[][] out);
  }

  /** Applies a computation matrix by matrix; what it cannot do raises, a matrix with NaN or infinities gives NaN. */
  private static void each(NDArray[] in, NDArray[] out, String problem, OneMatrix f) {
    if (in[0].dtype().isComplex() && in[0].size() > 0) {
      throw new UnsupportedOperationException("complex matrices need LAPACK: got " + in[0].type()
          + " without one. Let a BLAS be found (pydl4j.blas=mkl or openblas),"
          + " or compute with matrices of twice the size [[re, -im], [im, re]].");
    }
    long size = in[0].size(-1) * in[0].size(-2);
    long batch = size == 0 ? product(in[0]) : in[0].size() / size;
    for (int g = 0; g < batch; g++) {
      double[][] x = pieces(in, batch, g, true);
      double[][] y = pieces(out, batch, g, false);
      if (!Arrays.stream(x[0]).allMatch(Double::isFinite)) {
        Arrays.stream(y).forEach(a -> Arrays.fill(a, Double.NaN));
      } else if (!f.run(x, y)) {
        throw new ArithmeticException("matrix " + g + " of the batch is " + problem + ": got " + in[0].type()
            + ". Check it, or add a small diagonal.");
      }
      for (int i = 0; i < y.length; i++) {
        for (int k = 0; k < y[i].length; k++) {
          out[i].putDoubleAt((long) g * y[i].length + k, y[i][k]);
        }
      }
    }
  }

  private static long product(NDArray a) {
    return Arrays.stream(a.shape()).limit(a.rank() - 2).reduce(1, (x, y) -> x * y);
  }

  private static double[][] pieces(NDArray[] arrays, long batch, int g, boolean read) {
    double[][] p = new double[arrays.length][];
    for (int i = 0; i < p.length; i++) {
      p[i] = new double[(int) (arrays[i].size() / Math.max(1, batch))];
      for (int k = 0; read && k < p[i].length; k++) {
        p[i][k] = arrays[i].getDoubleAt((long) g * p[i].length + k);
      }
    }
    return p;
  }

  private static void eachSquare(NDArray[] in, NDArray[] out, String problem, SquareMatrix f) {
    int n = (int) in[0].size(-1);
    each(in, out, problem, (x, y) -> f.run(n, x, y));
  }

  private interface SquareMatrix {
    boolean run(int n, double[][] in, double[][] out);
  }

  private static boolean copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
    return true;
  }

  private static boolean slogdet(double[] a, int n, double[] sign, double[] log) {
    double[] f = a.clone();
    sign[0] = Matrices.lu(f, n, new int[n]);
    log[0] = sign[0] == 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < n && sign[0] != 0; i++) {
      sign[0] *= Math.signum(f[i * n + i]);
      log[0] += Math.log(Math.abs(f[i * n + i]));
    }
    return true;
  }

  private static boolean inverse(double[] a, int n, double[] y) {
    Arrays.fill(y, 0);
    for (int i = 0; i < n; i++) {
      y[i * n + i] = 1;
    }
    return Matrices.solve(a, n, y, n);
  }

  private static boolean lu(double[] a, int n, double[] lu, double[] rows) {
    int[] perm = new int[n];
    copy(a, lu);
    Matrices.lu(lu, n, perm);
    for (int i = 0; i < n; i++) {
      rows[i] = perm[i];
    }
    return true;
  }

  private static boolean qr(double[] a, int m, int n, double[] q, double[] r) {
    int k = q.length / Math.max(1, m);
    double[] work = a.clone();
    Matrices.qr(work, m, n, q, k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        r[i * n + j] = j < i ? 0 : work[i * n + j];
      }
    }
    return true;
  }

  // ---- gradients ----------------------------------------------------------------------------------------------------

  private static Sym t(Sym x) {
    if (x.dtype().isComplex()) {
      throw new UnsupportedOperationException(
          "[linalg] no gradient for complex matrices: got " + x.type() + ". Differentiate with real ones.");
    }
    return x.transpose(Linear.lastTwoSwapped(x.rank()));
  }

  private static Sym tril(Sym x, long diagonal) {
    return x.call("Trilu", Attrs.of("upper", 0), x.builder().constant(NDArray.scalar(DType.INT64, diagonal)));
  }

  private static Sym symmetric(Sym x) {
    return x.add(t(x)).mul(0.5);
  }

  private static Sym triangular(Sym a, Sym b, boolean upper, boolean transposed, boolean unit) {
    return a.call("pydl4j.TriangularSolve", Attrs.of("upper", upper, "transA", transposed, "unit", unit), b);
  }

  private static Sym[] choleskyGradient(Backward g) {
    Sym l = g.out(0);
    Sym m = t(l).matmul(tril(g.dy(), 0));
    Sym phi = tril(m, 0).add(tril(m, -1)).mul(0.5);
    Sym left = triangular(l, phi, false, true, false);
    return new Sym[] {symmetric(t(triangular(l, t(left), false, true, false)))};
  }

  private static Sym[] triangularGradient(Backward g) {
    boolean upper = g.attrs().getBool("upper", false);
    boolean transposed = g.attrs().getBool("transA", false);
    boolean unit = g.attrs().getBool("unit", false);
    Sym db = triangular(g.in(0), g.dy(), upper, !transposed, unit);
    Sym da = transposed ? g.out(0).matmul(t(db)).neg() : db.matmul(t(g.out(0))).neg();
    Sym masked = upper ? t(tril(t(da), unit ? -1 : 0)) : tril(da, unit ? -1 : 0);
    return new Sym[] {masked, db};
  }

  private static Sym[] solveGradient(Backward g) {
    Sym db = t(g.in(0)).call("pydl4j.Solve", g.dy());
    return new Sym[] {db.matmul(t(g.out(0))).neg(), db};
  }

  private static Sym[] inverseGradient(Backward g) {
    Sym y = t(g.out(0));
    return new Sym[] {y.matmul(g.dy()).matmul(y).neg()};
  }

  private static Sym[] qrGradient(Backward g) {
    Sym q = g.out(0);
    Sym r = g.out(1);
    if (!g.in(0).type().isConcrete()) {
      return g.later();
    } else if (q.dim(-1) != r.dim(-1)) {
      throw new UnsupportedOperationException(
          "[pydl4j.Qr] has a gradient for at least as many rows as columns and reduced factors: got "
              + g.in(0).type() + ". Factor the transpose or ask for reduced factors.");
    }
    Sym m = r.matmul(t(g.dy(1))).sub(t(g.dy(0)).matmul(q));
    Sym copied = tril(m, 0).add(t(tril(m, -1)));
    Sym d = g.dy(0).add(q.matmul(copied));
    return new Sym[] {t(triangular(r, t(d), true, false, false))};
  }

  /** 1 / (x_j - x_i) off the diagonal, 0 where the difference is 0. */
  private static Sym inverseDifferences(Sym x) {
    Sym d = x.unsqueeze(-2).sub(x.unsqueeze(-1));
    Sym same = d.eq(d.like(0));
    return same.where(d.like(0), d.like(1).div(same.where(d.like(1), d)));
  }

  private static Sym columns(Sym x, Sym factors) {
    return x.mul(factors.unsqueeze(-2));
  }

  private static Sym[] eighGradient(Backward g) {
    Sym w = g.out(0);
    Sym v = g.out(1);
    Sym d = null;
    if (g.hasDy(0)) {
      d = columns(v, g.dy(0)).matmul(t(v));
    }
    if (g.hasDy(1)) {
      Sym inner = inverseDifferences(w).mul(t(v).matmul(g.dy(1)));
      Sym part = v.matmul(inner).matmul(t(v));
      d = d == null ? part : d.add(part);
    }
    return new Sym[] {symmetric(d)};
  }

  private static Sym[] svdGradient(Backward g) {
    Sym u = g.out(0);
    Sym s = g.out(1);
    Sym v = t(g.out(2));
    Sym d = g.hasDy(1) ? columns(u, g.dy(1)).matmul(t(v)) : null;
    Sym f = inverseDifferences(s.mul(s));
    if (g.hasDy(0)) {
      Sym j = f.mul(t(u).matmul(g.dy(0)));
      Sym inside = columns(u.matmul(j.add(t(j))), s);
      Sym outside = columns(g.dy(0).sub(u.matmul(t(u).matmul(g.dy(0)))), s.like(1).div(s));
      Sym part = inside.add(outside).matmul(t(v));
      d = d == null ? part : d.add(part);
    }
    if (g.hasDy(2)) {
      Sym dv = t(g.dy(2));
      Sym k = f.mul(t(v).matmul(dv));
      Sym inside = columns(v.matmul(k.add(t(k))), s);
      Sym outside = columns(dv.sub(v.matmul(t(v).matmul(dv))), s.like(1).div(s));
      Sym part = u.matmul(t(inside.add(outside)));
      d = d == null ? part : d.add(part);
    }
    return new Sym[] {d};
  }

  // ---- declarations -------------------------------------------------------------------------------------------------

  /** Matrices far from singular: uniform ones plus a diagonal. */
  private static Case.Gen regular(long... dims) {
    return (random, floats) -> {
      NDArray a = uniform(-1, 1, dims).make(random, floats);
      long n = dims[dims.length - 1];
      for (long i = 0; i < a.size(); i++) {
        if (i / n % n == i % n) {
          a.putDoubleAt(i, a.getDoubleAt(i) + 2 + i % n);
        }
      }
      return a;
    };
  }

  static final List<Op> OPS = List.of(
      Op.onnx("Det", 22).doc("determinant").in("x", OR_COMPLEX).out("y").types(c -> new TensorType[] {with(square(c))})
          .reference((a, in, out) -> eachSquare(in, out, "", (n, x, y) -> {
            double[] log = new double[1];
            slogdet(x[0], n, y[0], log);
            y[0][0] *= Math.exp(log[0]);
            return true;
          }))
          .gradient(g -> new Sym[] {t(g.in(0).call("pydl4j.Inverse")).mul(g.dy().mul(g.out(0)).unsqueeze(-1, -2))})
          .cases(Case.of(regular(3, 3)), Case.of(regular(2, 4, 4))),
      Op.ours("SlogDet").doc("sign and logarithm of the magnitude of the determinant; 0 and -inf for singular matrices")
          .in("x", OR_COMPLEX).out("sign", "logabsdet")
          .types(c -> new TensorType[] {with(square(c)), real(with(square(c)))})
          .reference((a, in, out) -> eachSquare(in, out, "", (n, x, y) -> slogdet(x[0], n, y[0], y[1])))
          .gradient(g -> new Sym[] {t(g.in(0).call("pydl4j.Inverse")).mul(g.dy(1).unsqueeze(-1, -2))})
          .noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(regular(2, 4, 4))),
      Op.ours("Inverse").doc("inverse of square matrices; a singular one raises").in("x", OR_COMPLEX).out("y")
          .types(c -> new TensorType[] {square(c)})
          .reference((a, in, out) -> eachSquare(in, out, "singular", (n, x, y) -> inverse(x[0], n, y[0])))
          .gradient(Linalg::inverseGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(regular(2, 4, 4)), Case.of(regular(70, 70))),
      Op.ours("Solve").doc("x of a x = b; a singular matrix raises").in("a", OR_COMPLEX).in("b", OR_COMPLEX).out("x")
          .types(Linalg::systemTypes)
          .reference((a, in, out) -> eachSquare(in, out, "singular", (n, x, y) -> {
            copy(x[1], y[0]);
            return Matrices.solve(x[0], n, y[0], y[0].length / Math.max(1, n));
          }))
          .gradient(Linalg::solveGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3), uniform(-1, 1, 3, 2)), Case.of(regular(2, 4, 4), uniform(-1, 1, 2, 4, 1))),
      Op.ours("TriangularSolve").doc("x of op(a) x = b, where only one triangle of a is read").in("a", TYPES)
          .in("b", TYPES).out("x")
          .attr("upper", Form.flag(), 0, "read the upper triangle instead of the lower")
          .attr("transA", Form.flag(), 0, "op(a) is the transpose of a")
          .attr("unit", Form.flag(), 0, "take the diagonal as ones").types(Linalg::systemTypes)
          .reference((a, in, out) -> eachSquare(in, out, "singular", (n, x, y) -> {
            copy(x[1], y[0]);
            boolean unit = a.getBool("unit", false);
            Matrices.triangular(x[0], n, y[0], y[0].length / Math.max(1, n), a.getBool("upper", false),
                a.getBool("transA", false), unit);
            return unit || IntStream.range(0, n).noneMatch(i -> x[0][i * n + i] == 0);
          }))
          .gradient(Linalg::triangularGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3), uniform(-1, 1, 3, 2)),
              Case.of(Attrs.of("upper", 1), regular(2, 4, 4), uniform(-1, 1, 2, 4, 3)),
              Case.of(Attrs.of("transA", 1), regular(4, 4), uniform(-1, 1, 4, 3)),
              Case.of(Attrs.of("upper", 1, "transA", 1, "unit", 1), regular(4, 4), uniform(-1, 1, 4, 3))),
      Op.ours("Lu")
          .doc("LU factors of square matrices with partial pivoting, both in one matrix (L's ones left "
              + "out); row i of x's permutation is rows[i]")
          .in("x", TYPES).out("lu", "rows")
          .types(c -> new TensorType[] {square(c), with(square(c), c.in(0).dim(-1)).withDType(DType.INT64)})
          .reference((a, in, out) -> eachSquare(in, out, "", (n, x, y) -> lu(x[0], n, y[0], y[1])))
          .noGradient("packed factors; differentiate Solve, Inverse or Det").noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(uniform(-1, 1, 2, 5, 5))),
      Op.ours("Cholesky").doc("lower triangular l with l l' = the symmetric part of x, which must be positive definite")
          .in("x", OR_COMPLEX).out("l")
          .types(c -> new TensorType[] {square(c)})
          .reference((a, in, out) -> eachSquare(in, out, "not positive definite", (n, x, y) -> {
            double[] l = Matrices.cholesky(x[0], n);
            return l != null && copy(l, y[0]);
          }))
          .gradient(Linalg::choleskyGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(regular(2, 4, 4))),
      Op.ours("Qr").doc("q with orthonormal columns and upper triangular r, q r = x; r's diagonal is not negative")
          .in("x", OR_COMPLEX).out("q", "r")
          .attr("complete", Form.flag(), 0, "q is square").types(Linalg::qrTypes)
          .reference((a, in, out) -> {
            int m = (int) in[0].size(-2);
            int n = (int) in[0].size(-1);
            each(in, out, "", (x, y) -> qr(x[0], m, n, y[0], y[1]));
          })
          .gradient(Linalg::qrGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(uniform(-1, 1, 2, 5, 3))),
      Op.ours("Eigh")
          .doc("eigenvalues, ascending, and eigenvectors (columns) of the symmetric part; each vector's "
              + "largest component is positive")
          .in("x", OR_COMPLEX)
          .out("w", "v").types(c -> new TensorType[] {real(with(square(c), c.in(0).dim(-1))), square(c)})
          .reference((a, in, out) -> eachSquare(in, out, "", (n, x, y) -> {
            Matrices.eigh(x[0], n, y[0], y[1]);
            return true;
          }))
          .gradient(Linalg::eighGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(regular(2, 4, 4))),
      Op.ours("Svd")
          .doc("thin singular value decomposition u diag(s) vh, s descending; the largest component of "
              + "each column of u is positive")
          .in("x", OR_COMPLEX)
          .out("u", "s", "vh").types(Linalg::svdTypes)
          .reference((a, in, out) -> {
            int m = (int) in[0].size(-2);
            int n = (int) in[0].size(-1);
            each(in, out, "", (x, y) -> {
              Matrices.svd(x[0], m, n, y[0], y[1], y[2]);
              return true;
            });
          })
          .gradient(Linalg::svdGradient).noExport(NOT_IN_ONNX)
          .cases(Case.of(regular(3, 3)), Case.of(uniform(-1, 1, 2, 5, 3)), Case.of(uniform(-1, 1, 2, 4))));
}
