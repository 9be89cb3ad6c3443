package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Case.values;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.NUMBERS;

import java.util.List;
import java.util.function.Predicate;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** What arrays compute element by element beyond ONNX. */
final class Arithmetic {
  private Arithmetic() {
  }

  private static final Case.Gen MIXED = uniform(-3, 3, 4, 5);
  private static final Case.Gen POSITIVE = uniform(0.2, 3, 4, 5);
  private static final Case.Gen EDGES =
      values(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, -0.0, 1);

  /** With divisors that are infinite, 0, of the other sign, and far smaller. */
  private static final Case.Gen DECIMALS = values(6, 1, -1, 1e9, 5, -5, 7.5, -0.0, 3);
  private static final Case.Gen DIVISORS =
      values(0.7, 0.3, 0.3, 3.25, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -2, 3, 0);

  private static Op unary(String name, Predicate<DType> types, PointwiseCode code) {
    return Op.ours(name).in("x", ComplexFunctions.types(name, types)).out("y").types(c -> new TensorType[] {c.in(0)})
        .pointwise(code)
        .onComplex(ComplexFunctions.function(name));
  }

  private static Op binary(String name, Predicate<DType> types, PointwiseCode code) {
    return Op.ours(name).in("a", types).in("b", types).out("c").types(c -> new TensorType[] {Elementwise.same(c)})
        .pointwise(code);
  }

  private static Sym[] one(Sym s) {
    return new Sym[] {s};
  }

  /** Python's remainder in what ONNX has: Mod of integers, of floats fmod with b added where the signs differ. */
  static Sym[] remainderForm(Sym a, Sym b) {
    if (!a.dtype().isFloat()) {
      return one(a.call("Mod", b));
    }
    Sym r = a.call("Mod", Attrs.of("fmod", 1), b);
    Sym other = r.lt(0).call("Xor", b.lt(0)).call("And", r.eq(r.like(0)).call("Not"));
    return one(other.where(r.add(b), r));
  }

  /** Whether x < 0 or x is -0. */
  private static Sym negative(Sym x) {
    return x.lt(0).call("Or", x.call("Reciprocal").lt(0));
  }

  private static Sym floorDivide(Sym a, Sym b) {
    Sym q = a.div(b);
    if (a.dtype().isFloat()) {
      return q.call("Floor");
    }
    return q.sub(q.mul(b).eq(a).call("Not").call("And", a.lt(0).call("Xor", b.lt(0))).cast(a.dtype()));
  }

  /** The angle of the point (x, y). */
  private static Sym angle(Sym y, Sym x) {
    Sym t = y.div(x).call("Atan");
    Sym beyond = x.lt(0).where(y.lt(0).where(t.sub(Math.PI), t.add(Math.PI)), t);
    return x.eq(x.like(0)).call("And", y.eq(y.like(0))).where(t.like(0), beyond);
  }

