package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.bools;
import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.List;
import java.util.function.Predicate;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Bits of integers, and of truth values where they are one bit. */
final class Bitwise {
  private Bitwise() {
  }

  private static final String BITS = "integers have no derivative";
  private static final Predicate<DType> BITS_OR_TRUTH = t -> INTS.test(t) || t == DType.BOOL;

  private static Op binary(Op op, Predicate<DType> types, PointwiseCode code) {
    return op.in("a", types).in("b", types).out("c").types(c -> new TensorType[] {Elementwise.same(c)}).pointwise(code)
        .noGradient(BITS);
  }

  private static Op logic(String name, PointwiseCode code, String ofTruth) {
    return binary(Op.onnx(name, 18), BITS_OR_TRUTH, code)
        .export((b, a, in) -> in[0].dtype() == DType.BOOL ? new Sym[] {in[0].call(ofTruth, in[1])} : null)
        .cases(Case.of(ints(99, 3, 4), ints(99, 4)), Case.of(bools(3, 4), bools(4)));
  }

  /** Integers in which the upper bits are set, too. */
  private static Case.Gen any(DType type, long... dims) {
    return (random, floats) -> {
      NDArray a = NDArray.create(type, dims);
      for (long i = 0; i < a.size(); i++) {
        a.putLongAt(i, random.nextLong());
      }
      return a;
    };
  }

  private static Case.Gen counts(DType type, long... dims) {
    return (random, floats) -> ints(70, dims).make(random, floats).castTo(type);
  }

  private static final Case[] SHIFTS =
      {Case.of(any(DType.INT64, 4, 5), counts(DType.INT64, 5)), Case.of(any(DType.INT8, 9), counts(DType.INT8, 9)),
          Case.of(any(DType.UINT16, 9), counts(DType.UINT16, 9)), Case.of(any(DType.UINT64, 9), counts(DType.UINT64))};

  /** ONNX shifts unsigned integers: those of the same bits, negative ones by way of their complement. */
  private static Sym[] unsigned(Sym a, Sym by, String direction) {
    Sym negative = a.lt(0);
    boolean complement = direction.equals("RIGHT") && a.dtype().kind == DType.Kind.INT;
    Sym from = complement ? negative.where(a.call("BitwiseNot"), a) : a;
    Sym beyond = by.lt(8 * a.dtype().bytes).where(by, by.like(0));
    DType bits = DType.of("uint" + 8 * a.dtype().bytes);
    Sym shifted = from.cast(bits).call("BitShift", Attrs.of("direction", direction), beyond.cast(bits)).cast(a.dtype());
    Sym y = by.lt(8 * a.dtype().bytes).where(shifted, a.like(0));
    return new Sym[] {complement ? negative.where(y.call("BitwiseNot"), y) : y};
  }

  static final List<Op> OPS = List.of(
      logic("BitwiseAnd", PointwiseCode.BITAND, "And").doc("bits that a and b have"),
      logic("BitwiseOr", PointwiseCode.BITOR, "Or").doc("bits that a or b has"),
      logic("BitwiseXor", PointwiseCode.BITXOR, "Xor").doc("bits that either a or b has"),
      Op.onnx("BitwiseNot", 18).doc("bits that x lacks").in("x", BITS_OR_TRUTH).out("y")
          .types(c -> new TensorType[] {c.in(0)}).pointwise(PointwiseCode.BITNOT)
          .noGradient(BITS).export((b, a, in) -> in[0].dtype() == DType.BOOL ? new Sym[] {in[0].call("Not")} : null)
          .cases(Case.of(ints(99, 3, 4)), Case.of(bools(3, 4))),
      binary(Op.ours("ShiftLeft"), INTS, PointwiseCode.SHL)
          .doc("a moved left by b bits; 0 where b is negative or as many as the type has")
          .export((b, a, in) -> unsigned(in[0], in[1], "LEFT")).cases(SHIFTS),
      binary(Op.ours("ShiftRight"), INTS, PointwiseCode.SHR)
          .doc("a moved right by b bits, copies of the sign moving in; 0 or -1 where b is negative or "
              + "as many as the type has")
          .export((b, a, in) -> unsigned(in[0], in[1], "RIGHT")).cases(SHIFTS),
      Op.onnx("BitShift", 11).doc("a moved by b bits").in("a", INTS).in("b", INTS).out("c")
          .needs("direction", Form.choice("LEFT", "RIGHT"), "LEFT or RIGHT")
          .types(c -> {
            String d = c.attrs().getString("direction", "");
            if (!d.equals("LEFT") && !d.equals("RIGHT")) {
              throw c.fail("direction '" + d + "'", "LEFT or RIGHT", "Give one of them.");
            }
            return new TensorType[] {Elementwise.same(c)};
          })
          .body((b, a,
              in) -> new Sym[] {in[0]
                  .call(a.getString("direction", "").equals("LEFT") ? "pydl4j.ShiftLeft" : "pydl4j.ShiftRight", in[1])})
          .noGradient(BITS)
          .cases(Case.of(Attrs.of("direction", "RIGHT"), any(DType.UINT32, 4, 5), counts(DType.UINT32, 5)),
              Case.of(Attrs.of("direction", "LEFT"), any(DType.UINT8, 4, 5), counts(DType.UINT8, 5))));
}
