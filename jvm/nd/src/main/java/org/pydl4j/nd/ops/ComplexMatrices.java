package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.complex;
import static org.pydl4j.nd.graph.Op.COMPLEX;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.TensorType;

/** Products and eigenvalues of complex matrices. */
final class ComplexMatrices {
  private static final int MAX_SWEEPS = 100;

  private ComplexMatrices() {
  }

  private static Sym adjoint(Sym x) {
    return ComplexFunctions.conj(x.transpose(Linear.lastTwoSwapped(x.rank())));
  }

  static Sym product(Sym a, Sym b) {
    return a.call("pydl4j.ComplexMatMul", b);
  }

  private static Sym[] productGradient(Backward g) {
    return new Sym[] {product(g.dy(), adjoint(g.in(1))).sumTo(g.in(0)),
        product(adjoint(g.in(0)), g.dy()).sumTo(g.in(1))};
  }

  private static void multiply(NDArray a, NDArray b, NDArray y) {
    long m = y.size(-2);
    long n = y.size(-1);
    long[] batch = Arrays.copyOf(y.shape(), y.rank() - 2);
    for (long g = 0; g < (y.size() == 0 ? 0 : y.size() / (m * n)); g++) {
      NDArray p = Linear.matrix(a, g, batch);
      NDArray q = Linear.matrix(b, g, batch);
      for (long i = 0; i < m * n; i++) {
        ComplexMath sum = ComplexMath.ZERO;
        for (long l = 0; l < a.size(-1); l++) {
          sum = sum.plus(ComplexFunctions.at(p, i / n * a.size(-1) + l).times(ComplexFunctions.at(q, l * n + i % n)));
        }
        ComplexFunctions.put(y, g * m * n + i, sum);
      }
    }
  }

  private static TensorType[] eigTypes(Call c) {
    TensorType t = c.in(0);
    if (t.rank() < 2 || t.dim(-1) != t.dim(-2) && t.dim(-1) != -1 && t.dim(-2) != -1) {
      throw c.fail(t.toString(), "square matrices", "Check the last two axes.");
    }
    return new TensorType[] {t.withDims(Arrays.copyOf(t.dims(), t.rank() - 1)), t};
  }

