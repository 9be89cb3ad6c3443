package org.pydl4j.nd.plan.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Stream;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Times the alternatives of a plan's steps and writes down where another than the first is faster: the only place that
 * looks at a clock.
 */
public final class Tuning {
  /** An alternative must be so much faster, else noise would decide. */
  private static final double GAIN = 0.95;
  private static final long NANOS_PER_KERNEL = 20_000_000;
  private static final int MIN_RUNS = 5;
  private final Backend backend;

  private Tuning(Backend backend) {
    this.backend = backend;
  }

  public static Choices of(List<KernelCall> calls, Backend backend) {
    Map<String, String> best = new TreeMap<>();
    if (backend.memory().isHost()) {
      Tuning t = new Tuning(backend);
      for (KernelCall call : calls) {
        best.computeIfAbsent(Choices.key(call), k -> t.fastest(call));
      }
    }
    best.values().removeIf(String::isEmpty);
    return new Choices(backend.describe(), best);
  }

  private String fastest(KernelCall call) {
    List<String> names = backend.alternatives(call);
    if (names.size() < 2) {
      return "";
    }
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (String name : names) {
      double nanos = nanos(call.choosing(name));
      if (nanos < (name.isEmpty() ? least : least * GAIN)) {
        least = nanos;
        best = name;
      }
    }
    return best;
  }

  /** The least time of several runs on made-up numbers. */
  private double nanos(KernelCall call) {
    Kernel k = backend.kernel(call);
    if (k == null) {
      return Double.POSITIVE_INFINITY;
    }
    try (k; Arena arena = Arena.open("tuning"); Stream stream = backend.newStream()) {
      long[] in = new long[call.inputs().size()];
      for (int i = 0; i < in.length; i++) {
        TensorType t = call.inputs().get(i);
        if (t != null) {
          NDArray a = numbers(arena, t);
          in[i] = a.address();
          Kernel.Packing p = call.constant()[i] ? k.packing(i) : null;
          if (p != null) {
            NDArray packed = arena.create(DType.UINT8, Math.max(1, p.bytes()));
            k.pack(i, a.address(), packed.address());
            in[i] = packed.address();
          }
        }
      }
      List<Long> out = new ArrayList<>();
      call.outputs().forEach(t -> out.add(arena.create(t.dtype(), t.dims()).address()));
      long scratch = arena.create(DType.UINT8, Math.max(1, k.scratchBytes())).address();
      backend.useThreads(call.threads());
      try (Kernel.Bound bound = k.bind(
          new Binding("tuning " + call.op(), in, out.stream().mapToLong(Long::longValue).toArray(), scratch, stream))) {
        bound.run();
        double least = Double.POSITIVE_INFINITY;
        long end = System.nanoTime() + NANOS_PER_KERNEL;
        for (int i = 0; i < MIN_RUNS || System.nanoTime() < end; i++) {
          long start = System.nanoTime();
          bound.run();
          least = Math.min(least, System.nanoTime() - start);
        }
        return least;
      }
    } catch (IndexOutOfBoundsException e) {
      return Double.POSITIVE_INFINITY;  // made-up indices of a kernel that checks them
    }
  }

  private static NDArray numbers(Arena arena, TensorType t) {
    NDArray a = arena.create(t.dtype(), t.dims());
    Random r = new Random(1);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, t.dtype().isFloat() ? 0.1 + r.nextFloat() : 0);
    }
    return a;
  }
}
