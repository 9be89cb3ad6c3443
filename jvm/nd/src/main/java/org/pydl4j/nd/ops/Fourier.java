package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.complex;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.COMPLEX;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
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
 * Discrete Fourier transforms along an axis. Fft, Rfft and Irfft cut or pad the axis to n and lower to the primitive
 * FourierTransform.
 */
final class Fourier {
  private static final String NOT_IN_ONNX =
      "ONNX's DFT is of pairs of real numbers, and its graphs hold no complex ones";
  private static final Predicate<DType> REAL = t -> t == DType.FLOAT32 || t == DType.FLOAT64;
  private static final String OF_COMPLEX = "complex";
  private static final String FROM_REAL = "from_real";
  private static final String TO_REAL = "to_real";

  private Fourier() {
  }

  // types ------------------------------------------------------------------------------------------------------------

  /** The length of the transform: n when given, else what the axis says. */
  private static long length(Attrs a, long dim, String kind) {
    return a.has("n") ? a.getLong("n", 0) : dim < 0 ? -1 : kind.equals(TO_REAL) ? 2 * (dim - 1) : dim;
  }

  private static TensorType[] types(Call c, String kind) {
    int axis = c.attrs().getInt("axis", 0);
    long n = length(c.attrs(), c.in(0).dim(axis), kind);
    if (n == 0 || n < -1) {
      throw c.fail("a length of " + n, "at least 1 number along axis " + axis, "Give a larger n or a longer axis.");
    }
    long[] dims = c.in(0).dims().clone();
    dims[axis] = kind.equals(FROM_REAL) && n > 0 ? n / 2 + 1 : n;
    DType t = c.in(0).dtype();
    return new TensorType[] {
        new TensorType(kind.equals(FROM_REAL) ? t.complex() : kind.equals(TO_REAL) ? t.real() : t, dims)};
  }

  private static TensorType[] primitiveTypes(Call c) {
    String kind = c.attrs().getString("kind", "");
    boolean real = c.in(0).dtype().isFloat();
    if (!List.of(OF_COMPLEX, FROM_REAL, TO_REAL).contains(kind) || real != kind.equals(FROM_REAL)
        || c.attrs().getBool("inverse", false) && !kind.equals(OF_COMPLEX)) {
      throw c.fail("kind '" + kind + "'",
          "complex or to_real of complex numbers, from_real of real ones; only the first may be inverse",
          "Choose one.");
    }
    return types(c, kind);
  }

  // body -------------------------------------------------------------------------------------------------------------

  /** The axis cut, or filled up with zeros behind it. */
  private static Sym sized(Sym x, int axis, long size) {
    long before = x.dim(axis);
    if (before == size) {
      return x;
    } else if (before > size) {
      return x.slice(axis, 0, size);
    }
    long[] pads = new long[2 * x.rank()];
    pads[x.rank() + axis] = size - before;
    return x.call("Pad", x.builder().longs(pads));
  }

  private static Sym[] lowered(Attrs a, Sym x, String kind) {
    int rank = x.rank();
    int axis = a.getInt("axis", 0);
    long n = length(a, x.dim(axis), kind);
    if (n < 0 || x.dim(axis) < 0) {
      return null;
    }
    boolean moves = !kind.equals(OF_COMPLEX) && axis != rank - 1;
    int[] swap = new int[rank];
    Arrays.setAll(swap, i -> moves && i == axis ? rank - 1 : moves && i == rank - 1 ? axis : i);
    Sym given = sized(x, axis, kind.equals(TO_REAL) ? n / 2 + 1 : n);
    Sym y = transform(moves ? given.transpose(swap) : given, kind, moves ? rank - 1 : axis, n,
        a.getBool("inverse", false), a.getString("norm", "backward"));
    return new Sym[] {moves ? y.transpose(swap) : y};
  }

  private static Sym transform(Sym x, String kind, int axis, long n, boolean inverse, String norm) {
    return x.call("pydl4j.FourierTransform",
        Attrs.of("kind", kind, "axis", axis, "n", n, "inverse", inverse ? 1 : 0, "norm", norm));
  }

  /**
   * The same factor on the transform the other way: a transform's transposed conjugate is its inverse but for the
   * factor.
   */
  private static String other(String norm) {
    return norm.equals("backward") ? "forward" : norm.equals("forward") ? "backward" : norm;
  }

  private static Sym[] gradient(Backward g) {
    Attrs a = g.attrs();
    int axis = a.getInt("axis", 0);
    long n = a.getLong("n", 0);
    String norm = other(a.getString("norm", "backward"));
    return new Sym[] {switch (a.getString("kind", "")) {
      case OF_COMPLEX -> transform(g.dy(), OF_COMPLEX, axis, n, !a.getBool("inverse", false), norm);
      case FROM_REAL -> Complex.real(transform(sized(g.dy(), axis, n), OF_COMPLEX, axis, n, true, norm));
      default -> {
        NDArray twice = NDArray.full(g.in(0).dtype(), 2, n / 2 + 1);
        twice.putDoubleAt(0, 1);
        if (n % 2 == 0) {
          twice.putDoubleAt(n / 2, 1);
        }
        yield transform(g.dy(), FROM_REAL, axis, n, false, norm).mul(g.b().constant(twice));
      }
    }};
  }

  // reference --------------------------------------------------------------------------------------------------------