  private static void eig(NDArray x, NDArray w, NDArray v) {
    int n = (int) x.size(-1);
    for (long g = 0; g < (n == 0 ? 0 : x.size() / (n * n)); g++) {
      ComplexMath[][] t = new ComplexMath[n][n];
      for (int i = 0; i < n * n; i++) {
        t[i / n][i % n] = ComplexFunctions.at(x, g * n * n + i);
      }
      boolean isFinite = Arrays.stream(t).flatMap(Arrays::stream).allMatch(ComplexMath::isFinite);
      ComplexMath[][] q = unit(n);
      if (isFinite && !schur(t, q)) {
        throw new ArithmeticException(
            "matrix " + g + " of the batch is without converging eigenvalues: got " + x.type() + ". Check it.");
      }
      Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.<Integer>comparingDouble(i -> t[i][i].re()).thenComparingDouble(i -> t[i][i].im()));
      for (int j = 0; j < n; j++) {
        ComplexMath[] column = isFinite ? vector(t, q, order[j]) : null;
        ComplexMath nan = new ComplexMath(Double.NaN, Double.NaN);
        ComplexFunctions.put(w, g * n + j, isFinite ? t[order[j]][order[j]] : nan);
        for (int i = 0; i < n; i++) {
          ComplexFunctions.put(v, (g * n + i) * n + j, isFinite ? column[i] : nan);
        }
      }
    }
  }

  private static ComplexMath[][] unit(int n) {
    ComplexMath[][] q = new ComplexMath[n][n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(q[i], ComplexMath.ZERO);
      q[i][i] = ComplexMath.ONE;
    }
    return q;
  }

  /** t becomes upper triangular and q unitary, q t q' being the matrix given: shifted QR steps, the last row first. */
  private static boolean schur(ComplexMath[][] t, ComplexMath[][] q) {
    double scale = Arrays.stream(t).flatMap(Arrays::stream).mapToDouble(ComplexMath::abs).max().orElse(0);
    int sweeps = 0;
    for (int last = t.length - 1; last > 0;) {
      double rest = 0;
      for (int j = 0; j < last; j++) {
        rest += t[last][j].abs();
      }
      if (rest <= 1e-15 * scale) {
        Arrays.fill(t[last], 0, last, ComplexMath.ZERO);
        last--;
        sweeps = 0;
        continue;
      } else if (++sweeps > MAX_SWEEPS) {
        return false;
      }
      step(t, q, last, sweeps % 10 == 0 ? t[last][last].plus(new ComplexMath(rest, rest)) : shift(t, last));
    }
    return true;
  }

  /** The eigenvalue of the last two rows' square that is nearer to the corner. */
  private static ComplexMath shift(ComplexMath[][] t, int last) {
    ComplexMath a = t[last - 1][last - 1];
    ComplexMath d = t[last][last];
    ComplexMath half = a.minus(d).scaled(0.5);
    ComplexMath root = half.times(half).plus(t[last - 1][last].times(t[last][last - 1])).sqrt();
    ComplexMath plus = d.plus(half).plus(root);
    ComplexMath minus = d.plus(half).minus(root);
    return plus.minus(d).abs() < minus.minus(d).abs() ? plus : minus;
  }

  /** t - shift = Q R, then t = R Q + shift, by rotations of pairs of rows and then of columns. */
  private static void step(ComplexMath[][] t, ComplexMath[][] q, int last, ComplexMath shift) {
    for (int i = 0; i <= last; i++) {
      t[i][i] = t[i][i].minus(shift);
    }
    List<Object[]> rotations = new java.util.ArrayList<>();
    for (int j = 0; j < last; j++) {
      for (int i = j + 1; i <= last; i++) {
        double length = Math.hypot(t[j][j].abs(), t[i][j].abs());
        if (t[i][j].abs() == 0) {
          continue;
        }
        ComplexMath c = t[j][j].scaled(1 / length);
        ComplexMath s = t[i][j].scaled(1 / length);
        for (int k = 0; k < t.length; k++) {
          ComplexMath p = t[j][k];
          ComplexMath r = t[i][k];
          t[j][k] = c.conj().times(p).plus(s.conj().times(r));
          t[i][k] = c.times(r).minus(s.times(p));
        }
        rotations.add(new Object[] {j, i, c, s});
      }
    }
    for (Object[] r : rotations) {
      columns(t, last + 1, (int) r[0], (int) r[1], (ComplexMath) r[2], (ComplexMath) r[3]);
      columns(q, t.length, (int) r[0], (int) r[1], (ComplexMath) r[2], (ComplexMath) r[3]);
    }
    for (int i = 0; i <= last; i++) {
      t[i][i] = t[i][i].plus(shift);
    }
  }

  private static void columns(ComplexMath[][] a, int rows, int j, int i, ComplexMath c, ComplexMath s) {
    for (int k = 0; k < rows; k++) {
      ComplexMath p = a[k][j];
      ComplexMath r = a[k][i];
      a[k][j] = p.times(c).plus(r.times(s));
      a[k][i] = r.times(c.conj()).minus(p.times(s.conj()));
    }
  }

  /** The eigenvector of the k-th diagonal element: of length 1, its largest component real and positive. */
  private static ComplexMath[] vector(ComplexMath[][] t, ComplexMath[][] q, int k) {
    int n = t.length;
    ComplexMath[] x = new ComplexMath[n];
    Arrays.fill(x, ComplexMath.ZERO);
    x[k] = ComplexMath.ONE;
    for (int i = k - 1; i >= 0; i--) {
      ComplexMath sum = ComplexMath.ZERO;
      for (int j = i + 1; j <= k; j++) {
        sum = sum.plus(t[i][j].times(x[j]));
      }
      ComplexMath gap = t[k][k].minus(t[i][i]);
      x[i] = sum.over(gap.abs() < 1e-300 ? new ComplexMath(1e-16 * Math.max(1e-280, t[k][k].abs()), 0) : gap);
    }
    ComplexMath[] v = new ComplexMath[n];
    double square = 0;
    int best = 0;
    for (int i = 0; i < n; i++) {
      v[i] = ComplexMath.ZERO;
      for (int j = 0; j <= k; j++) {
        v[i] = v[i].plus(q[i][j].times(x[j]));
      }
      square = Math.hypot(square, v[i].abs());
      best = v[i].abs() > v[best].abs() * 1.00001 ? i : best;
    }
    ComplexMath turn = v[best].conj().scaled(1 / (v[best].abs() * square));
    return Arrays.stream(v).map(turn::times).toArray(ComplexMath[]::new);
  }

  static final List<Op> OPS = List.of(
      Op.ours("ComplexMatMul").doc("product of complex matrices over the last two axes; the others broadcast")
          .in("a", COMPLEX).in("b", COMPLEX).out("y")
          .types(Linear::productTypes).reference((a, in, out) -> multiply(in[0], in[1], out[0]))
          .gradient(ComplexMatrices::productGradient)
          .noExport(Complex.NOT_IN_ONNX).cases(Case.of(complex(4, 5), complex(5, 3)),
              Case.of(complex(2, 1, 4, 5), complex(3, 5, 6)), Case.of(complex(33, 40), complex(40, 50))),
      Op.ours("Eig")
          .doc("eigenvalues of complex square matrices, in the order of their real, then imaginary "
              + "parts, and eigenvectors of length 1 as columns")
          .in("x", COMPLEX)
          .out("eigenvalues", "eigenvectors").types(ComplexMatrices::eigTypes)
          .reference((a, in, out) -> eig(in[0], out[0], out[1]))
          .noGradient("eigenvectors of matrices that are not Hermitian need not be smooth; Eigh has one")
          .noExport(Complex.NOT_IN_ONNX)
          .cases(Case.of(complex(3, 3)), Case.of(complex(2, 5, 5))));
}
