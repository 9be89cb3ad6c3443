package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.bools;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.BOOLS;

import java.util.List;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.PointwiseCode;
import org.pydl4j.nd.spi.TensorType;

/** Comparisons, logic and choice, element by element. */
final class Compare {
  private Compare() {
  }

  private static final String STEP = "truth values have no derivative";

  private static Op compare(String name, int version, PointwiseCode code) {
    return Op.onnx(name, version).in("a", ANY).in("b", ANY).out("c").types(c -> new TensorType[] {Elementwise.same(c).withDType(DType.BOOL)})
        .pointwise(code).noGradient(STEP).cases(Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1, 4)));
  }

  private static Op logic(String name, PointwiseCode code) {
    return Op.onnx(name, 7).in("a", BOOLS).in("b", BOOLS).out("c").types(c -> new TensorType[] {Elementwise.same(c)})
        .pointwise(code).noGradient(STEP).cases(Case.of(bools(3, 4), bools(4)));
  }

  static final List<Op> OPS = List.of(
      compare("Greater", 13, PointwiseCode.GT).doc("a > b"),
      compare("GreaterOrEqual", 16, PointwiseCode.GE).doc("a >= b"),
      compare("Less", 13, PointwiseCode.LT).doc("a < b"),
      compare("LessOrEqual", 16, PointwiseCode.LE).doc("a <= b"),
      compare("Equal", 19, PointwiseCode.EQ).doc("a == b"),
      logic("And", PointwiseCode.AND).doc("a and b"),
      logic("Or", PointwiseCode.OR).doc("a or b"),
      logic("Xor", PointwiseCode.XOR).doc("either a or b"),
      Op.onnx("Not", 1).doc("not x").in("x", BOOLS).out("y").types(c -> new TensorType[] {c.in(0)}).pointwise(PointwiseCode.NOT)
          .noGradient(STEP).cases(Case.of(bools(3, 4))),
      Op.onnx("IsNaN", 20).doc("whether x is not a number").in("x", Op.FLOATS).out("y").types(c -> new TensorType[] {c.in(0).withDType(DType.BOOL)})
          .pointwise(PointwiseCode.ISNAN).noGradient(STEP).cases(Case.of(Case.values(0, Double.NaN, 1))),
      Op.onnx("Where", 16).doc("condition ? a : b").in("condition", BOOLS).in("a", ANY).in("b", ANY).out("c")
          .types(c -> {
            if (c.in(1).dtype() != c.in(2).dtype()) {
              throw c.fail("types " + c.in(1).dtype() + " and " + c.in(2).dtype(), "one type", "Cast one of them.");
            }
            return new TensorType[] {c.in(1).withDims(c.broadcast(c.in(0).dims(), c.broadcast(c.in(1).dims(), c.in(2).dims())))};
          })
          .pointwise(PointwiseCode.SELECT)
          .gradient(g -> new Sym[] {null, g.in(0).where(g.dy(), g.dy().like(0)).sumTo(g.in(1)), g.in(0).where(g.dy().like(0), g.dy()).sumTo(g.in(2))})
          .cases(Case.of(bools(3, 4), uniform(-1, 1, 3, 4), uniform(-1, 1, 4))));
}
