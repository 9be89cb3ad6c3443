package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Case.values;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.NUMBERS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;

import java.util.List;
import java.util.function.Predicate;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Arithmetic and activation functions, element by element. */
final class Elementwise {
  private Elementwise() {
  }

  /** One input, same type out. */
  private static Op unary(String name, int version, PointwiseCode code) {
    return Op.onnx(name, version).in("x", ComplexFunctions.types(name, FLOATS)).out("y")
        .types(c -> new TensorType[] {c.in(0)}).pointwise(code)
        .onComplex(ComplexFunctions.function(name));
  }

  /** The same for integers, too. */
  private static Op number(String name, int version, PointwiseCode code) {
    return number(name, version, ComplexFunctions.types(name, NUMBERS), code)
        .onComplex(ComplexFunctions.function(name));
  }

  private static Op number(String name, int version, Predicate<DType> types, PointwiseCode code) {
    return Op.onnx(name, version).in("x", types).out("y").types(c -> new TensorType[] {c.in(0)}).pointwise(code);
  }

  /** A number made whole: itself where it is an integer, which ONNX leaves out. */
  private static Op whole(String name, int version, PointwiseCode code) {
    return number(name, version, code).gradient(g -> grads(g.dy().mul(0)))
        .export((b, a, in) -> in[0].dtype().isFloat() ? null : grads(in[0].call("Identity")))
        .cases(Case.of(MIXED), Case.of(EDGES), Case.of(ints(9, 2, 3)));
  }

  /** Two inputs of one type that broadcast. */
  private static Op binary(String name, int version, PointwiseCode code) {
    return binary(name, version, NUMBERS, code);
  }

  private static Op binary(String name, int version, Predicate<DType> types, PointwiseCode code) {
    return Op.onnx(name, version).in("a", types).in("b", types).out("c").types(c -> new TensorType[] {same(c)})
        .pointwise(code);
  }

  static TensorType same(Call c) {
    if (c.in(0).dtype() != c.in(1).dtype()) {
      throw c.fail("types " + c.in(0).dtype() + " and " + c.in(1).dtype(), "one type", "Cast one of them.");
    }
    return c.in(0).withDims(c.broadcast(c.in(0).dims(), c.in(1).dims()));
  }

  private static Op composite(String name, int version) {
    return Op.onnx(name, version).in("x", FLOATS).out("y").types(c -> new TensorType[] {c.in(0)});
  }

  private static final Case.Gen MIXED = uniform(-3, 3, 4, 5);
  private static final Case.Gen POSITIVE = uniform(0.2, 3, 4, 5);
  private static final Case.Gen EDGES =
      values(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, -0.0, 1);

  private static Sym[] grads(Sym... s) {
    return s;
  }

  /**
   * The gradient of the larger or smaller of a and b: to a where it was taken, to b else; half of it to each of equals.
   */
  private static Sym[] chosen(Backward g, Sym isFirst) {
    Sym none = g.dy().like(0);
    Sym half = g.dy().mul(0.5);
    Sym equal = g.in(0).call("Equal", g.in(1));
    return grads(isFirst.where(g.dy(), equal.where(half, none)).sumTo(g.in(0)),
        isFirst.where(none, equal.where(half, g.dy())).sumTo(g.in(1)));
  }

