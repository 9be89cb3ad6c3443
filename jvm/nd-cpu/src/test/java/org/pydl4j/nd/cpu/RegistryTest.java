package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
 * Walks the registry of ops: this backend gives what the reference kernels give. What still runs on them: {@link
 * OnReferenceTest}.
 */
class RegistryTest {
  /** Cases beside the declared ones: other modes, and sizes that several threads share. */
  private static final Map<String, List<Case>> MORE = Map.ofEntries(
      more("Pad", Case.of(Attrs.of("mode", "reflect"), uniform(-1, 1, 2, 40, 50), list(0, 3, 2, 0, 1, 4)),
          Case.of(Attrs.of("mode", "edge"), uniform(-1, 1, 70, 300), list(2, 5, 3, -7)),
          Case.of(Attrs.of("mode", "wrap"), uniform(-1, 1, 3, 4), list(2, 3, 3, 2))),
      more("OneHot", Case.of(Attrs.of("axis", 0), ints(90, 300), list(80), Case.values(-1, 2)),
          Case.of(Attrs.of("axis", 1), ints(5, 7, 3000), list(5), Case.values(0, 1))),
      more("TopK", Case.of(Attrs.of("axis", 1), uniform(-1, 1, 30, 70, 5), list(7)),
          Case.of(ints(4, 200, 30), list(30)),
          Case.of(uniform(-1, 1, 4, 3000), list(50)), Case.of(Attrs.of("largest", 0), ints(9, 3, 5000), list(40)),
          Case.of(uniform(-1, 1, 70001), list(300)),
          Case.of(Attrs.of("axis", 0, "largest", 0), uniform(-1, 1, 500, 3), list(1)),
          Case.of(uniform(-1, 1, 2, 900), list(0)),
          Case.of(ints(9, 3, 5000), list(20)), Case.of(Attrs.of("axis", 0), ints(50, 900, 7), list(32)),
          Case.of(uniform(-1, 1, 8, 1000), list(33)),
          Case.of(uniform(-1, 1, 8, 1000), list(100))),
      more("ScatterElements",
          Case.of(Attrs.of("reduction", "max", "axis", -1), uniform(-1, 1, 3, 4), ints(4, 3, 9), uniform(-1, 1, 3, 9))),
      more("GatherND", Case.of(Attrs.of("batch_dims", 1), uniform(-1, 1, 3, 4, 5), ints(4, 3, 2, 1))),
      more("Trilu", Case.of(Attrs.of("upper", 0), uniform(-1, 1, 3, 90, 100), list(-2))),
      more("CumSum", Case.of(Attrs.of("reverse", 1), uniform(-1, 1, 20, 30, 40), list(-2))),
      more("Conv", Case.of(Attrs.of("auto_pad", "SAME_LOWER", "strides", new long[] {2, 2}),
          uniform(-1, 1, 2, 3, 8, 7), uniform(-1, 1, 4, 3, 4, 3)),
          Case.of(Attrs.of("pads", new long[] {1, 0, 1, 1, 0, 1}, "group", 2), uniform(-1, 1, 2, 4, 5, 6, 7),
              uniform(-1, 1, 6, 2, 3, 2, 3), uniform(-1, 1, 6))),
      more("pydl4j.ConvInputGrad",
          Case.of(Attrs.of("strides", new long[] {2, 1, 1}), uniform(-1, 1, 1, 3, 3, 4, 4),
              uniform(-1, 1, 3, 2, 3, 2, 2),
              uniform(-1, 1, 1, 2, 7, 5, 5))),
      more("pydl4j.ConvWeightGrad",
          Case.of(Attrs.of("strides", new long[] {2, 1, 1}), uniform(-1, 1, 2, 2, 7, 5, 5),
              uniform(-1, 1, 2, 3, 3, 4, 4),
              uniform(-1, 1, 3, 2, 3, 2, 2))),
      more("pydl4j.FusedBottleneck", Case.of(
          Attrs.of("layout", "NHWC", "pads", new long[] {1, 1, 1, 1}, "activation", "Clip", "alpha", 0.0, "beta", 0.5,
              "wide_activation", "Clip", "wide_alpha", -0.1, "wide_beta", 0.9),
          uniform(-1, 1, 2, 30, 14, 40), uniform(-1, 1, 70, 1, 3, 3), uniform(-1, 1, 24, 70, 1, 1),
          uniform(-1, 1, 70), uniform(-1, 1, 24), uniform(-1, 1, 70, 40, 1, 1), uniform(-1, 1, 70),
          uniform(-1, 1, 2, 30, 14, 24))),
      more("MaxPool", Case.of(Attrs.of("auto_pad", "SAME_UPPER", "kernel_shape", new long[] {3, 3}, "strides",
          new long[] {2, 2}), uniform(-1, 1, 2, 3, 8, 8))),
      more("Where", Case.of(Case.bools(40, 1), uniform(-1, 1, 3, 1, 50), uniform(-1, 1, 40, 50))),
      more("ReduceSum", Case.of(uniform(-1, 1, 30, 20, 10, 40), list(1, 3)), Case.of(uniform(-1, 1, 70000)),
          Case.of(uniform(-1, 1, 9, 200, 1100), list(1)),
          Case.of(uniform(-1, 1, 5000, 7), list(0)), Case.of(uniform(-1, 1, 0, 7), list(0))),
      more("ReduceMax", Case.of(uniform(-1, 1, 70000)), Case.of(uniform(-1, 1, 9, 200, 1100), list(1))),
      more("pydl4j.Any", Case.of(uniform(-1, 1, 3, 700), list(1)), Case.of(uniform(0, 0, 70, 3), list(0)),
          Case.of(uniform(-1, 1, 0, 7), list(0))),
      more("pydl4j.All", Case.of(uniform(-1, 1, 3, 700), list(1)), Case.of(uniform(1, 2, 70, 3), list(0)),
          Case.of(uniform(-1, 1, 0, 7), list(0))),
      more("ArgMax", Case.of(Attrs.of("axis", 0), uniform(-1, 1, 70000)),
          Case.of(Attrs.of("axis", 1), uniform(-1, 1, 9, 200, 300))));

