package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.bools;
import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.BOOLS;
import static org.pydl4j.nd.graph.Op.NUMBERS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;
import static org.pydl4j.nd.graph.Op.ORDERED;

import java.util.List;
import java.util.function.Predicate;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Comparisons, logic and choice, element by element. */
final class Compare {
  private Compare() {
  }

  private static final String STEP = "truth values have no derivative";

  private static Op compare(String name, int version, Predicate<DType> types, PointwiseCode code) {
    return Op.onnx(name, version).in("a", types).in("b", types).out("c")
        .types(c -> new TensorType[] {Elementwise.same(c).withDType(DType.BOOL)})
        .pointwise(code).noGradient(STEP).cases(Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1, 4)));
  }

  private static Op logic(String name, PointwiseCode code) {
    return Op.onnx(name, 7).in("a", BOOLS).in("b", BOOLS).out("c").types(c -> new TensorType[] {Elementwise.same(c)})
        .pointwise(code).noGradient(STEP).cases(Case.of(bools(3, 4), bools(4)));
  }

  private static final Case.Gen EDGES =
      Case.values(0, -0.0, Double.NaN, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  private static Op test(Op op, PointwiseCode code) {
    return test(op, NUMBERS, code);
  }

  private static Op test(Op op, Predicate<DType> types, PointwiseCode code) {
    return op.in("x", types).out("y").types(c -> new TensorType[] {c.in(0).withDType(DType.BOOL)}).pointwise(code)
        .noGradient(STEP).cases(Case.of(EDGES), Case.of(ints(3, 4)));
  }

  static final List<Op> OPS = List.of(
      compare("Greater", 13, ORDERED, PointwiseCode.GT).doc("a > b"),
      compare("GreaterOrEqual", 16, ORDERED, PointwiseCode.GE).doc("a >= b"),
      compare("Less", 13, ORDERED, PointwiseCode.LT).doc("a < b"),
      compare("LessOrEqual", 16, ORDERED, PointwiseCode.LE).doc("a <= b"),
      compare("Equal", 19, ANY, PointwiseCode.EQ).doc("a == b").onComplex((b, a, in) -> Complex.equal(in[0], in[1])),
      Op.ours("NotEqual").doc("a != b").in("a", ANY).in("b", ANY).out("c")
          .types(c -> new TensorType[] {Elementwise.same(c).withDType(DType.BOOL)})
          .pointwise(PointwiseCode.NE).onComplex((b, a, in) -> Complex.equal(in[0], in[1]).call("Not")).noGradient(STEP)
          .export((b, a, in) -> new Sym[] {in[0].eq(in[1]).call("Not")}).cases(Case.of(ints(3, 3, 4), ints(3, 4))),
      logic("And", PointwiseCode.AND).doc("a and b"),
      logic("Or", PointwiseCode.OR).doc("a or b"),
      logic("Xor", PointwiseCode.XOR).doc("either a or b"),
      Op.onnx("Not", 1).doc("not x").in("x", BOOLS).out("y").types(c -> new TensorType[] {c.in(0)})
          .pointwise(PointwiseCode.NOT)
          .noGradient(STEP).cases(Case.of(bools(3, 4))),
      test(Op.onnx("IsNaN", 20), NUMBERS_OR_COMPLEX, PointwiseCode.ISNAN).onComplex(Complex.ofEither("IsNaN", "Or"))
          .doc("whether x is not a number")
          .export((b, a, in) -> in[0].dtype().isFloat() ? null : new Sym[] {in[0].call("Less", in[0])}),
      test(Op.ours("IsFinite"), NUMBERS_OR_COMPLEX, PointwiseCode.ISFINITE)
          .onComplex(Complex.ofEither("pydl4j.IsFinite", "And")).doc("whether x is neither infinite nor NaN")
          .export(
              (b, a, in) -> new Sym[] {in[0].dtype().isFloat() ? in[0].sub(in[0]).eq(in[0].like(0)) : in[0].eq(in[0])}),
      test(Op.ours("SignBit"), PointwiseCode.SIGNBIT).doc("whether the sign bit of x is set: x < 0 or x is -0")
          .export((b, a,
              in) -> new Sym[] {
                  in[0].dtype().isFloat() ? in[0].lt(0).call("Or", in[0].call("Reciprocal").lt(0)) : in[0].lt(0)}),
      Op.onnx("IsInf", 20).doc("whether x is infinite").onComplex(Complex.ofEither("IsInf", "Or"))
          .in("x", NUMBERS_OR_COMPLEX).out("y").attr("detect_negative", Form.flag(), 1, "count minus infinity")
          .attr("detect_positive", Form.flag(), 1, "count infinity")
          .types(c -> new TensorType[] {c.in(0).withDType(DType.BOOL)})
          .body((b, a, in) -> {
            double sought = a.getBool("detect_positive", true) ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            boolean both = a.getBool("detect_positive", true) && a.getBool("detect_negative", true);
            boolean some =
                in[0].dtype().isFloat() && (a.getBool("detect_positive", true) || a.getBool("detect_negative", true));
            return new Sym[] {!some ? in[0].call("Less", in[0]) : (both ? in[0].abs() : in[0]).eq(in[0].like(sought))};
          })
          .noGradient(STEP).cases(Case.of(EDGES), Case.of(Attrs.of("detect_negative", 0), EDGES), Case.of(ints(3, 4))),
      Op.onnx("Where", 16).doc("condition ? a : b").in("condition", BOOLS).in("a", ANY).in("b", ANY).out("c")
          .types(c -> {
            if (c.in(1).dtype() != c.in(2).dtype()) {
              throw c.fail("types " + c.in(1).dtype() + " and " + c.in(2).dtype(), "one type", "Cast one of them.");
            }
            return new TensorType[] {
                c.in(1).withDims(c.broadcast(c.in(0).dims(), c.broadcast(c.in(1).dims(), c.in(2).dims())))};
          })
          .pointwise(PointwiseCode.SELECT)
          .onComplex(
              (b, a, in) -> Complex.joined(in[0].unsqueeze(-1).where(Complex.parts(in[1]), Complex.parts(in[2]))))
          .gradient(g -> new Sym[] {null, g.in(0).where(g.dy(), g.dy().like(0)).sumTo(g.in(1)),
              g.in(0).where(g.dy().like(0), g.dy()).sumTo(g.in(2))})
          .cases(Case.of(bools(3, 4), uniform(-1, 1, 3, 4), uniform(-1, 1, 4))));
}
