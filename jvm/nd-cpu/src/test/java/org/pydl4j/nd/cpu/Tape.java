package org.pydl4j.nd.cpu;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** A list of bound kernels put together by hand; for benchmarks only, so nothing is freed. */
final class Tape {
  /** An array somewhere in memory. */
  record Tensor(TensorType type, long address) {
    Tensor as(long... dims) {
      return new Tensor(type.withDims(dims), address);
    }
  }

  private record Step(String label, Kernel kernel, Kernel.Bound bound) {
  }

  private static final CpuBackend BACKEND = Runner.BACKEND;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Long> constants = new HashSet<>();
  private final int threads;

  Tape(int threads) {
    this.threads = threads;
  }

  Tensor tensor(DType dtype, long... dims) {
    TensorType t = new TensorType(dtype, dims);
    long address = BACKEND.memory().allocate(t.bytes());
    BACKEND.memory().clear(address, t.bytes());
    return new Tensor(t, address);
  }

  Tensor zeros(long... dims) {
    return tensor(DType.FLOAT32, dims);
  }

  Tensor random(double scale, long... dims) {
    Tensor t = zeros(dims);
    Random r = new Random(t.type.size());
    FloatBuffer b = floats(t);
    while (b.hasRemaining()) {
      b.put((float) (r.nextGaussian() * scale));
    }
    return t;
  }

  /** Says that the array never changes, so that kernels may pack it. */
  Tensor constant(Tensor t) {
    constants.add(t.address);
    return t;
  }

  FloatBuffer floats(Tensor t) {
    return BACKEND.memory().view(t.address, (int) t.type.bytes()).asFloatBuffer();
  }

  /** The part of a flat vector from an offset, under dims. */
  Tensor part(Tensor flat, long offset, long... dims) {
    return new Tensor(new TensorType(DType.FLOAT32, dims), flat.address + 4 * offset);
  }

  /** Appends the op writing into given outputs. */
  void into(String op, Attrs attrs, List<Tensor> in, Tensor... out) {
    List<TensorType> types = new ArrayList<>();
    in.forEach(t -> types.add(t == null ? null : t.type));
    List<TensorType> outTypes = Arrays.stream(out).map(Tensor::type).toList();
    boolean[] constant = new boolean[in.size()];
    for (int i = 0; i < constant.length; i++) {
      constant[i] = in.get(i) != null && constants.contains(in.get(i).address);
    }
    KernelCall call = new KernelCall(op, attrs, types, outTypes, threads, constant);
    Kernel k = BACKEND.kernel(call);
    if (k == null) {
      throw new IllegalStateException(op + ": " + BACKEND.whyNot(call));
    }
    long scratch = BACKEND.memory().allocate(k.scratchBytes());
    long[] addresses = in.stream().mapToLong(t -> t == null ? 0 : t.address).toArray();
    for (int i = 0; i < addresses.length; i++) {
      Kernel.Packing packing = constant[i] ? k.packing(i) : null;
      if (packing != null) {
        long packed = BACKEND.memory().allocate(packing.bytes());
        k.pack(i, addresses[i], packed);
        addresses[i] = packed;
      }
    }
    Kernel.Bound bound = k.bind(new Binding(op, addresses,
        Arrays.stream(out).mapToLong(Tensor::address).toArray(), scratch, BACKEND.newStream()));
    steps.add(new Step(op + " " + (in.get(0) == null ? "" : in.get(0).type) + " -> " + out[0].type + " ["
        + k.implementation() + "]", k, bound));
  }

  /** Appends the op with one new output of those dims. */
  Tensor op(String op, Attrs attrs, List<Tensor> in, long... dims) {
    Tensor out = zeros(dims);
    into(op, attrs, in, out);
    return out;
  }

  void run() {
    for (Step s : steps) {
      s.bound.run();
    }
  }

  /** Best and median microseconds of a run. */
  double[] measure(int runs) {
    for (int i = 0; i < Math.max(3, runs / 5); i++) {
      run();
    }
    double[] us = new double[runs];
    for (int i = 0; i < runs; i++) {
      long t = System.nanoTime();
      run();
      us[i] = (System.nanoTime() - t) / 1e3;
    }
    Arrays.sort(us);
    return new double[] {us[0], us[runs / 2]};
  }

  /** Best microseconds of each step within whole runs. */
  Map<String, Double> profile(int runs) {
    double[] best = new double[steps.size()];
    Arrays.fill(best, 1e18);
    for (int i = 0; i < runs; i++) {
      for (int k = 0; k < best.length; k++) {
        long t = System.nanoTime();
        steps.get(k).bound.run();
        best[k] = Math.min(best[k], (System.nanoTime() - t) / 1e3);
      }
    }
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (int k = 0; k < best.length; k++) {
      byLabel.put(k + " " + steps.get(k).label, best[k]);
    }
    return byLabel;
  }
}
