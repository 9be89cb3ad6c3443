package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.complex;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.COMPLEX;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Complex numbers as pairs of real ones: the view ViewAsReal of a complex [...] is a real [..., 2], so whatever treats
 * both parts alike is an op on that view, its gradient included. Gradients are dL/dRe + i dL/dIm, as PyTorch's.
 */
final class Complex {
  static final String NOT_IN_ONNX = "ONNX's ops take no complex numbers";

  private Complex() {
  }

  /** Both parts along a last axis of 2: the same memory. */
  static Sym parts(Sym x) {
    return x.call("pydl4j.ViewAsReal");
  }

  /** The complex numbers whose parts lie along the last axis: the same memory. */
  static Sym joined(Sym parts) {
    return parts.call("pydl4j.ViewAsComplex");
  }

  static Sym real(Sym x) {
    return parts(x).slice(-1, 0, 1).squeeze(-1);
  }

  static Sym imaginary(Sym x) {
    return parts(x).slice(-1, 1, 2).squeeze(-1);
  }

  /** The complex numbers with these parts, which broadcast. */
  static Sym of(Sym real, Sym imaginary) {
    Sym re = real.expandTo(imaginary);
    Sym im = imaginary.expandTo(re);
    return joined(Sym.concat(-1, re.unsqueeze(-1), im.unsqueeze(-1)));
  }

  /** An op that does the same to both parts of all its inputs. */
  static Op.OnComplex byParts(String op) {
    return (b, a, in) -> joined(b.call(op, a, Arrays.stream(in).map(Complex::parts).toArray(Sym[]::new)));
  }

  static Sym equal(Sym x, Sym y) {
    return joined(parts(x).eq(parts(y)), "And");
  }

  /** What a test of real numbers says of both parts, joined by And or Or. */
  static Op.OnComplex ofEither(String test, String how) {
    return (b, a, in) -> joined(b.call(test, a, parts(in[0])), how);
  }

  private static Sym joined(Sym truths, String how) {
    return truths.slice(-1, 0, 1).call(how, truths.slice(-1, 1, 2)).squeeze(-1);
  }

  /** The node in the other form: a complex type's width doubled or halved, or a real number made complex. */
  static Sym cast(Attrs a, Sym x) {
    DType to = DType.ofOnnx(a.getInt("to", 1));
    if (to == DType.BOOL) {
      return equal(x, x.like(0)).call("Not");
    } else if (x.dtype().isComplex()) {
      return x.dtype() == to ? x : joined(parts(x).cast(to.real()));
    }
    Sym re = x.cast(to.real()).unsqueeze(-1);
    return joined(Sym.concat(-1, re, re.like(0).expandTo(re)));
  }

  /** The type that Cast gives, which takes no part away. */
  static TensorType castType(Call c) {
    DType to = DType.ofOnnx(c.attrs().getInt("to", 1));
    if (c.in(0).dtype().isComplex() && !to.isComplex() && to != DType.BOOL) {
      throw c.fail("complex numbers to " + to, "a complex type or bool", "Take the real part, or the magnitude.");
    }
    return c.in(0).withDType(to);
  }

  private static TensorType viewAsReal(Call c) {
    long[] dims = Arrays.copyOf(c.in(0).dims(), c.in(0).rank() + 1);
    dims[dims.length - 1] = 2;
    return new TensorType(c.in(0).dtype().real(), dims);
  }

  private static TensorType viewAsComplex(Call c) {
    TensorType x = c.in(0);
    if (x.rank() == 0 || x.dim(-1) != 2 && x.dim(-1) != -1) {
      throw c.fail(x.toString(), "a last axis of 2: real and imaginary part", "Stack them along it.");
    } else if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw c.fail("parts of type " + x.dtype(), "float32 or float64", "Cast them.");
    }
    return new TensorType(x.dtype().complex(), Arrays.copyOf(x.dims(), x.rank() - 1));
  }

  private static void copy(NDArray from, NDArray to) {
    to.parts().assign(from.parts());
  }

  static final List<Op> OPS = List.of(
      Op.ours("ViewAsReal").doc("complex [...] as real numbers [..., 2]: real and imaginary part").in("x", COMPLEX)
          .out("y")
          .types(c -> new TensorType[] {viewAsReal(c)}).reference((a, in, out) -> copy(in[0], out[0])).viewOfFirst()
          .gradient(g -> new Sym[] {joined(g.dy())}).noExport(NOT_IN_ONNX).cases(Case.of(complex(3, 4))),
      Op.ours("ViewAsComplex").doc("real numbers [..., 2], real and imaginary part, as complex [...]").in("x", FLOATS)
          .out("y")
          .types(c -> new TensorType[] {viewAsComplex(c)}).reference((a, in, out) -> copy(in[0], out[0])).viewOfFirst()
          .gradient(g -> new Sym[] {parts(g.dy())}).noExport(NOT_IN_ONNX).cases(Case.of(uniform(-1, 1, 3, 2))),
      Op.ours("Complex").doc("real + i imaginary, which broadcast").in("real", FLOATS).in("imaginary", FLOATS).out("y")
          .types(c -> new TensorType[] {
              Elementwise.same(c).withDType(viewAsComplex(c.withTypes(c.in(0).withDims(2))).dtype())})
          .body((b, a, in) -> new Sym[] {of(in[0], in[1])}).noExport(NOT_IN_ONNX)
          .cases(Case.of(uniform(-1, 1, 3, 1), uniform(-1, 1, 4))),
      Op.ours("Real").doc("the real part").in("x", COMPLEX).out("y")
          .types(c -> new TensorType[] {c.in(0).withDType(c.in(0).dtype().real())})
          .body((b, a, in) -> new Sym[] {real(in[0])}).noExport(NOT_IN_ONNX).cases(Case.of(complex(3, 4))),
      Op.ours("Imag").doc("the imaginary part").in("x", COMPLEX).out("y")
          .types(c -> new TensorType[] {c.in(0).withDType(c.in(0).dtype().real())})
          .body((b, a, in) -> new Sym[] {imaginary(in[0])}).noExport(NOT_IN_ONNX).cases(Case.of(complex(3, 4))));
}