  static final List<Op> OPS = List.of(
      binary("Add", 14, NUMBERS_OR_COMPLEX, PointwiseCode.ADD).doc("a + b").onComplex(Complex.byParts("Add"))
          .gradient(g -> grads(g.dy().sumTo(g.in(0)), g.dy().sumTo(g.in(1))))
          .cases(Case.of(MIXED, uniform(-3, 3, 5)), Case.of(uniform(-3, 3, 4, 1), uniform(-3, 3, 1, 5)),
              Case.of(uniform(-1, 1, 0, 3), uniform(-1, 1, 3))),
      binary("Sub", 14, NUMBERS_OR_COMPLEX, PointwiseCode.SUB).doc("a - b").onComplex(Complex.byParts("Sub"))
          .gradient(g -> grads(g.dy().sumTo(g.in(0)), g.dy().neg().sumTo(g.in(1))))
          .cases(Case.of(MIXED, uniform(-3, 3, 5)), Case.of(uniform(-3, 3, 4, 1), uniform(-3, 3, 1, 5))),
      binary("Mul", 14, NUMBERS_OR_COMPLEX, PointwiseCode.MUL).onComplex(ComplexFunctions.arithmetic("Mul"))
          .doc("a * b")
          .gradient(g -> grads(g.dy().mul(g.in(1)).sumTo(g.in(0)), g.dy().mul(g.in(0)).sumTo(g.in(1))))
          .cases(Case.of(MIXED, uniform(-3, 3, 5)), Case.of(uniform(-3, 3, 4, 1), uniform(-3, 3, 1, 5))),
      binary("Div", 14, NUMBERS_OR_COMPLEX, PointwiseCode.DIV).onComplex(ComplexFunctions.arithmetic("Div"))
          .doc("a / b; of integers cut towards 0, 0 where b is 0")
          .gradient(
              g -> grads(g.dy().div(g.in(1)).sumTo(g.in(0)), g.dy().mul(g.out(0)).div(g.in(1)).neg().sumTo(g.in(1))))
          .cases(Case.of(MIXED, uniform(0.5, 3, 5)), Case.of(uniform(-3, 3, 4, 1), uniform(0.5, 3, 1, 5))),
      binary("Pow", 15, NUMBERS_OR_COMPLEX, PointwiseCode.POW).onComplex(ComplexFunctions.arithmetic("Pow"))
          .doc("a to the power b; of integers exact, wrapping around, a negative power is an error")
          .gradient(g -> grads(g.dy().mul(g.in(1)).mul(g.in(0).call("Pow", g.in(1).sub(1))).sumTo(g.in(0)),
              g.dy().mul(g.out(0)).mul(g.in(0).log()).sumTo(g.in(1))))
          .cases(Case.of(POSITIVE, uniform(-2, 2, 5))),
      binary("Max", 13, PointwiseCode.MAX).doc("the larger of a and b")
          .gradient(g -> chosen(g, g.in(0).gt(g.in(1))))
          .cases(Case.of(MIXED, uniform(-3, 3, 5))),
      binary("Min", 13, PointwiseCode.MIN).doc("the smaller of a and b")
          .gradient(g -> chosen(g, g.in(1).gt(g.in(0))))
          .cases(Case.of(MIXED, uniform(-3, 3, 5))),
      Op.onnx("Mod", 13).doc("remainder, exact; of integers 0 where b is 0").in("a", NUMBERS).in("b", NUMBERS).out("c")
          .attr("fmod", Form.flag(), 0, "1: with the sign of a, as C's fmod; 0: with the sign of b, as Python's %")
          .types(c -> new TensorType[] {same(c)})
          .body((b, a, in) -> grads(in[0].call(a.getBool("fmod", false) ? "pydl4j.Fmod" : "pydl4j.Remainder", in[1])))
          .export((b, a, in) -> in[0].dtype().isFloat() && !a.getBool("fmod", false)
              ? Arithmetic.remainderForm(in[0], in[1]) : null)
          .cases(Case.of(MIXED, uniform(0.5, 3, 5)), Case.of(ints(9, 4, 5), ints(4, 5)),
              Case.of(Attrs.of("fmod", 1), MIXED, uniform(0.5, 3, 5)),
              Case.of(Attrs.of("fmod", 1), ints(9, 4, 5), ints(4, 5))),

      number("Neg", 13, NUMBERS_OR_COMPLEX, PointwiseCode.NEG).onComplex(Complex.byParts("Neg")).doc("-x")
          .gradient(g -> grads(g.dy().neg())).cases(Case.of(MIXED), Case.of(EDGES)),
      number("Abs", 13, NUMBERS_OR_COMPLEX, PointwiseCode.ABS)
          .types(c -> new TensorType[] {c.in(0).withDType(c.in(0).dtype().real())})
          .onComplex((b, a, in) -> in[0].call("pydl4j.ComplexAbs")).doc("|x|")
          .gradient(g -> grads(g.dy().mul(g.in(0).sign()))).cases(Case.of(MIXED), Case.of(EDGES)),
      number("Sign", 13, PointwiseCode.SIGN).doc("-1, 0 (of -0, too) or 1").gradient(g -> grads(g.dy().mul(0)))
          .cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Sqrt", 13, PointwiseCode.SQRT).doc("square root").gradient(g -> grads(g.dy().div(g.out(0)).mul(0.5)))
          .cases(Case.of(POSITIVE), Case.of(EDGES)),
      unary("Reciprocal", 13, PointwiseCode.RECIP).doc("1 / x")
          .gradient(g -> grads(g.dy().mul(g.out(0)).mul(g.out(0)).neg())).cases(Case.of(POSITIVE)),
      unary("Exp", 13, PointwiseCode.EXP).doc("e to the power x").gradient(g -> grads(g.dy().mul(g.out(0))))
          .cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Log", 13, PointwiseCode.LOG).doc("natural logarithm").gradient(g -> grads(g.dy().div(g.in(0))))
          .cases(Case.of(POSITIVE), Case.of(EDGES)),
      unary("Sin", 22, PointwiseCode.SIN).doc("sine").gradient(g -> grads(g.dy().mul(g.in(0).call("Cos"))))
          .cases(Case.of(MIXED)),
      unary("Cos", 22, PointwiseCode.COS).doc("cosine").gradient(g -> grads(g.dy().mul(g.in(0).call("Sin")).neg()))
          .cases(Case.of(MIXED)),
      unary("Tanh", 13, PointwiseCode.TANH).doc("hyperbolic tangent")
          .gradient(g -> grads(g.dy().mul(g.out(0).mul(g.out(0)).rsub(1)))).cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Sigmoid", 13, PointwiseCode.SIGMOID).doc("1 / (1 + exp(-x))")
          .gradient(g -> grads(g.dy().mul(g.out(0).mul(g.out(0).rsub(1))))).cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Relu", 14, PointwiseCode.RELU).doc("max(x, 0)")
          .gradient(g -> grads(g.out(0).gt(0).where(g.dy(), g.dy().like(0)))).cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Erf", 13, PointwiseCode.ERF).doc("error function")
          .gradient(g -> grads(g.dy().mul(g.in(0).mul(g.in(0)).neg().exp()).mul(2 / Math.sqrt(Math.PI))))
          .cases(Case.of(MIXED)),
      unary("Softplus", 22, PointwiseCode.SOFTPLUS).doc("log(1 + exp(x))")
          .gradient(g -> grads(g.dy().mul(g.in(0).sigmoid()))).cases(Case.of(MIXED)),
      whole("Floor", 13, PointwiseCode.FLOOR).doc("largest integer not above x"),
      whole("Ceil", 13, PointwiseCode.CEIL).doc("smallest integer not below x"),
      whole("Round", 22, PointwiseCode.ROUND).doc("nearest integer, halves to even"),
      unary("Tan", 22, PointwiseCode.TAN).doc("tangent").gradient(g -> grads(g.dy().mul(g.out(0).mul(g.out(0)).add(1))))
          .cases(Case.of(uniform(-1, 1, 4, 5))),
      unary("Asin", 22, PointwiseCode.ASIN).doc("arc sine")
          .gradient(g -> grads(g.dy().div(g.in(0).mul(g.in(0)).rsub(1).sqrt())))
          .cases(Case.of(uniform(-0.9, 0.9, 4, 5))),
      unary("Acos", 22, PointwiseCode.ACOS).doc("arc cosine")
          .gradient(g -> grads(g.dy().div(g.in(0).mul(g.in(0)).rsub(1).sqrt()).neg()))
          .cases(Case.of(uniform(-0.9, 0.9, 4, 5))),
      unary("Atan", 22, PointwiseCode.ATAN).doc("arc tangent")
          .gradient(g -> grads(g.dy().div(g.in(0).mul(g.in(0)).add(1)))).cases(Case.of(MIXED)),
      unary("Sinh", 22, PointwiseCode.SINH).doc("hyperbolic sine")
          .gradient(g -> grads(g.dy().mul(g.in(0).call("Cosh")))).cases(Case.of(MIXED)),
      unary("Cosh", 22, PointwiseCode.COSH).doc("hyperbolic cosine")
          .gradient(g -> grads(g.dy().mul(g.in(0).call("Sinh")))).cases(Case.of(MIXED)),
      unary("Asinh", 22, PointwiseCode.ASINH).doc("inverse hyperbolic sine")
          .gradient(g -> grads(g.dy().div(g.in(0).mul(g.in(0)).add(1).sqrt()))).cases(Case.of(MIXED)),
      unary("Acosh", 22, PointwiseCode.ACOSH).doc("inverse hyperbolic cosine")
          .gradient(g -> grads(g.dy().div(g.in(0).mul(g.in(0)).sub(1).sqrt()))).cases(Case.of(uniform(1.2, 4, 4, 5))),
      unary("Atanh", 22, PointwiseCode.ATANH).doc("inverse hyperbolic tangent")
          .gradient(g -> grads(g.dy().div(g.in(0).mul(g.in(0)).rsub(1)))).cases(Case.of(uniform(-0.9, 0.9, 4, 5))),
      Op.onnx("Identity", 21).doc("x").in("x", ANY).out("y").types(c -> new TensorType[] {c.in(0)})
          .reference((a, in, out) -> out[0].assign(in[0]))
          .viewOfFirst().gradient(g -> grads(g.dy())).cases(Case.of(MIXED)),
      Op.onnx("Cast", 21).doc("x in another element type").in("x", ANY).out("y")
          .needs("to", Form.dtype(false), "TensorProto.DataType of the result")
          .types(c -> new TensorType[] {Complex.castType(c)}).onComplex((b, a, in) -> Complex.cast(a, in[0]))
          .reference((a, in, out) -> {
            for (long i = 0; i < in[0].size(); i++) {
              Elements.copy(in[0], i, out[0], i);
            }
          })
          .gradient(g -> grads(g.in(0).dtype().isFloat() ? g.dy().cast(g.in(0).dtype()) : null))
          .cases(Case.of(Attrs.of("to", 1), MIXED)),

      composite("LeakyRelu", 16).doc("x where x >= 0, alpha x elsewhere").attr("alpha", 0.01, "slope below 0")
          .body((b, a, in) -> grads(in[0].gt(0).where(in[0], in[0].mul(a.getDouble("alpha", 0.01)))))
          .cases(Case.of(Attrs.of("alpha", 0.1), MIXED)),
      composite("ThresholdedRelu", 22).doc("x where x > alpha, 0 elsewhere").attr("alpha", 1.0, "threshold")
          .body((b, a, in) -> grads(in[0].gt(a.getDouble("alpha", 1)).where(in[0], in[0].like(0))))
          .cases(Case.of(MIXED)),
      composite("Celu", 12).doc("max(x, 0) + min(0, alpha (exp(x / alpha) - 1))")
          .attr("alpha", 1.0, "limit at minus infinity, negated")
          .body((b, a, in) -> {
            double alpha = a.getDouble("alpha", 1);
            return grads(in[0].relu().add(in[0].min(in[0].like(0)).div(alpha).exp().sub(1).mul(alpha)));
          }).cases(Case.of(Attrs.of("alpha", 0.5), MIXED)),
      Op.onnx("PRelu", 16).doc("x where x >= 0, slope x elsewhere; the slope broadcasts").in("x", FLOATS)
          .in("slope", FLOATS).out("y").types(c -> new TensorType[] {same(c)})
          .body((b, a, in) -> grads(in[0].lt(0).where(in[0].mul(in[1]), in[0])))
          .cases(Case.of(uniform(-3, 3, 2, 3, 4), uniform(0.1, 0.3, 3, 1))),
      composite("Elu", 22).doc("x where x > 0, alpha (exp(x) - 1) elsewhere")
          .attr("alpha", 1.0, "limit at minus infinity, negated")
          .body((b, a, in) -> grads(
              in[0].gt(0).where(in[0], in[0].min(in[0].like(0)).exp().sub(1).mul(a.getDouble("alpha", 1)))))
          .cases(Case.of(MIXED)),
      composite("Selu", 22).doc("gamma (x where x > 0, alpha (exp(x) - 1) elsewhere)")
          .attr("alpha", 1.67326319217681884765625, "alpha").attr("gamma", 1.05070102214813232421875, "gamma")
          .body((b, a, in) -> {
            Sym below = in[0].min(in[0].like(0)).exp().sub(1).mul(a.getDouble("alpha", 1.67326319217681884765625));
            return grads(in[0].gt(0).where(in[0], below).mul(a.getDouble("gamma", 1.05070102214813232421875)));
          })
          .cases(Case.of(MIXED)),
      composite("HardSigmoid", 22).doc("max(0, min(1, alpha x + beta))").attr("alpha", 0.2, "slope")
          .attr("beta", 0.5, "value at 0")
          .body((b, a, in) -> grads(in[0].mul(a.getDouble("alpha", 0.2)).add(a.getDouble("beta", 0.5)).clip(0, 1)))
          .cases(Case.of(MIXED)),
      composite("HardSwish", 22).doc("x max(0, min(1, x / 6 + 1/2))")
          .body((b, a, in) -> grads(in[0].mul(in[0].mul(1 / 6.0).add(0.5).clip(0, 1)))).cases(Case.of(MIXED)),
      composite("Softsign", 22).doc("x / (1 + |x|)").body((b, a, in) -> grads(in[0].div(in[0].abs().add(1))))
          .cases(Case.of(MIXED)),
      composite("Mish", 22).doc("x tanh(softplus(x))")
          .body((b, a, in) -> grads(in[0].mul(in[0].call("Softplus").tanh()))).cases(Case.of(MIXED)),
      composite("Gelu", 20)
          .doc("x Phi(x), Phi the normal distribution function; approximate=\"tanh\" for its approximation")
          .attr("approximate", Form.choice("none", "tanh"), "none", "none or tanh")
          .body((b, a, in) -> {
            Sym x = in[0];
            if (a.getString("approximate", "none").equals("tanh")) {
              return grads(
                  x.mul(0.5).mul(x.mul(x).mul(x).mul(0.044715).add(x).mul(Math.sqrt(2 / Math.PI)).tanh().add(1)));
            }
            return grads(x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).call("Erf").add(1)));
          }).cases(Case.of(MIXED), Case.of(Attrs.of("approximate", "tanh"), MIXED)),
      Op.onnx("Clip", 13).doc("x kept within [low, high]; bounds that are arrays broadcast").in("x", NUMBERS)
          .optional("low", NUMBERS).optional("high", NUMBERS).out("y")
          .types(Elementwise::clipped)
          .body((b, a, in) -> {
            Sym x = in.length > 1 && in[1] != null ? in[0].max(in[1]) : in[0];
            return grads(in.length > 2 && in[2] != null ? x.min(in[2]) : x);
          })
          .export((b, a, in) -> {
            boolean scalars = (in.length < 2 || in[1] == null || in[1].rank() == 0)
                && (in.length < 3 || in[2] == null || in[2].rank() == 0);
            Sym x = scalars || in[1] == null ? in[0] : in[0].max(in[1]);
            return scalars ? null : grads(in.length > 2 && in[2] != null ? x.min(in[2]) : x);
          })
          .cases(Case.of(MIXED, uniform(-1, -0.9), uniform(1, 1.1)),
              Case.of(MIXED, uniform(-1, -0.5, 5), uniform(0.5, 1, 3, 4, 1))));

  private static TensorType[] clipped(Call c) {
    TensorType x = c.in(0);
    for (int i = 1; i <= 2; i++) {
      if (c.has(i) && c.in(i).dtype() != x.dtype()) {
        throw c.fail("types " + x.dtype() + " and " + c.in(i).dtype(), "one type", "Cast one of them.");
      }
      x = c.has(i) ? x.withDims(c.broadcast(x.dims(), c.in(i).dims())) : x;
    }
    return new TensorType[] {x};
  }
}
