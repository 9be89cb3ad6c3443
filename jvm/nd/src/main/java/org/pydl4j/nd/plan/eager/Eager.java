package org.pydl4j.nd.plan.eager;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.cache.Kept;
import org.pydl4j.nd.plan.cache.Runs;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.plan.reference.Interpreter;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Single ops and kernels on arrays, outside of plans: one {@link Single} per op, attributes, types and constant lists,
 * kept while it is used. Calls of what is known meet no lock; who brings something new compiles it alone.
 */
public final class Eager {
  private static final Kept<Key, Single> KNOWN = new Kept<>("kernels of single ops");

  /**
   * What a kernel or plan was made for.
   *
   * @param out of a kernel that is asked for by name; null for ops
   */
  private record Key(String op, String attrs, List<TensorType> in, List<TensorType> out, String constants,
      Device device, int threads) {
  }

  private Eager() {
  }

  /** What is known of a call before its arrays are. */
  public static final class Prepared {
    private final Op op;
    private final Attrs attrs;
    private final NDArray[] constants;
    private final String attrsKey;
    private final String lists;
    private final Recent[] recent = new Recent[Runs.STRIPES];

    /** The last arrays in main memory that a thread came with, by their types. */
    private record Recent(TensorType[] types, int threads, Kept.Entry<Key, Single> known) {
      boolean isFor(NDArray[] in) {
        if (threads != Threads.count() || types.length != in.length) {
          return false;
        }
        for (int i = 0; i < in.length; i++) {
          if (in[i] == null ? types[i] != null : types[i] == null || !in[i].isOf(types[i]) || !in[i].isOnHost()) {
            return false;
          }
        }
        return true;
      }
    }

    private Prepared(Op op, Attrs attrs, NDArray[] constants) {
      this.op = op;
      this.attrs = attrs;
      this.constants = constants;
      this.attrsKey = attrs.key();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < constants.length; i++) {
        text.append(constants[i] == null ? "" : i + Elements.text(constants[i]));
      }
      this.lists = text.toString();
    }

    /**
     * @param constants per input: the array where its content decides shapes (lists of axes and the like), else null
     */
    public static Prepared of(Op op, Attrs attrs, NDArray... constants) {
      return new Prepared(op, attrs, constants);
    }

    Op op() {
      return op;
    }

    Attrs attrs() {
      return attrs;
    }

    NDArray[] constants() {
      return constants;
    }

    private Kept.Entry<Key, Single> enter(String where, NDArray[] in) {
      int at = Runs.stripe();
      Recent last = recent[at];
      if (last != null && last.isFor(in) && last.known.enter()) {
        return last.known;
      }
      Device device = null;
      for (NDArray a : in) {
        device = a == null || a.isOnHost() ? device : a.device();
      }
      TensorType[] types = types(in);
      Backend backend = device == null ? Backends.backend() : device.backend();
      Key key = new Key(op.name(), attrsKey, Arrays.asList(types), null, lists, device, Threads.count());
      Kept.Entry<Key, Single> known = KNOWN.enter(key, () -> compile(where, types, key.threads, backend));
      if (device == null) {
        recent[at] = new Recent(types, key.threads, known);
      }
      return known;
    }

