package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Integers beyond 2^53, which no double holds: every op that takes them gives the same fed, as constants and by its
 * reference.
 */
class WholeNumbersTest {
  /** Ops whose integers count something or are sorted, those that round, and gradients. */
  private static final Set<String> OTHERS = Set.of("Pow", "pydl4j.ShiftLeft", "pydl4j.ShiftRight", "Range", "OneHot",
      "ConstantOfShape", "ReduceL2", "pydl4j.SearchSorted",
      "pydl4j.LaterGradient", "Scan");

  /** The data of a case as large integers; indices and lists stay. */
  private static Case.Gen large(Op op, Case.Gen given, DType type) {
    if (given.isConstant()) {
      return given;
    }
    return (random, floats) -> {
      NDArray a = given.make(random, DType.FLOAT64);
      boolean data = a != null && (a.dtype() == DType.FLOAT64 || a.dtype() == DType.INT64 && op.code() != null);
      if (!data) {
        return a;
      }
      NDArray y = NDArray.create(type, a.shape());
      for (long i = 0; i < y.size(); i++) {
        long v = switch (random.nextInt(8)) {
          case 0 -> type == DType.INT64 ? Long.MIN_VALUE : -1;
          case 1 -> Long.MAX_VALUE;
          case 2 -> (1L << 53) + 1;
          case 3 -> type == DType.INT64 ? -(1L << 53) - 1 : Long.MIN_VALUE + 1;
          case 4 -> random.nextInt(5);
          default -> random.nextLong();
        };
        y.putLongAt(i, v);
      }
      return y;
    };
  }

  private static boolean takes(Op op, Case c, DType type) {
    boolean any = false;
    for (int i = 0; i < c.inputs().length; i++) {
      NDArray a = large(op, c.inputs()[i], type).make(new Random(1), type);
      Op.Input declared = op.inputs().get(Math.min(i, op.inputs().size() - 1));
      if (a != null && !declared.list() && !declared.types().test(a.dtype())) {
        return false;
      }
      any |= a != null && a.dtype() == type && !c.inputs()[i].isConstant();
    }
    return any;
  }

  /** As parts of 2^63. */
  private static double[] parts(NDArray a) {
    return Arrays.stream(a.toDoubleArray()).map(v -> v * 0x1p-63).toArray();
  }

  /** Weights are floats: their sums are right but for the last digits of doubles, of the largest that are added. */
  private static boolean interpolates(Op op, Case c) {
    return List.of("Resize", "pydl4j.Resample").contains(op.name())
        && !c.attrs().getString("mode", "nearest").equals("nearest");
  }

  @TestFactory
  List<DynamicTest> everyOpIsExactFedConstantAndByItsReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      for (DType type : OTHERS.contains(op.name()) || op.control() != null ? List.<DType>of()
          : List.of(DType.INT64, DType.UINT64)) {
        for (int i = 0; i < op.cases().size(); i++) {
          Case c = op.cases().get(i);
          if (takes(op, c, type)) {
            tests.add(DynamicTest.dynamicTest(op.name() + " case " + i + " of " + type, () -> {
              Map<String, NDArray> want = Roads.REFERENCE.run(op, c, type, gen -> large(op, gen, type));
              Map<String, NDArray> fed = Roads.FED.run(op, c, type, gen -> large(op, gen, type));
              Map<String, NDArray> constant = Roads.CONSTANT.run(op, c, type, gen -> large(op, gen, type));
              want.forEach((name, a) -> {
                assertEquals(a.type(), fed.get(name).type());
                if (interpolates(op, c)) {
                  Check.close(parts(a), parts(fed.get(name)), 1e-13);
                  Check.close(parts(a), parts(constant.get(name)), 1e-13);
                  return;
                }
                assertEquals(Elements.text(a), Elements.text(fed.get(name)), "fed");
                assertEquals(Elements.text(a), Elements.text(constant.get(name)), "constant");
              });
            }));
          }
        }
      }
    }
    return tests;
  }

  /** What a program of several instructions makes of a constant that is too large for a double. */
  @Test
  void constantsOfProgramsKeepTheirDigits() {
    for (long number : new long[] {(1L << 53) + 1, -5, Long.MIN_VALUE, Long.MAX_VALUE, 7}) {
      for (DType type : List.of(DType.INT64, DType.UINT64)) {
        GraphBuilder b = new GraphBuilder();
        NDArray c = NDArray.create(type);
        c.putLongAt(0, number);
        Sym x = b.input("x", type, 3);
        b.output("y", x.add(b.constant(c)).mul(x).sub(b.constant(c)));
        b.output("z", x.call("Equal", b.constant(c)));
        NDArray given = NDArray.create(type, 3);
        given.putLongAt(0, number);
        given.putLongAt(1, number + 1);
        given.putLongAt(2, 3);
        try (Program p = new Program(b.build(), 2, Runner.BACKEND)) {
          Map<String, NDArray> got = p.run(Map.of("x", given), Map.of());
          long[] want = {(number + number) * number - number, (number + 1 + number) * (number + 1) - number,
              (3 + number) * 3 - number};
          assertArrayEquals(want, got.get("y").toLongArray(), type + " " + number);
          assertArrayEquals(new long[] {1, 0, 0}, got.get("z").toLongArray());
        }
      }
    }
  }

  /** Ties that one rounding decides otherwise than two; and floats that no integer holds. */
  @Test
  void castsRoundOnceAndAgreeWhereNothingFits() {
    long[] whole = {(1L << 60) + (1L << 36) + 1, (1L << 60) + (1L << 36), (1L << 60) + (1L << 36) - 1,
        -(1L << 60) - (1L << 36) - 1, Long.MAX_VALUE, Long.MIN_VALUE,
        (1L << 62) + (1L << 54) + 1, (1L << 53) + 1, -1, 65519, 65520, 2049, 2051};
    double[] floats = {1.0009765625 / 2 + 0x1p-40, 1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-8 + 0x1p-45, -1e30, 1e30, Double.NaN,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3e9, -3e9,
        1e10, -1.5, 300.7, 9.3e18, 0x1p63, -0x1p63, 0x1p31, -0x1p31 - 0.5};
    for (DType to : DType.values()) {
      for (DType from : List.of(DType.INT64, DType.UINT64)) {
        NDArray a = NDArray.create(from, whole.length);
        for (int i = 0; i < whole.length; i++) {
          a.putLongAt(i, whole[i]);
        }
        check(a, to);
      }
      for (DType from : List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)) {
        check(NDArray.of(floats, floats.length).castTo(from), to);
      }
    }
    NDArray tie = NDArray.of(new long[] {whole[0]}).castTo(DType.FLOAT32);
    assertEquals((float) whole[0], tie.getDoubleAt(0));
  }

  private static void check(NDArray a, DType to) {
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.call("Cast", Attrs.of("to", to.onnx), b.input("x", a.dtype(), a.shape())));
    Graph graph = b.build();
    NDArray want = Interpreter.run(graph, Map.of("x", a), Map.of()).get("y");
    try (Program p = new Program(graph, 2, Runner.BACKEND)) {
      assertEquals(Elements.text(want), Elements.text(p.run(Map.of("x", a), Map.of()).get("y")),
          a.dtype() + " to " + to);
    }
    assertEquals(Elements.text(want), Elements.text(a.castTo(to)), "castTo " + a.dtype() + " to " + to);
  }
}