  private static Map.Entry<String, List<Case>> more(String op, Case... cases) {
    return Map.entry(op, List.of(cases));
  }

  /** The declared cases and ours. */
  static List<Case> cases(Op op) {
    List<Case> cases = new ArrayList<>(op.cases());
    cases.addAll(MORE.getOrDefault(op.name(), List.of()));
    return cases;
  }

  record Built(Graph graph, Map<String, NDArray> inputs) {
  }

  static Built build(Op op, Case c, DType floats) {
    GraphBuilder b = new GraphBuilder();
    Random random = new Random(7);
    Map<String, NDArray> inputs = new HashMap<>();
    Sym[] in = new Sym[c.inputs().length];
    for (int i = 0; i < in.length; i++) {
      NDArray a = c.inputs()[i].make(random, floats);
      if (a == null) {
        continue;
      } else if (c.inputs()[i].isConstant()) {
        in[i] = b.constant(a);
      } else {
        in[i] = b.input("in" + i, a.dtype(), a.shape());
        inputs.put("in" + i, a);
      }
    }
    Sym[] out = b.callAll(op, c.attrs(), in);
    for (int i = 0; i < out.length; i++) {
      b.output("out" + i, out[i]);
    }
    return new Built(b.build(), inputs);
  }

  @TestFactory
  List<DynamicTest> everyOpMatchesItsReferenceOnNativeKernels() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      List<Case> cases = cases(op);
      for (int i = 0; i < cases.size(); i++) {
        Case c = cases.get(i);
        tests.add(DynamicTest.dynamicTest(op.name() + " case " + i, () -> check(op, c, DType.FLOAT32)));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> everyOpMatchesItsReferenceInFloat64() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      for (Case c : op.cases()) {
        tests.add(DynamicTest.dynamicTest(op.name(), () -> check(op, c, DType.FLOAT64)));
      }
    }
    return tests;
  }

  private static final List<DType> OTHERS =
      List.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.UINT8, DType.UINT16, DType.UINT32, DType.UINT64,
          DType.BOOL, DType.FLOAT16, DType.BFLOAT16);
  /** Ops beside those with a pointwise code that run natively in every type they take. */
  private static final Set<String> ANY_TYPE = Set.of("Clip", "Cast", "Identity", "Transpose", "Concat", "Expand",
      "Flatten", "Squeeze", "Unsqueeze", "Reshape", "Split", "Tile",
      "Slice", "pydl4j.Slice", "pydl4j.ExpandTo", "ReduceSum", "ReduceProd", "ReduceMax", "ReduceMin", "pydl4j.Any",
      "pydl4j.All", "ArgMax", "ArgMin");

  @TestFactory
  List<DynamicTest> everyElementwiseOpMatchesItsReferenceInEveryType() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      for (DType type : op.code() != null || ANY_TYPE.contains(op.name()) ? OTHERS : List.<DType>of()) {
        List<Case> cases = cases(op);
        for (int i = 0; i < cases.size(); i++) {
          Case c = in(op, cases.get(i), type);
          if (takes(op, c, type)) {
            tests.add(DynamicTest.dynamicTest(op.name() + " case " + i + " of " + type, () -> check(op, c, type)));
          }
        }
      }
    }
    return tests;
  }

  /** Integers of up to 52 bits and floats with fractions, in every pair of types: exact, as both round once. */
  @TestFactory
  List<DynamicTest> everyTypeIsCastToEveryOtherNatively() {
    List<DynamicTest> tests = new ArrayList<>();
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        if (from.isComplex() && !to.isComplex() && to != DType.BOOL) {
          continue; // an error: a part would be lost
        }
        Case.Gen numbers = (random, floats) -> {
          NDArray a = NDArray.create(from, 3001);
          for (long i = 0; i < a.size(); i++) {
            if (from.isFloat()) {
              a.putDoubleAt(i, (random.nextDouble() - (to.kind == DType.Kind.UINT ? 0 : 0.5)) * 100);
            } else {
              a.putLongAt(i, random.nextLong() >> 12);
            }
          }
          return a;
        };
        tests.add(DynamicTest.dynamicTest(from + " to " + to,
            () -> check(Ops.get("Cast"), Case.of(Attrs.of("to", to.onnx), numbers), DType.INT64)));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> sumsWidenBeforeTheyAddUp() {
    List<DynamicTest> tests = new ArrayList<>();
    for (DType type : List.of(DType.BOOL, DType.INT8, DType.INT16, DType.INT32, DType.UINT8, DType.UINT16, DType.UINT32,
        DType.FLOAT32)) {
      DType wide = type.isFloat() ? DType.FLOAT64 : type.kind == DType.Kind.UINT ? DType.UINT64 : DType.INT64;
      Case.Gen large = (random, floats) -> {
        NDArray a = NDArray.create(type, 33, 700);
        for (long i = 0; i < a.size(); i++) {
          a.putLongAt(i, random.nextInt(type.isFloat() ? 99 : Integer.MAX_VALUE));
        }
        return a;
      };
      for (long[] axes : new long[][] {{0}, {1}, {0, 1}}) {
        tests.add(DynamicTest.dynamicTest(type + " over " + java.util.Arrays.toString(axes),
            () -> check(Ops.get("ReduceSum"), Case.of(Attrs.of("out_type", wide.onnx, "axes", axes), large),
                DType.INT64)));
      }
    }
    return tests;
  }

  /** Digits that a double would lose, and the borders of the types: every instruction on 64-bit integers is exact. */
  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"INT64", "UINT64"})
  void integersOf64BitsKeepAllDigits(DType type) {
    long[] numbers = {0, 1, -1, 2, -2, 3, 7, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, (1L << 53) + 1,
        -(1L << 53) - 1, 1L << 62, 63, 64};
    NDArray a = NDArray.of(numbers);
    NDArray x = NDArray.wrap(a.address(), type, new long[] {numbers.length, 1}, null, a);
    NDArray y = NDArray.wrap(a.address(), type, new long[] {numbers.length}, null, a);
    for (String op : List.of("Add", "Sub", "Mul", "Div", "pydl4j.FloorDivide", "Mod", "Max", "Min", "Greater",
        "LessOrEqual", "Equal", "BitwiseXor", "pydl4j.ShiftLeft",
        "pydl4j.ShiftRight")) {
      GraphBuilder b = new GraphBuilder();
      b.output("y", b.call(op, Attrs.NONE, b.input("a", type, x.shape()), b.input("b", type, y.shape())));
      Graph graph = b.build();
      Map<String, NDArray> inputs = Map.of("a", x, "b", y);
      try (Program p = new Program(graph, 2, Runner.BACKEND)) {
        assertArrayEquals(Interpreter.run(graph, inputs, Map.of()).get("y").toLongArray(),
            p.run(inputs, Map.of()).get("y").toLongArray(), op);
      }
    }
  }

  @Test
  void negativePowersOfIntegersAreRefused() {
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.call("Pow", Attrs.NONE, b.input("a", DType.INT32, 3), b.input("b", DType.INT32, 3)));
    try (Program p = new Program(b.build(), 2, Runner.BACKEND)) {
      String message = assertThrows(IllegalArgumentException.class,
          () -> p.run(Map.of("a", NDArray.of(new int[] {1, 2, 3}), "b", NDArray.of(new int[] {1, -1, 0})), Map.of()))
          .getMessage();
      assertTrue(message.contains("got -1"), message);
    }
  }

  /** The case with numbers of that type in place of floats and of int64, negative ones only where the op takes them. */
  static Case in(Op op, Case c, DType type) {
    Case.Gen[] inputs = c.inputs().clone();
    for (int i = 0; i < inputs.length; i++) {
      Case.Gen given = inputs[i];
      boolean positive = type.kind == DType.Kind.UINT || op.name().equals("Pow");
      if (!given.isConstant()) {
        inputs[i] = (random, floats) -> {
          NDArray a = given.make(random, DType.FLOAT64);
          if (a == null || a.dtype() == DType.BOOL) {
            return a;
          }
          for (long k = 0; k < a.size() && a.dtype() == DType.FLOAT64 && !type.isFloat(); k++) {
            double v = a.getDoubleAt(k);
            a.putDoubleAt(k, !Double.isFinite(v) ? 7 : Math.rint(10 * (positive ? Math.abs(v) : v)));
          }
          return a.castTo(type);
        };
      }
    }
    return Case.of(c.attrs(), inputs);
  }

  static boolean takes(Op op, Case c, DType type) {
    if (type == DType.BOOL && Set.of("ReduceSum", "ReduceProd").contains(op.name())) {
      return false;  // counting asks for an out_type
    }
    for (int i = 0; i < c.inputs().length; i++) {
      Op.Input declared = op.inputs().get(Math.min(i, op.inputs().size() - 1));
      NDArray a = c.inputs()[i].make(new Random(1), type);
      if (a != null && !declared.list() && !declared.types().test(a.dtype())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Products of narrow floats, what else is calculated in float32, and the programs between them, against reference
   * kernels on the same rounded inputs.
   */
  @TestFactory
  List<DynamicTest> opsOfNarrowFloatsMatchTheirReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("MatMul", "Gemm", "pydl4j.FusedMatMul", "Conv", "pydl4j.FusedConv",
        "pydl4j.ConvInputGrad", "pydl4j.ConvWeightGrad", "Softmax",
        "LogSoftmax", "pydl4j.SoftmaxCrossEntropy", "pydl4j.BatchNormTrain", "pydl4j.LstmForward", "GridSample",
        "MaxRoiPool", "RoiAlign", "pydl4j.Pointwise")) {
      Op op = Ops.get(name);
      for (Case c : op.cases()) {
        for (DType type : List.of(DType.BFLOAT16, DType.FLOAT16)) {
          if (type == DType.BFLOAT16 || !name.equals("pydl4j.Pointwise")) { // a program says its types itself
            tests.add(DynamicTest.dynamicTest(name + " of " + type, () -> check(op, c, type)));
          }
        }
      }
    }
    return tests;
  }

  private static double tolerance(DType type) {
    return !type.isFloat() ? 0
        : type == DType.FLOAT64 ? 1e-9 : type == DType.FLOAT32 ? 2e-5 : type == DType.FLOAT16 ? 2e-3 : 1e-2;
  }

  private static void check(Op op, Case c, DType floats) {
    Built built = build(op, c, floats);
    Map<String, NDArray> want = Interpreter.run(built.graph, built.inputs, Map.of());
    try (Program p = new Program(built.graph, 2, Runner.BACKEND)) {
      Map<String, NDArray> got = p.run(built.inputs, Map.of());
      want.forEach((name, a) -> {
        assertEquals(a.type(), got.get(name).type());
        Check.close(a.parts().toDoubleArray(), got.get(name).parts().toDoubleArray(), tolerance(floats));
      });
      Map<String, long[]> dims = new HashMap<>();
      built.inputs.forEach((name, a) -> dims.put(name, a.shape()));
      String plan = p.explain(dims);
      assertFalse(plan.contains("dnnl:ref"), () -> op.name() + " runs\n" + plan);
    }
  }
}
