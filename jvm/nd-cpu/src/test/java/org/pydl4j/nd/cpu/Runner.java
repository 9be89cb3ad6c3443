package org.pydl4j.nd.cpu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Runs one op of the backend over plain arrays. */
final class Runner {
  static final CpuBackend BACKEND = new CpuBackend();
  static final int THREADS = 2;

  /** An array: dims and values; bool, int and long types hold them rounded. */
  record Array(TensorType type, double... values) {
    static Array of(double[] values, long... dims) {
      return new Array(new TensorType(DType.FLOAT32, dims), values);
    }

    static Array empty(DType dtype, long... dims) {
      TensorType t = new TensorType(dtype, dims);
      return new Array(t, new double[(int) t.size()]);
    }
  }

  private Runner() {
  }

  /** The outputs of the op; {@code inputs} may hold nulls. */
  static double[][] run(String op, Attrs attrs, List<Array> inputs, TensorType... outputs) {
    return run(op, attrs, inputs, new boolean[inputs.size()], THREADS, outputs);
  }

  static double[][] run(String op, Attrs attrs, List<Array> inputs, boolean[] constant, int threads,
      TensorType... outputs) {
    List<TensorType> types = new ArrayList<>();
    inputs.forEach(a -> types.add(a == null ? null : a.type));
    KernelCall call = new KernelCall(op, attrs, types, List.of(outputs), threads, constant);
    List<Long> blocks = new ArrayList<>();
    try (Kernel kernel = BACKEND.kernel(call)) {
      if (kernel == null) {
        throw new AssertionError(op + " has no kernel: " + BACKEND.whyNot(call));
      }
      if (kernel.implementation().contains("ref")) {
        throw new AssertionError(op + " runs " + kernel.implementation());
      }
      long[] in = new long[inputs.size()];
      for (int i = 0; i < in.length; i++) {
        if (inputs.get(i) != null) {
          in[i] = allocate(blocks, inputs.get(i).type.bytes());
          write(in[i], inputs.get(i));
          Kernel.Packing packing = constant[i] ? kernel.packing(i) : null;
          if (packing != null) {
            long packed = allocate(blocks, packing.bytes());
            kernel.pack(i, in[i], packed);
            in[i] = packed;
          }
        }
      }
      long[] out = new long[outputs.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = allocate(blocks, outputs[i].bytes());
        ByteBuffer b = BACKEND.memory().view(out[i], (int) outputs[i].bytes());
        while (b.hasRemaining()) {
          b.put((byte) 0x7f);
        }
      }
      long scratch = allocate(blocks, kernel.scratchBytes());
      try (Kernel.Bound bound = kernel.bind(new Binding(op, in, out, scratch, BACKEND.newStream()))) {
        bound.run();
        double[][] first = read(out, outputs);
        bound.run();
        double[][] again = read(out, outputs);
        if (!java.util.Arrays.deepEquals(first, again)) {
          throw new AssertionError(op + ": a second run gave other bits");
        }
        return first;
      }
    } finally {
      blocks.forEach(BACKEND.memory()::free);
    }
  }

  private static long allocate(List<Long> blocks, long bytes) {
    long address = BACKEND.memory().allocate(bytes);
    blocks.add(address);
    return address;
  }

  private static double[][] read(long[] out, TensorType... types) {
    double[][] values = new double[out.length][];
    for (int i = 0; i < out.length; i++) {
      values[i] = new double[(int) types[i].size()];
      ByteBuffer b = BACKEND.memory().view(out[i], (int) types[i].bytes());
      for (int k = 0; k < values[i].length; k++) {
        values[i][k] = switch (types[i].dtype()) {
          case FLOAT32 -> b.getFloat();
          case FLOAT64 -> b.getDouble();
          case INT64 -> b.getLong();
          case INT32 -> b.getInt();
          case BOOL, UINT8 -> b.get();
          default -> throw new AssertionError(types[i]);
        };
      }
    }
    return values;
  }

  private static void write(long address, Array a) {
    ByteBuffer b = BACKEND.memory().view(address, (int) a.type.bytes());
    for (double v : a.values) {
      switch (a.type.dtype()) {
        case FLOAT32 -> b.putFloat((float) v);
        case FLOAT64 -> b.putDouble(v);
        case INT64 -> b.putLong((long) v);
        case INT32 -> b.putInt((int) v);
        case BOOL, UINT8 -> b.put((byte) v);
        default -> throw new AssertionError(a.type);
      }
    }
  }
}
