package org.pydl4j.nd.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.TensorType;

/** Single ops on arrays through the backend: a program of one op per op, attributes, types and constant lists, kept while in use. */
public final class Eager {
  private static final int MAX_PROGRAMS = 256;
  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();
  private static final Map<Key, Program> PROGRAMS = new LinkedHashMap<>();

  private record Key(String op, String attrs, List<TensorType> types, String constants, Device device, int threads) {
  }

  private Eager() {
  }

  /**
   * What is known of a call before its arrays are.
   *
   * @param constants per input: the array where its content decides shapes (lists of axes and the like), else null
   */
  public record Prepared(Op op, Attrs attrs, NDArray[] constants, String attrsText, String lists) {
    public static Prepared of(Op op, Attrs attrs, NDArray[] constants) {
      StringBuilder lists = new StringBuilder();
      for (int i = 0; i < constants.length; i++) {
        lists.append(constants[i] == null ? "" : i + constants[i].elements());
      }
      return new Prepared(op, attrs, constants, attrs.key(), lists.toString());
    }
  }

  /**
   * One op on arrays, its results in new arrays that the caller closes. With an operand on a device the op runs and its results stay there.
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
    return run(call, where, in, null);
  }

  /** The only output into the caller's dense array in main memory, which is no operand or one that is read element by element. */
  static void into(Prepared call, NDArray[] in, NDArray out) {
    run(call, "", in, out);
  }

  private static NDArray[] run(Prepared call, String where, NDArray[] in, NDArray out) {
    TensorType[] types = new TensorType[in.length];
    Map<String, NDArray> inputs = new HashMap<>();
    Device device = null;
    for (int i = 0; i < in.length; i++) {
      types[i] = in[i] == null ? null : in[i].type();
      if (in[i] != null && !in[i].isOnHost()) {
        device = in[i].device();
      }
      if (call.constants[i] == null && in[i] != null) {
        inputs.put("in" + i, in[i]);
      }
    }
    if (call.op.dynamic() != null && device == null && out == null) {
      return between(call, where, in, types);
    }
    Key key = new Key(call.op.name(), call.attrsText, Arrays.asList(types), call.lists, device, Threads.count());
    while (true) {
      LOCK.readLock().lock();
      try {
        Program known = PROGRAMS.get(key);
        if (known != null && out != null) {
          known.run(inputs, Map.of(), Map.of("out0", out));
          return new NDArray[] {out};
        } else if (known != null) {
          return (device == null ? known.run(inputs, Map.of()) : known.runAndStay(inputs, Map.of())).values().toArray(NDArray[]::new);
        }
      } finally {
        LOCK.readLock().unlock();
      }
      keep(key, program(call.op, where, call.attrs, types, call.constants, device == null ? Backends.backend() : device.backend()));
    }
  }

  /** An op whose dims depend on data, without a program around it: it makes its results itself. */
  private static NDArray[] between(Prepared call, String where, NDArray[] in, TensorType... types) {
    Attrs attrs = call.op.check(where, call.attrs, types, call.constants).all();
    NDArray[] dense = Arrays.stream(in).map(x -> x == null || x.isDense() ? x : x.dup()).toArray(NDArray[]::new);
    try {
      return call.op.dynamic().run(attrs, dense);
    } finally {
      for (int i = 0; i < in.length; i++) {
        if (dense[i] != in[i]) {
          dense[i].close();
        }
      }
    }
  }

  private static void keep(Key key, Program program) {
    LOCK.writeLock().lock();
    try {
      Program other = PROGRAMS.putIfAbsent(key, program);
      if (other != null) {
        program.close();
      } else if (PROGRAMS.size() > MAX_PROGRAMS) {
        PROGRAMS.remove(PROGRAMS.keySet().iterator().next()).close();
      }
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  private static Program program(Op op, String where, Attrs attrs, TensorType[] types, NDArray[] constants, Backend backend) {
    op.infer(where, attrs, types, constants);
    GraphBuilder b = new GraphBuilder();
    Sym[] syms = new Sym[types.length];
    for (int i = 0; i < syms.length; i++) {
      if (constants[i] != null) {
        syms[i] = b.constant(constants[i].dup());
      } else if (types[i] != null) {
        syms[i] = b.input("in" + i, types[i].dtype(), types[i].dims());
      }
    }
    Sym[] out = b.callNamed(op.shortName(), op, attrs, syms);
    for (int i = 0; i < out.length; i++) {
      b.output("out" + i, out[i]);
    }
    return new Program(b.build(), Threads.count(), backend);
  }
}