  private static void reference(Attrs a, NDArray x, NDArray y) {
    String kind = a.getString("kind", "");
    int axis = a.getInt("axis", 0);
    int n = (int) a.getLong("n", 0);
    boolean inverse = kind.equals(TO_REAL) || a.getBool("inverse", false);
    String norm = a.getString("norm", "backward");
    double scale = norm.equals("ortho") ? 1 / Math.sqrt(n) : norm.equals("backward") == inverse ? 1.0 / n : 1;
    long from = x.size(axis);
    long to = y.size(axis);
    long inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.size(i);
    }
    for (long line = 0; line < x.size() / from; line++) {
      ComplexMath[] values = new ComplexMath[n];
      for (int k = 0; k < n; k++) {
        boolean mirrored = kind.equals(TO_REAL) && k >= from;
        ComplexMath v = ComplexFunctions.at(x, (line / inner * from + (mirrored ? n - k : k)) * inner + line % inner);
        values[k] =
            mirrored ? v.conj() : kind.equals(TO_REAL) && (k == 0 || 2 * k == n) ? new ComplexMath(v.re(), 0) : v;
      }
      ComplexMath[] out = transform(values, inverse ? 1 : -1);
      for (int k = 0; k < to; k++) {
        long at = (line / inner * to + k) * inner + line % inner;
        if (kind.equals(TO_REAL)) {
          y.putDoubleAt(at, out[k].re() * scale);
        } else {
          ComplexFunctions.put(y, at, out[k].scaled(scale));
        }
      }
    }
  }

  /** Cooley and Tukey's by the smallest prime factor p: transforms of every p-th number, turned and added up. */
  private static ComplexMath[] transform(ComplexMath[] x, int sign) {
    int n = x.length;
    int p = 2;
    while (p < n && n % p != 0) {
      p++;
    }
    if (n == 1) {
      return x;
    }
    ComplexMath[][] parts = new ComplexMath[p][n / p];
    for (int i = 0; i < n; i++) {
      parts[i % p][i / p] = x[i];
    }
    for (int r = 0; n > p && r < p; r++) {
      parts[r] = transform(parts[r], sign);
    }
    ComplexMath[] y = new ComplexMath[n];
    for (int k = 0; k < n; k++) {
      y[k] = ComplexMath.ZERO;
      for (int r = 0; r < p; r++) {
        double turn = sign * 2 * Math.PI * ((long) r * k % n) / n;
        y[k] = y[k].plus(parts[r][k % (n / p)].times(new ComplexMath(Math.cos(turn), Math.sin(turn))));
      }
    }
    return y;
  }

  // declarations -----------------------------------------------------------------------------------------------------

  private static Op op(String name, Predicate<DType> allowed, String kind) {
    return Op.ours(name).in("x", allowed).out("y").attr("axis", Form.axis(), -1, "the axis")
        .attr("n", Form.count(0), null, "length of the transform: the axis is cut or padded with zeros to it")
        .attr("norm", Form.choice("backward", "ortho", "forward"), "backward",
            "what carries the factor 1 / n: backward, forward, or both by its root: ortho")
        .types(c -> types(c, kind))
        .body((b, a, in) -> lowered(a, in[0], kind)).noExport(NOT_IN_ONNX);
  }

  private static Case[] cases(Case.Gen line, Case.Gen matrix) {
    return new Case[] {Case.of(line), Case.of(Attrs.of("axis", 0, "n", 5, "norm", "ortho"), matrix),
        Case.of(Attrs.of("n", 12, "norm", "forward"), matrix)};
  }

  private static Case primitive(String kind, int n, Case.Gen x, Object... more) {
    Attrs a = Attrs.of("kind", kind, "axis", 1, "n", n);
    return Case.of(more.length == 0 ? a : a.with((String) more[0], more[1]), x);
  }

  static final List<Op> OPS = List.of(
      op("Fft", COMPLEX, OF_COMPLEX).doc("Fourier transform of complex numbers along an axis")
          .attr("inverse", Form.flag(), 0, "the inverse transform")
          .cases(cases(complex(6), complex(4, 7))),
      op("Rfft", REAL, FROM_REAL)
          .doc("the first n / 2 + 1 numbers of the Fourier transform of real numbers along an axis")
          .cases(cases(uniform(-1, 1, 6), uniform(-1, 1, 4, 7))),
      op("Irfft", COMPLEX, TO_REAL)
          .doc("the n real numbers whose Fourier transform starts with the given ones; n is 2 (size - 1) when absent")
          .cases(cases(complex(6), complex(4, 7))),
      Op.ours("FourierTransform")
          .doc(
              "Fourier transform along an axis of length n, or n / 2 + 1 where the numbers or their transform are real")
          .in("x", t -> REAL.test(t) || t.isComplex())
          .out("y")
          .needs("kind", Form.choice(OF_COMPLEX, FROM_REAL, TO_REAL),
              "complex, from_real or to_real; the last two along the last axis")
          .attr("axis", Form.axis(), 0, "axis, not negative").needs("n", Form.count(1), "length")
          .attr("inverse", Form.flag(), 0, "the inverse transform, of complex ones")
          .attr("norm", Form.choice("backward", "ortho", "forward"), "backward", "backward, ortho or forward")
          .types(Fourier::primitiveTypes)
          .reference((a, in, out) -> reference(a, in[0], out[0])).gradient(Fourier::gradient).noExport(NOT_IN_ONNX)
          .cases(primitive(OF_COMPLEX, 60, complex(3, 60)), primitive(OF_COMPLEX, 16, complex(2, 16, 40)),
              primitive(OF_COMPLEX, 37, complex(40, 37), "inverse", 1),
              primitive(FROM_REAL, 24, uniform(-1, 1, 33, 24)), primitive(FROM_REAL, 15, uniform(-1, 1, 3, 15)),
              primitive(TO_REAL, 24, complex(33, 13)),
              primitive(TO_REAL, 15, complex(3, 8), "norm", "ortho"), primitive(OF_COMPLEX, 2048, complex(1, 2048))));
}
