package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.pointwise.WholeNumbers;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.Float16;
import org.pydl4j.nd.types.TensorType;

/** What only plans contain: pointwise programs, and the epilogue of fused products and convolutions. */
public final class Fused {
  private Fused() {
  }

  /** out = act(out + bias + residual); the bias runs along one axis. */
  static void finish(Attrs a, NDArray bias, NDArray residual, NDArray out, int axis) {
    String name = a.getString("activation", "");
    if (bias == null && residual == null && name.isEmpty()) {
      return;
    }
    long inner = 1;
    for (int i = axis + 1; i < out.rank(); i++) {
      inner *= out.size(i);
    }
    for (long i = 0; i < out.size(); i++) {
      double v = out.getDoubleAt(i) + (bias == null ? 0 : bias.getDoubleAt(i / inner % out.size(axis)))
          + (residual == null ? 0 : residual.getDoubleAt(i));
      out.putDoubleAt(i, FusedActivation.apply(a, v));
    }
  }

  /** Strides that read x broadcast to a shape. */
  static long[] broadcastStrides(NDArray x, long[] shape) {
    long[] strides = new long[shape.length];
    long[] own = x.strides();
    for (int i = 0; i < own.length; i++) {
      strides[shape.length - own.length + i] = x.size(i) == 1 ? 0 : own[i];
    }
    return strides;
  }

  /** The reference kernel of every op that declares a pointwise code. */
  public static void pointwise(PointwiseCode code, NDArray[] in, NDArray out) {
    long[] shape = out.shape();
    NDArray[] x = new NDArray[3];
    for (int i = 0; i < 3; i++) {
      x[i] = i < in.length ? in[i].strided(shape, broadcastStrides(in[i], shape), 0) : null;
    }
    DType type = in[in.length - 1].dtype();
    if (WholeNumbers.has(type)) {
      for (long i = 0; i < out.size(); i++) {
        out.putLongAt(i, WholeNumbers.apply(code, type, x[0].getLongAt(i), x[1] == null ? 0 : x[1].getLongAt(i),
            x[2] == null ? 0 : x[2].getLongAt(i)));
      }
      return;
    }
    boolean narrow = code == PointwiseCode.NEXTAFTER && type != DType.FLOAT64;
    for (long i = 0; i < out.size(); i++) {
      double a = x[0].getDoubleAt(i);
      double b = x[1] == null ? 0 : x[1].getDoubleAt(i);
      out.putDoubleAt(i, narrow ? Float16.next(type, a, b) : code.apply(a, b, x[2] == null ? 0 : x[2].getDoubleAt(i)));
    }
  }

  private static TensorType[] programTypes(Call c) {
    long[] types = c.attrs().getLongs("types");
    long[] dims = c.attrs().getLongs("dims");
    TensorType[] out = new TensorType[types.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = new TensorType(DType.ofOnnx((int) Math.min(types[i], Integer.MAX_VALUE)), dims);
    }
    for (int i = 0; i < c.count(); i++) {
      c.expectBroadcast(i, dims);
    }
    checkProgram(c, out.length);
    return out;
  }

  /**
   * Kernels trust a program: what is read was written, and every number names something; a damaged file may say
   * otherwise.
   */
  private static void checkProgram(Call c, int outputs) {
    long[] program = c.attrs().getLongs("program");
    int count = program.length / PointwiseCode.WIDTH;
    BitSet written = new BitSet();
    BitSet stored = new BitSet();
    boolean fits = program.length == count * PointwiseCode.WIDTH;
    for (int p = 0; fits && p < program.length; p += PointwiseCode.WIDTH) {
      long dst = program[p + 1];
      long a = program[p + 2];
      fits =
          program[p] >= 0 && program[p] < PointwiseCode.values().length && dst >= 0 && dst < Math.max(count, outputs);
      PointwiseCode code = fits ? PointwiseCode.of(program[p]) : PointwiseCode.COPY;
      switch (code) {
        case LOAD -> fits &= a >= 0 && a < c.count();
        case CONST -> fits &= a >= 0 && a < c.attrs().getDoubles("constants").length;
        default -> {
          for (int k = 0; k < code.arity; k++) {
            long r = program[p + 2 + k];
            fits &= r >= 0 && r < count && written.get((int) r);
          }
          for (int k = code.arity; k < 3; k++) {
            fits &= program[p + 2 + k] == 0;
          }
        }
      }
      if (fits && code == PointwiseCode.STORE) {
        fits = dst < outputs;
        stored.set((int) dst);
      } else if (fits) {
        written.set((int) dst);
      }
    }
    if (!fits || stored.cardinality() != outputs) {
      throw c.fail("a program of " + program.length + " numbers that is none",
          "five per instruction, of registers written before they are read, "
              + c.count() + " inputs and " + outputs + " outputs that are all stored",
          "Only plans use this op; leave it to them.");
    }
  }

