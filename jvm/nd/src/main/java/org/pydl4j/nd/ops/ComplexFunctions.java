package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.complex;
import static org.pydl4j.nd.graph.Op.COMPLEX;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Functions of complex numbers, which stand for the ops of the same names; gradients of analytic ones are dy
 * conj(f'(x)).
 */
final class ComplexFunctions {
  private ComplexFunctions() {
  }

  /** The types of an op of real numbers, and complex ones where there is a complex function of its name. */
  static Predicate<DType> types(String name, Predicate<DType> real) {
    return ComplexMath.FUNCTIONS.containsKey(name) ? real.or(COMPLEX) : real;
  }

  /** The function of that name, null where there is none. */
  static Op.OnComplex function(String name) {
    return !ComplexMath.FUNCTIONS.containsKey(name) ? null : (b, a, in) -> apply(name, in[0]);
  }

  static Op.OnComplex arithmetic(String name) {
    return (b, a, in) -> in[0].call("pydl4j.ComplexArithmetic", Attrs.of("function", name), in[1]);
  }

  static Sym apply(String name, Sym x) {
    return x.call("pydl4j.ComplexFunction", Attrs.of("function", name));
  }

  static Sym conj(Sym x) {
    return x.dtype().isComplex() ? apply("Conj", x) : x;
  }

  /** The derivative of an analytic function at x, y being its value. */
  private static Sym derivative(String name, Sym x, Sym y) {
    return switch (name) {
      case "Exp" -> y;
      case "Expm1" -> y.add(1);
      case "Log" -> x.call("Reciprocal");
      case "Log1p" -> x.add(1).call("Reciprocal");
      case "Log2" -> x.mul(Math.log(2)).call("Reciprocal");
      case "Log10" -> x.mul(Math.log(10)).call("Reciprocal");
      case "Sqrt" -> y.add(y).call("Reciprocal");
      case "Square" -> x.add(x);
      case "Reciprocal" -> y.mul(y).neg();
      case "Sin" -> x.call("Cos");
      case "Cos" -> x.call("Sin").neg();
      case "Tan" -> y.mul(y).add(1);
      case "Sinh" -> x.call("Cosh");
      case "Cosh" -> x.call("Sinh");
      case "Tanh" -> y.mul(y).rsub(1);
      case "Asin" -> x.mul(x).rsub(1).sqrt().call("Reciprocal");
      case "Acos" -> x.mul(x).rsub(1).sqrt().call("Reciprocal").neg();
      case "Atan" -> x.mul(x).add(1).call("Reciprocal");
      case "Asinh" -> x.mul(x).add(1).sqrt().call("Reciprocal");
      case "Acosh" -> x.sub(1).sqrt().mul(x.add(1).sqrt()).call("Reciprocal");
      case "Atanh" -> x.mul(x).rsub(1).call("Reciprocal");
      default -> throw new UnsupportedOperationException(
          "[" + name + "] of complex numbers has no gradient: it is not analytic. Do not differentiate through it.");
    };
  }

  private static Sym[] functionGradient(Backward g) {
    String name = g.attrs().getString("function", "");
    return new Sym[] {name.equals("Conj") ? conj(g.dy()) : g.dy().mul(conj(derivative(name, g.in(0), g.out(0))))};
  }

  private static Sym[] arithmeticGradient(Backward g) {
    Sym a = g.in(0);
    Sym b = g.in(1);
    Sym y = g.out(0);
    Sym da = switch (g.attrs().getString("function", "")) {
      case "Mul" -> b;
      case "Div" -> b.call("Reciprocal");
      default -> b.mul(a.call("Pow", b.sub(1)));
    };
    Sym db = switch (g.attrs().getString("function", "")) {
      case "Mul" -> a;
      case "Div" -> y.div(b).neg();
      default -> y.mul(a.log());
    };
    return new Sym[] {g.dy().mul(conj(da)).sumTo(a), g.dy().mul(conj(db)).sumTo(b)};
  }

  static ComplexMath at(NDArray x, long i) {
    return new ComplexMath(Elements.real(x, i), Elements.imaginary(x, i));
  }

  static void put(NDArray y, long i, ComplexMath v) {
    Elements.putComplex(y, i, v.re(), v.im());
  }

  private static void arithmetic(Attrs a, NDArray[] in, NDArray out) {
    long[] shape = out.shape();
    NDArray x = in[0].strided(shape, Fused.broadcastStrides(in[0], shape), 0);
    NDArray y = in[1].strided(shape, Fused.broadcastStrides(in[1], shape), 0);
    String name = a.getString("function", "");
    for (long i = 0; i < out.size(); i++) {
      ComplexMath p = at(x, i);
      ComplexMath q = at(y, i);
      put(out, i, name.equals("Mul") ? p.times(q) : name.equals("Div") ? p.over(q) : p.pow(q));
    }
  }

  private static Case[] functionCases() {
    List<Case> cases = new ArrayList<>();
    ComplexMath.FUNCTIONS.keySet().forEach(name -> cases.add(Case.of(Attrs.of("function", name), complex(4, 5))));
    return cases.toArray(Case[]::new);
  }

  private static Case[] arithmeticCases() {
    return List.of("Mul", "Div", "Pow").stream()
        .flatMap(name -> List.of(Case.of(Attrs.of("function", name), complex(4, 5), complex(5)),
            Case.of(Attrs.of("function", name), complex(4, 1), complex(2, 1, 5)),
            Case.of(Attrs.of("function", name), complex(4, 5), complex())).stream())
        .toArray(Case[]::new);
  }

  private static Op toReal(String name) {
    return Op.ours(name).in("x", COMPLEX).out("y")
        .types(c -> new TensorType[] {c.in(0).withDType(c.in(0).dtype().real())}).noExport(Complex.NOT_IN_ONNX)
        .cases(Case.of(complex(4, 5)));
  }

  static final List<Op> OPS = List.of(
      Op.ours("ComplexFunction").doc("a function of complex numbers, element by element").in("x", COMPLEX).out("y")
          .needs("function", Form.text(), "name of the op of real numbers that it is: Exp, Sqrt, ...; Conj")
          .types(c -> {
            if (!ComplexMath.FUNCTIONS.containsKey(c.attrs().getString("function", ""))) {
              throw c.fail("function '" + c.attrs().getString("function", "") + "'",
                  "one of " + ComplexMath.FUNCTIONS.keySet(), "Choose one.");
            }
            return new TensorType[] {c.in(0)};
          })
          .reference((a, in, out) -> {
            ComplexMath.Function f = ComplexMath.FUNCTIONS.get(a.getString("function", ""));
            for (long i = 0; i < in[0].size(); i++) {
              put(out[0], i, f.of(at(in[0], i)));
            }
          })
          .gradient(ComplexFunctions::functionGradient).noExport(Complex.NOT_IN_ONNX).cases(functionCases()),
      Op.ours("ComplexArithmetic").doc("a b, a / b or a to the power b of complex numbers, which broadcast")
          .in("a", COMPLEX).in("b", COMPLEX).out("c")
          .needs("function", Form.text(), "Mul, Div or Pow").types(c -> {
            if (!List.of("Mul", "Div", "Pow").contains(c.attrs().getString("function", ""))) {
              throw c.fail("function '" + c.attrs().getString("function", "") + "'", "Mul, Div or Pow", "Choose one.");
            }
            return new TensorType[] {Elementwise.same(c)};
          })
          .reference((a, in, out) -> arithmetic(a, in, out[0])).gradient(ComplexFunctions::arithmeticGradient)
          .noExport(Complex.NOT_IN_ONNX).cases(arithmeticCases()),
      toReal("ComplexAbs").doc("the magnitude of complex numbers")
          .reference((a, in, out) -> {
            for (long i = 0; i < in[0].size(); i++) {
              out[0].putDoubleAt(i, at(in[0], i).abs());
            }
          }).gradient(g -> new Sym[] {g.dy().cast(g.in(0).dtype()).mul(g.in(0).sign())}),
      toReal("Angle").doc("the angle of complex numbers, from -pi to pi")
          .reference((a, in, out) -> {
            for (long i = 0; i < in[0].size(); i++) {
              out[0].putDoubleAt(i, at(in[0], i).angle());
            }
          })
          .gradient(g -> new Sym[] {Complex.of(g.dy().like(0).expandTo(g.dy()), g.dy()).div(conj(g.in(0)))}),
      Op.ours("Conj").doc("the conjugate; a real number itself").in("x", Op.NUMBERS_OR_COMPLEX).out("y")
          .types(c -> new TensorType[] {c.in(0)})
          .body((b, a, in) -> new Sym[] {in[0].dtype().isComplex() ? conj(in[0]) : in[0].call("Identity")})
          .noExport(Complex.NOT_IN_ONNX)
          .cases(Case.of(complex(3)), Case.of(Case.uniform(-1, 1, 3))));
}
