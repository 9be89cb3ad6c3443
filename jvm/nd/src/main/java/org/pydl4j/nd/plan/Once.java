package org.pydl4j.nd.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Stream;
import org.pydl4j.nd.spi.TensorType;

/**
 * A kernel that runs once on arrays at hand, without a plan: what computes results whose dims depend on data, and what writes into arrays.
 * The arrays lie in main memory. Kernels are kept while in use.
 */
public final class Once {
  private static final int MAX_KERNELS = 128;
  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();
  private static final Map<Key, Kernel> KERNELS = new LinkedHashMap<>();

  private record Key(Backend backend, String op, String attrs, List<TensorType> in, List<TensorType> out, int threads) {
  }

  private Once() {
  }

  /** Runs the backend's kernel of that name, which need be no declared op; false when there is none. Absent inputs are null. */
  public static boolean tried(String name, Attrs attrs, NDArray[] in, NDArray... out) {
    return tried(name, attrs, in, types(out), out);
  }

  /** As {@link #tried(String, Attrs, NDArray[], NDArray...)} for a kernel that finds the dims of -1 itself: one for all of them. */
  public static boolean tried(String name, Attrs attrs, NDArray[] in, List<TensorType> outTypes, NDArray... out) {
    Backend backend = Backends.backend();
    Key key = new Key(backend, name, attrs.key(), types(in), outTypes, Threads.count());
    while (true) {
      LOCK.readLock().lock();
      try {
        Kernel known = KERNELS.get(key);
        if (known != null) {
          backend.useThreads(key.threads);
          run(name, known, in, out, backend);
          return true;
        }
      } finally {
        LOCK.readLock().unlock();
      }
      Kernel made = backend.kernel(new KernelCall(name, attrs, key.in, key.out, key.threads, new boolean[in.length]));
      if (made == null) {
        return false;
      }
      keep(key, made);
    }
  }

  private static void keep(Key key, Kernel kernel) {
    LOCK.writeLock().lock();
    try {
      if (KERNELS.putIfAbsent(key, kernel) != null) {
        kernel.close();
      } else if (KERNELS.size() > MAX_KERNELS) {
        KERNELS.remove(KERNELS.keySet().iterator().next()).close();
      }
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  /** Runs an op into arrays of the types that it infers. */
  public static void run(Op op, Attrs attrs, NDArray[] in, NDArray... out) {
    if (!tried(op.name(), attrs, in, out)) {
      Interpreter.reference(op, attrs, in, out);
    }
  }

  /** Runs an op whose result replaces its first input. */
  public static void inPlace(Op op, Attrs attrs, NDArray... in) {
    Attrs meant = op.check("", attrs, types(in).toArray(TensorType[]::new), new NDArray[in.length]).all();
    NDArray[] dense = Arrays.stream(in).map(a -> a == null || a.isDense() ? a : a.dup()).toArray(NDArray[]::new);
    try {
      run(op, meant, dense, dense[0]);
      if (dense[0] != in[0]) {
        in[0].assign(dense[0]);
      }
      in[0].markWritten();
    } finally {
      for (int i = 0; i < in.length; i++) {
        if (in[i] != dense[i]) {
          dense[i].close();
        }
      }
    }
  }

  private static void run(String name, Kernel kernel, NDArray[] in, NDArray[] out, Backend backend) {
    try (Stream stream = backend.newStream();
        NDArray scratch = kernel.scratchBytes() == 0 ? null : NDArray.create(DType.UINT8, kernel.scratchBytes());
        Kernel.Bound bound = kernel.bind(new Binding(name, addresses(in), addresses(out), scratch == null ? 0 : scratch.address(), stream))) {
      bound.run();
    }
  }

  private static List<TensorType> types(NDArray[] arrays) {
    TensorType[] types = new TensorType[arrays.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = arrays[i] == null ? null : arrays[i].type();
    }
    return Arrays.asList(types);
  }

  private static long[] addresses(NDArray[] arrays) {
    return Arrays.stream(arrays).mapToLong(a -> a == null ? 0 : a.address()).toArray();
  }
}