  static final List<Op> OPS = List.of(
      binary("FloorDivide", NUMBERS, PointwiseCode.FLOORDIV)
          .doc("largest integer not above a / b, Python's //; of integers exact, 0 where b is 0")
          .gradient(g -> new Sym[] {g.dy().mul(0).sumTo(g.in(0)), g.dy().mul(0).sumTo(g.in(1))})
          .export((b, a, in) -> one(floorDivide(in[0], in[1])))
          .cases(Case.of(MIXED, uniform(0.5, 3, 5)), Case.of(ints(9, 4, 5), ints(4, 5))),
      binary("Remainder", NUMBERS, PointwiseCode.MOD)
          .doc("remainder with the sign of b, Python's %, exact; of integers 0 where b is 0")
          .gradient(g -> new Sym[] {g.dy().sumTo(g.in(0)),
              g.dy().mul(g.in(0).call("pydl4j.FloorDivide", g.in(1))).neg().sumTo(g.in(1))})
          .export((b, a, in) -> remainderForm(in[0], in[1]))
          .cases(Case.of(MIXED, uniform(0.5, 3, 5)), Case.of(ints(9, 4, 5), ints(4, 5)), Case.of(DECIMALS, DIVISORS)),
      binary("Fmod", NUMBERS, PointwiseCode.FMOD)
          .doc("remainder with the sign of a, C's fmod, exact; of integers 0 where b is 0")
          .gradient(g -> new Sym[] {g.dy().sumTo(g.in(0)),
              g.dy().mul(g.in(0).sub(g.out(0)).div(g.in(1)).call("Round")).neg().sumTo(g.in(1))})
          .export((b, a, in) -> one(in[0].call("Mod", Attrs.of("fmod", 1), in[1])))
          .cases(Case.of(MIXED, uniform(0.5, 3, 5)), Case.of(MIXED, uniform(-3, -0.5, 5)),
              Case.of(ints(9, 4, 5), ints(4, 5)), Case.of(DECIMALS, DIVISORS)),
      binary("Hypot", FLOATS, PointwiseCode.HYPOT).doc("square root of a a + b b without overflow in between")
          .gradient(g -> new Sym[] {g.dy().mul(g.in(0)).div(g.out(0)).sumTo(g.in(0)),
              g.dy().mul(g.in(1)).div(g.out(0)).sumTo(g.in(1))})
          .export((b, a, in) -> one(in[0].mul(in[0]).add(in[1].mul(in[1])).sqrt()))
          .cases(Case.of(MIXED, uniform(0.5, 3, 5))),
      binary("Atan2", FLOATS, PointwiseCode.ATAN2).doc("angle of the point (b, a), from -pi to pi")
          .gradient(g -> {
            Sym d = g.dy().div(g.in(0).mul(g.in(0)).add(g.in(1).mul(g.in(1))));
            return new Sym[] {d.mul(g.in(1)).sumTo(g.in(0)), d.mul(g.in(0)).neg().sumTo(g.in(1))};
          })
          .export((b, a, in) -> one(angle(in[0], in[1])))
          .cases(Case.of(MIXED, uniform(-3, 3, 5))),
      binary("LogAddExp", FLOATS, PointwiseCode.LOGADDEXP).doc("log(exp(a) + exp(b)) without overflow in between")
          .gradient(g -> new Sym[] {g.dy().mul(g.in(0).sub(g.out(0)).exp()).sumTo(g.in(0)),
              g.dy().mul(g.in(1).sub(g.out(0)).exp()).sumTo(g.in(1))})
          .export((b, a, in) -> one(in[0].max(in[1]).add(in[0].sub(in[1]).abs().neg().exp().add(1).log())))
          .cases(Case.of(MIXED, uniform(-3, 3, 5))),
      binary("CopySign", FLOATS, PointwiseCode.COPYSIGN).doc("|a| with the sign of b, of -0 too")
          .gradient(g -> new Sym[] {
              g.dy().mul(g.in(0).sign()).mul(g.in(0).like(1).call("pydl4j.CopySign", g.in(1))).sumTo(g.in(0)),
              g.dy().mul(0).sumTo(g.in(1))})
          .export((b, a, in) -> one(negative(in[1]).where(in[0].abs().neg(), in[0].abs())))
          .cases(Case.of(MIXED, uniform(-3, 3, 5)), Case.of(EDGES, EDGES)),
      binary("NextAfter", FLOATS, PointwiseCode.NEXTAFTER).doc("the next number of the type from a towards b")
          .noGradient("a step between neighbouring numbers has no derivative")
          .noExport("ONNX has no op on the bits of floats")
          .cases(Case.of(MIXED, uniform(-3, 3, 5)), Case.of(EDGES, EDGES)),

      unary("Log2", FLOATS, PointwiseCode.LOG2).doc("logarithm to base 2")
          .gradient(g -> one(g.dy().div(g.in(0)).mul(1 / Math.log(2))))
          .export((b, a, in) -> one(in[0].log().mul(1 / Math.log(2)))).cases(Case.of(POSITIVE), Case.of(EDGES)),
      unary("Log10", FLOATS, PointwiseCode.LOG10).doc("logarithm to base 10")
          .gradient(g -> one(g.dy().div(g.in(0)).mul(1 / Math.log(10))))
          .export((b, a, in) -> one(in[0].log().mul(1 / Math.log(10)))).cases(Case.of(POSITIVE), Case.of(EDGES)),
      unary("Log1p", FLOATS, PointwiseCode.LOG1P).doc("log(1 + x), exact for small x")
          .gradient(g -> one(g.dy().div(g.in(0).add(1))))
          .export((b, a, in) -> one(in[0].add(1).log())).cases(Case.of(POSITIVE), Case.of(EDGES)),
      unary("Expm1", FLOATS, PointwiseCode.EXPM1).doc("exp(x) - 1, exact for small x")
          .gradient(g -> one(g.dy().mul(g.out(0).add(1))))
          .export((b, a, in) -> one(in[0].exp().sub(1))).cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Exp2", FLOATS, PointwiseCode.EXP2).doc("2 to the power x")
          .gradient(g -> one(g.dy().mul(g.out(0)).mul(Math.log(2))))
          .export((b, a, in) -> one(in[0].like(2).call("Pow", in[0]))).cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Cbrt", FLOATS, PointwiseCode.CBRT).doc("cube root")
          .gradient(g -> one(g.dy().div(g.out(0).mul(g.out(0)).mul(3))))
          .export((b, a, in) -> one(in[0].sign().mul(in[0].abs().call("Pow", in[0].like(1 / 3.0)))))
          .cases(Case.of(MIXED), Case.of(EDGES)),
      unary("Square", NUMBERS, PointwiseCode.SQUARE).doc("x x").gradient(g -> one(g.dy().mul(g.in(0)).mul(2)))
          .export((b, a, in) -> one(in[0].mul(in[0]))).cases(Case.of(MIXED), Case.of(ints(9, 2, 3))),
      unary("Trunc", NUMBERS, PointwiseCode.TRUNC).doc("x without its fraction").gradient(g -> one(g.dy().mul(0)))
          .export((b, a,
              in) -> one(in[0].dtype().isFloat() ? in[0].lt(0).where(in[0].call("Ceil"), in[0].call("Floor"))
                  : in[0].call("Identity")))
          .cases(Case.of(MIXED), Case.of(EDGES), Case.of(ints(9, 2, 3))));
}
