package org.pydl4j.nd.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.reference.ReferenceKernel;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Memory;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** The sources compute what the reference kernel computes, compiled as plain C++ with the launch written as loops. */
class PointwiseSourceTest {
  private static final double[] SPECIAL =
      {0, -0.0, 1, -1, 0.5, -0.5, 3, -3, 7.5, -7.5, 20, -20, 88, -88, 150, -150, 1e30, 2.5, -2.5,
          Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

  private static long[] program(Object... parts) {
    long[] p = new long[parts.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = parts[i] instanceof PointwiseCode c ? c.opcode() : (int) parts[i];
    }
    return p;
  }

  private static KernelCall call(long[] program, double[] constants, List<TensorType> in, TensorType... out) {
    Attrs attrs = Attrs.of("program", program, "constants", constants, "types",
        Arrays.stream(out).mapToLong(t -> t.dtype().onnx).toArray(), "dims", out[0].dims());
    return new KernelCall("pydl4j.Pointwise", attrs, in, List.of(out), 1, new boolean[in.size()]);
  }

  private static NDArray filled(Random r, TensorType t) {
    NDArray a = NDArray.create(t.dtype(), t.dims());
    for (long i = 0; i < a.size(); i++) {
      double v = r.nextInt(4) == 0 ? SPECIAL[r.nextInt(SPECIAL.length)]
          : (r.nextDouble() - 0.5) * Math.pow(10, r.nextInt(4) - 1);
      a.putDoubleAt(i, t.dtype().isFloat() ? v
          : t.dtype() == DType.BOOL ? r.nextInt(2) : r.nextInt(100) - (t.dtype() == DType.UINT8 ? 0 : 50));
    }
    return a;
  }

  private static List<NDArray> reference(KernelCall call, List<NDArray> in) {
    List<NDArray> out = call.outputs().stream().map(t -> NDArray.zeros(t.dtype(), t.dims())).toList();
    try (Kernel k = ReferenceKernel.of(call);
        Kernel.Bound b = k.bind(new Binding("test", in.stream().mapToLong(NDArray::address).toArray(),
            out.stream().mapToLong(NDArray::address).toArray(), 0, Backends.backend().newStream()))) {
      b.run();
    }
    return out;
  }

  private static void check(List<KernelCall> calls) throws Exception {
    Random r = new Random(1);
    List<List<NDArray>> inputs = new ArrayList<>();
    for (KernelCall c : calls) {
      assertTrue(PointwiseSource.handles(c));
      inputs.add(c.inputs().stream().map(t -> filled(r, t)).toList());
    }
    List<List<NDArray>> got = CppShim.run(calls, inputs);
    for (int i = 0; i < calls.size(); i++) {
      List<NDArray> want = reference(calls.get(i), inputs.get(i));
      for (int o = 0; o < want.size(); o++) {
        same(PointwiseSource.of("k", calls.get(i)), inputs.get(i), want.get(o), got.get(i).get(o));
      }
    }
  }

  private static void same(String source, List<NDArray> in, NDArray want, NDArray got) {
    for (long i = 0; i < want.size(); i++) {
      double w = want.getDoubleAt(i);
      double g = got.getDoubleAt(i);
      // the reference's erf is that far off
      double room = want.dtype() == DType.FLOAT32 ? 4 * Math.ulp((float) w) : 16 * Math.ulp(w);
      boolean fits =
          w == g || Double.isNaN(w) && Double.isNaN(g) || Math.abs(w - g) <= room || Math.abs(w - g) <= 1.2e-38;
      long at = i;
      assertTrue(fits, () -> "element " + at + ": got " + g + "; expected " + w + " of "
          + in.stream().map(a -> a.size() > at ? a.getDoubleAt(at) : a.getDoubleAt(0)).toList() + " by\n" + source);
    }
  }

  /** But a float64 FMA, which the reference rounds twice, and those of integers, the last six. */
  @Test
  void everyInstructionInBothPrecisions() throws Exception {
    List<KernelCall> calls = new ArrayList<>();
    for (PointwiseCode code : PointwiseCode.values()) {
      for (DType t : List.of(DType.FLOAT32, DType.FLOAT64)) {
        if (code.opcode() > PointwiseCode.STORE.opcode() && code.opcode() < PointwiseCode.BITAND.opcode()
            && !(code == PointwiseCode.FMA && t == DType.FLOAT64)) {
          TensorType x = new TensorType(t, 1000);
          List<Object> p = new ArrayList<>();
          for (int k = 0; k < code.arity; k++) {
            p.addAll(List.of(PointwiseCode.LOAD, k, k, 0, 0));
          }
          p.addAll(
              List.of(code, 3, 0, code.arity > 1 ? 1 : 0, code.arity > 2 ? 2 : 0, PointwiseCode.STORE, 0, 3, 0, 0));
          calls.add(call(program(p.toArray()), new double[0], Collections.nCopies(code.arity, x), x));
        }
      }
    }
    check(calls);
  }

  @Test
  void inputsBroadcastAsNumPy() throws Exception {
    long[][][] shapes = {{{7, 3}, {3}, {7, 3}}, {{7, 3}, {7, 1}, {7, 3}}, {{7, 3}, {1}, {7, 3}},
        {{5, 1, 4}, {3, 1}, {5, 3, 4}}, {{2, 3, 4, 5}, {3, 1, 1}, {2, 3, 4, 5}},
        {{64, 8, 9}, {64, 1, 9}, {64, 8, 9}}, {{0, 3}, {3}, {0, 3}}, {{}, {4}, {4}}, {{3, 1}, {1, 50}, {3, 50}},
        {{}, {}, {}}, {{2, 1, 3, 1}, {1, 4, 1, 5}, {2, 4, 3, 5}}};
    List<KernelCall> calls = new ArrayList<>();
    for (long[][] s : shapes) {
      calls.add(call(
          program(PointwiseCode.LOAD, 0, 0, 0, 0, PointwiseCode.LOAD, 1, 1, 0, 0, PointwiseCode.SUB, 0, 0, 1, 0,
              PointwiseCode.STORE, 0, 0, 0, 0),
          new double[0],
          List.of(new TensorType(DType.FLOAT32, s[0]), new TensorType(DType.FLOAT32, s[1])),
          new TensorType(DType.FLOAT32, s[2])));
    }
    check(calls);
  }

  @Test
  void typesAreConvertedWhenLoadedAndStored() throws Exception {
    List<KernelCall> calls = new ArrayList<>();
    for (DType from : List.of(DType.BOOL, DType.INT8, DType.UINT8, DType.INT16, DType.INT32, DType.INT64,
        DType.FLOAT64)) {
      DType to = from == DType.FLOAT64 ? DType.FLOAT32 : from;
      calls.add(call(
          program(PointwiseCode.LOAD, 0, 0, 0, 0, PointwiseCode.CONST, 1, 0, 0, 0, PointwiseCode.GT, 2, 0, 1, 0,
              PointwiseCode.STORE, 0, 0, 0, 0,
              PointwiseCode.STORE, 1, 2, 0, 0),
          new double[] {0}, List.of(new TensorType(from, 40)), new TensorType(to, 40), new TensorType(DType.BOOL, 40)));
    }
    check(calls);
  }

  @Test
  void constantsOfAllKindsAreWritten() throws Exception {
    List<KernelCall> calls = new ArrayList<>();
    for (DType t : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (double v : new double[] {1e-7, -0.5, 3e38, 1 / 3.0, Double.NaN, Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY}) {
        calls.add(call(program(PointwiseCode.CONST, 0, 0, 0, 0, PointwiseCode.STORE, 0, 0, 0, 0), new double[] {v},
            List.of(), new TensorType(t, 3)));
      }
    }
    check(calls);
  }

  /** Programs as the planner makes them. */
  @Test
  void fusedProgramsOfGraphs() throws Exception {
    List<KernelCall> calls = new ArrayList<>();
    Backend host = Backends.backend();
    Backend listening = new Backend() {
      @Override
      public String name() {
        return host.name();
      }

      @Override
      public int priority() {
        return 0;
      }

      @Override
      public String describe() {
        return host.describe();
      }

      @Override
      public Memory memory() {
        return host.memory();
      }

      @Override
      public Kernel kernel(KernelCall c) {
        if (c.op().equals("pydl4j.Pointwise")) {
          calls.add(c);
        }
        return null;
      }
    };
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, 6, 5);
    Sym row = b.input("row", DType.FLOAT32, 5);
    Sym gelu = x.add(row).mul(x.div(Math.sqrt(2)).call("Erf").add(1)).mul(0.5);
    b.output("y", gelu.tanh().sub(row.exp()).mul(x.gt(0).where(x, row)));
    try (Program p = new Program(b.build(), 1, listening)) {
      p.run(Map.of("x", NDArray.zeros(DType.FLOAT32, 6, 5), "row", NDArray.zeros(DType.FLOAT32, 5)), Map.of()).values()
          .forEach(NDArray::close);
    }
    assertFalse(calls.isEmpty(), "the planner fused something");
    check(calls);
  }