    private Single compile(String where, TensorType[] types, int threads, Backend backend) {
      op.infer(where, attrs, types, constants);
      GraphBuilder b = new GraphBuilder();
      Sym[] syms = new Sym[types.length];
      int[] read = new int[types.length];
      int inputs = 0;
      for (int i = 0; i < syms.length; i++) {
        if (constants[i] != null) {
          syms[i] = b.constant(constants[i].dup());
        } else if (types[i] != null) {
          syms[i] = b.input("in" + i, types[i].dtype(), types[i].dims());
          read[inputs++] = i;
        }
      }
      Sym[] out = b.callNamed(op.shortName(), op, attrs, syms);
      for (int i = 0; i < out.length; i++) {
        b.output("out" + i, out[i]);
      }
      return new Single(op.name(), b.build(), Arrays.copyOf(read, inputs), types.length, PlanOptions.of(threads),
          backend);
    }
  }

  /**
   * One op on arrays, its results in new arrays that the caller closes. With an operand on a device the op runs and its
   * results stay there.
   *
   * @param where what errors name as the op's place; nothing when empty
   * @param in null where an optional input is absent
   * @param constants per input: the same array where its content decides shapes (lists of axes and the like), else null
   */
  public static NDArray[] apply(Op op, String where, Attrs attrs, NDArray[] in, NDArray[] constants) {
    return apply(Prepared.of(op, attrs, constants), where, in);
  }

  /** The same for calls that come again. */
  public static NDArray[] apply(Prepared call, String where, NDArray[] in) {
    if (call.op.dynamic() != null && Arrays.stream(in).allMatch(a -> a == null || a.isOnHost())) {
      return between(call, where, in);
    }
    Kept.Entry<Key, Single> known = call.enter(where, in);
    try {
      return known.value().run(in);
    } finally {
      known.leave();
    }
  }

  /**
   * The only output into the caller's dense array in main memory, which is no operand or one that is read element by
   * element.
   */
  static void into(Prepared call, NDArray[] in, NDArray out) {
    Kept.Entry<Key, Single> known = call.enter("", in);
    try {
      known.value().run(in, new NDArray[] {out});
    } finally {
      known.leave();
    }
  }

  /** An op whose dims depend on data: it makes its results itself. */
  private static NDArray[] between(Prepared call, String where, NDArray[] in) {
    Attrs attrs = call.op.check(where, call.attrs, types(in), call.constants).all();
    NDArray[] dense = dense(in);
    try {
      return call.op.dynamic().run(attrs, dense);
    } finally {
      closeCopies(in, dense);
    }
  }

  /**
   * Runs the backend's kernel of that name, which need be no declared op, on dense arrays in main memory; false when
   * there is none. Absent inputs are null.
   */
  public static boolean tried(String name, Attrs attrs, NDArray[] in, NDArray... out) {
    return tried(name, attrs, in, Arrays.asList(types(out)), out);
  }

  /**
   * As {@link #tried(String, Attrs, NDArray[], NDArray...)} for a kernel that finds the dims of -1 itself: one for all
   * of them.
   */
  public static boolean tried(String name, Attrs attrs, NDArray[] in, List<TensorType> outTypes, NDArray... out) {
    Backend backend = Backends.backend();
    Key key = new Key(name, attrs.key(), Arrays.asList(types(in)), outTypes, "", null, Threads.count());
    Kept.Entry<Key, Single> known = KNOWN.enter(key, () -> {
      Kernel made = backend.kernel(new KernelCall(name, attrs, key.in, outTypes, key.threads, new boolean[in.length]));
      return made == null ? null : new Single(name, backend, key.threads, made, in.length, out.length);
    });
    if (known == null) {
      return false;
    }
    try {
      known.value().run(in, out);
      return true;
    } finally {
      known.leave();
    }
  }

  /** Runs an op into dense arrays of the types that it infers. */
  public static void run(Op op, Attrs attrs, NDArray[] in, NDArray... out) {
    if (!tried(op.name(), attrs, in, out)) {
      Interpreter.reference(op, attrs, in, out);
    }
  }

  /** Runs an op whose result replaces its first input. */
  static void inPlace(Op op, Attrs attrs, NDArray... in) {
    Attrs meant = op.check("", attrs, types(in), new NDArray[in.length]).all();
    NDArray[] dense = dense(in);
    try {
      run(op, meant, dense, dense[0]);
      if (dense[0] != in[0]) {
        in[0].assign(dense[0]);
      }
      in[0].markWritten();
    } finally {
      closeCopies(in, dense);
    }
  }

  private static TensorType[] types(NDArray[] arrays) {
    TensorType[] types = new TensorType[arrays.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = arrays[i] == null ? null : arrays[i].type();
    }
    return types;
  }

  private static NDArray[] dense(NDArray[] in) {
    return Arrays.stream(in).map(a -> a == null || a.isDense() ? a : a.dup()).toArray(NDArray[]::new);
  }

  private static void closeCopies(NDArray[] in, NDArray[] dense) {
    for (int i = 0; i < in.length; i++) {
      if (dense[i] != in[i]) {
        dense[i].close();
      }
    }
  }
}