  private static void program(Attrs a, NDArray[] in, NDArray[] out) {
    long[] program = a.getLongs("program");
    double[] constants = a.getDoubles("constants");
    long[] shape = out[0].shape();
    NDArray[] x = new NDArray[in.length];
    for (int i = 0; i < in.length; i++) {
      x[i] = in[i].strided(shape, broadcastStrides(in[i], shape), 0);
    }
    int registers = 0;
    for (int p = 1; p < program.length; p += PointwiseCode.WIDTH) {
      registers = Math.max(registers, (int) program[p] + 1);
    }
    DType whole = arithmetic(in, out);
    if (WholeNumbers.has(whole)) {
      wholeProgram(program, constants, x, out, new long[registers], whole);
      return;
    }
    double[] r = new double[registers];
    for (long i = 0; i < out[0].size(); i++) {
      for (int p = 0; p < program.length; p += PointwiseCode.WIDTH) {
        int dst = (int) program[p + 1];
        int q = (int) program[p + 2];
        PointwiseCode code = PointwiseCode.of(program[p]);
        switch (code) {
          case LOAD -> r[dst] = x[q].getDoubleAt(i);
          case CONST -> r[dst] = constants[q];
          case STORE -> out[dst].putDoubleAt(i, r[q]);
          default -> r[dst] = code.apply(r[q], r[(int) program[p + 3]], r[(int) program[p + 4]]);
        }
      }
    }
  }

  /** The type that a program computes in: the one of its arrays that are no truth values. */
  private static DType arithmetic(NDArray[] in, NDArray[] out) {
    return Stream.concat(Stream.of(in), Stream.of(out)).map(NDArray::dtype).filter(t -> t != DType.BOOL).findFirst()
        .orElse(DType.BOOL);
  }

  private static void wholeProgram(long[] program, double[] constants, NDArray[] x, NDArray[] out, long[] r,
      DType type) {
    for (long i = 0; i < out[0].size(); i++) {
      for (int p = 0; p < program.length; p += PointwiseCode.WIDTH) {
        int dst = (int) program[p + 1];
        int q = (int) program[p + 2];
        PointwiseCode code = PointwiseCode.of(program[p]);
        switch (code) {
          case LOAD -> r[dst] = x[q].getLongAt(i);
          case CONST -> r[dst] = (long) constants[q];
          case STORE -> out[dst].putLongAt(i, r[q]);
          default -> r[dst] =
              cut(type, WholeNumbers.apply(code, type, r[q], r[(int) program[p + 3]], r[(int) program[p + 4]]));
        }
      }
    }
  }

  /** A long as an array of that type would give it back. */
  private static long cut(DType type, long v) {
    int away = 64 - 8 * type.bytes;
    return type.kind == DType.Kind.INT ? v << away >> away : v << away >>> away;
  }

  static final List<Op> OPS = List.of(
      Op.ours("Pointwise")
          .doc("a program of element-by-element instructions over inputs that broadcast; see PointwiseCode")
          .variadic("inputs", ANY).outs("outputs")
          .needs("program", Form.wholes(), "five numbers per instruction").needs("constants", Form.numbers(), "numbers")
          .needs("types", Form.sizes(1), "ONNX types of the outputs")
          .needs("dims", Form.sizes(-1), "shape of the outputs")
          .types(Fused::programTypes)
          .reference(Fused::program).noGradient("the planner fuses after differentiation").noExport("only plans use it")
          .cases(Case.of(
              Attrs.of("program",
                  program(PointwiseCode.LOAD, 0, 0, PointwiseCode.LOAD, 1, 1, PointwiseCode.CONST, 2, 0,
                      PointwiseCode.FMA, 3, 0, PointwiseCode.STORE, 0, 3),
                  "constants", new double[] {0.5}, "types", new long[] {1}, "dims", new long[] {4, 5}),
              uniform(-1, 1, 4, 5), uniform(-1, 1, 5))));

  /** Instructions of (code, dst, a); operands b and c are the registers after a. */
  private static long[] program(Object... parts) {
    long[] p = new long[parts.length / 3 * PointwiseCode.WIDTH];
    for (int i = 0; i < parts.length / 3; i++) {
      PointwiseCode code = (PointwiseCode) parts[3 * i];
      long a = (int) parts[3 * i + 2];
      long[] instruction =
          {code.opcode(), (int) parts[3 * i + 1], a, code.arity > 1 ? a + 1 : 0, code.arity > 2 ? a + 2 : 0};
      System.arraycopy(instruction, 0, p, i * PointwiseCode.WIDTH, PointwiseCode.WIDTH);
    }
    return p;
  }
}