  @Test
  void theSourceOfTheReadmeIsThis() {
    KernelCall c = call(
        program(PointwiseCode.LOAD, 0, 0, 0, 0, PointwiseCode.LOAD, 1, 1, 0, 0, PointwiseCode.ADD, 2, 0, 1, 0,
            PointwiseCode.RELU, 2, 2, 0, 0,
            PointwiseCode.CONST, 3, 0, 0, 0, PointwiseCode.MUL, 2, 2, 3, 0, PointwiseCode.STORE, 0, 2, 0, 0),
        new double[] {0.5},
        List.of(new TensorType(DType.FLOAT32, 8, 3, 4), new TensorType(DType.FLOAT32, 3, 1)),
        new TensorType(DType.FLOAT32, 8, 3, 4));
    assertEquals("""
        extern "C" __global__ void pointwise(const float* in0, const float* in1, float* out0) {
          for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < 96; i += gridDim.x * blockDim.x) {
            float r0 = in0[i];
            float r1 = in1[i / 4 % 3];
            float r2 = r0 + r1;
            r2 = r2 < 0 ? 0.0f : r2;
            float r3 = 0.5f;
            r2 = r2 * r3;
            out0[i] = r2;
          }
        }
        """, PointwiseSource.of("pointwise", c));
  }
}
