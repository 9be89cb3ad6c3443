package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Promotion;
import org.pydl4j.nd.ops.Ops;
import org.pydl4j.nd.spi.TensorType;

/**
 * An op with its attributes that users call on arrays of any types, again and again: operands are cast as {@link Promotion} says. Results
 * are new arrays that the caller closes.
 */
public final class EagerOp {
  private static final int MAX_SCALARS = 1024;
  private static final Map<Scalar, NDArray> SCALARS = new ConcurrentHashMap<>();

  private record Scalar(DType type, double value) {
  }

  private final OpCall call;
  private final Map<Integer, Eager.Prepared> prepared = new ConcurrentHashMap<>();

  public EagerOp(OpCall call) {
    this.call = call;
  }

  private Eager.Prepared prepared(int count) {
    return prepared.computeIfAbsent(count, n -> {
      NDArray[] constants = new NDArray[n];
      for (int i = 0; i < n; i++) {
        constants[i] = call.list(i) == null ? null : NDArray.of(call.list(i), call.list(i).length);
      }
      return Eager.Prepared.of(call.op(), call.attrs(), constants);
    });
  }

  /** All outputs; weak are the positions of plain numbers. */
  public NDArray[] run(List<NDArray> arrays, long... weak) {
    try (Operands o = operands(arrays, weak)) {
      return Arrays.stream(Eager.apply(o.call, "", o.in)).map(a -> own(a, o.in)).toArray(NDArray[]::new);
    }
  }

  /**
   * The only output, written into the caller's array, which may be an operand.
   *
   * @throws IllegalArgumentException where the output has another shape, or its type is of a higher kind (floats for an array of integers)
   */
  public void into(NDArray out, List<NDArray> arrays, long... weak) {
    try (Operands o = operands(arrays, weak)) {
      TensorType type = type(o);
      if (!Arrays.equals(type.dims(), out.type().dims()) || Promotion.common(type.dtype(), out.dtype()).kind != out.dtype().kind) {
        throw new IllegalArgumentException("[" + call.op().name() + "] in place: got a result " + type + "; expected " + out.type()
            + ", the array's own, or a type of its kind. Use the form that makes a new array, or cast.");
      }
      if (call.op().code() != null && out.isOnHost() && out.isDense() && type.equals(out.type()) && Arrays.stream(o.in).allMatch(x -> isSafe(x, out))) {
        Eager.into(o.call, o.in, out);
        out.markWritten();
        return;
      }
      NDArray made = Eager.apply(o.call, "", o.in)[0];
      out.assign(made);
      if (Arrays.stream(o.in).noneMatch(x -> x == made)) {
        made.close();
      }
    }
  }

  private TensorType type(Operands o) {
    TensorType[] types = Arrays.stream(o.in).map(x -> x == null ? null : x.type()).toArray(TensorType[]::new);
    return o.call.op().infer("", o.call.attrs(), types, o.call.constants())[0];
  }

  /** Whether an operand may be read while the output is written element by element. */
  private static boolean isSafe(NDArray x, NDArray out) {
    boolean same = x == null || x.isDense() && x.location() == out.location() && x.type().equals(out.type());
    return same || !x.overlaps(out);
  }

  /** What a call runs on, operands cast to the types it wants; close frees the casts. */
  private record Operands(Eager.Prepared call, NDArray[] in, List<NDArray> made) implements AutoCloseable {
    @Override
    public void close() {
      made.forEach(NDArray::close);
    }
  }

  private Operands operands(List<NDArray> arrays, long... weak) {
    int count = call.count(arrays.size());
    Eager.Prepared p = prepared(count);
    NDArray[] in = p.constants().clone();
    DType[] types = new DType[count];
    boolean[] isWeak = new boolean[count];
    for (int i = 0, next = 0; i < count; i++) {
      if (!call.isList(i) && next < arrays.size()) {
        int position = next;
        isWeak[i] = Arrays.stream(weak).anyMatch(w -> w == position);
        in[i] = arrays.get(next++);
      }
      types[i] = in[i] == null ? null : in[i].dtype();
    }
    DType[] wanted = Promotion.of(call.op(), types, isWeak);
    Operands o = new Operands(p, in, new ArrayList<>());
    try {
      for (int i = 0; i < count; i++) {
        if (in[i] != null && p.constants()[i] == null && in[i].dtype() != wanted[i]) {
          in[i] = cast(in[i], wanted[i]);
          o.made.add(in[i]);
        }
      }
    } catch (RuntimeException e) {
      o.close();
      throw e;
    }
    return o;
  }

  /** The only output for arrays that need no lists beside them. */
  public NDArray run(NDArray... in) {
    boolean alike = call.count(in.length) == in.length;
    for (int i = 0; alike && i < in.length; i++) {
      alike = in[i].dtype() == in[0].dtype() && call.list(i) == null;
    }
    return alike ? own(Eager.apply(prepared(in.length), "", in)[0], in) : run(Arrays.asList(in))[0];
  }

  /** The only output for an array and a plain number, in this order unless reversed; whole: the number is an integer. */
  public NDArray run(NDArray array, double number, boolean whole, boolean reversed) {
    boolean fits = array.dtype().isFloat() || whole && array.dtype() != DType.BOOL;
    DType type = fits ? array.dtype() : whole ? DType.INT64 : DType.FLOAT64;
    NDArray scalar = scalar(type, number);
    if (fits) {
      return reversed ? run(scalar, array) : run(array, scalar);
    }
    return reversed ? run(List.of(scalar, array), 0)[0] : run(List.of(array, scalar), 1)[0];
  }

  /** Plain numbers are kept as arrays: loops use the same ones. */
  private static NDArray scalar(DType type, double number) {
    Scalar key = new Scalar(type, number);
    NDArray a = SCALARS.get(key);
    if (a == null) {
      if (SCALARS.size() >= MAX_SCALARS) {
        SCALARS.clear(); // those in use are freed when they no longer are
      }
      a = NDArray.scalar(type, number);
      SCALARS.put(key, a);
    }
    return a;
  }

  /** An op may hand an input on: its caller gets a copy. */
  private static NDArray own(NDArray made, NDArray[] in) {
    boolean isInput = Arrays.stream(in).anyMatch(x -> x == made);
    return isInput ? made.dup() : made;
  }

  private static NDArray cast(NDArray x, DType type) {
    return Eager.apply(Ops.get("Cast"), "", Attrs.of("to", type.onnx), new NDArray[] {x}, new NDArray[1])[0];
  }
}
