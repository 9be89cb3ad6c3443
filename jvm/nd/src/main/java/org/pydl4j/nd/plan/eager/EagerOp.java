package org.pydl4j.nd.plan.eager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.ArrayOp;
import org.pydl4j.nd.array.Holds;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Promotion;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * An op with its attributes that users call on arrays of any types, again and again: operands are cast as {@link
 * Promotion} says. Results are new arrays that the caller closes.
 */
public final class EagerOp implements ArrayOp {
  private static final int MAX_SCALARS = 1024;
  private static final Map<DType, Eager.Prepared> CASTS = new ConcurrentHashMap<>();
  private static final Map<Scalar, NDArray> SCALARS = new ConcurrentHashMap<>();

  private record Scalar(DType type, double value) {
  }

  private final OpCall call;
  private final Map<Integer, Places> places = new ConcurrentHashMap<>();
  private volatile DType[] settled = {};

  /**
   * What calls with some number of arrays have in common.
   *
   * @param at per array: its position among the op's inputs
   */
  private record Places(Eager.Prepared call, int[] at) {
    NDArray[] in(NDArray[] arrays) {
      NDArray[] in = call.constants().clone();
      for (int i = 0; i < at.length; i++) {
        in[at[i]] = arrays[i];
      }
      return in;
    }
  }

  public EagerOp(OpCall call) {
    this.call = call;
  }

  /** Whether it gives one array, whatever it is called on. */
  public boolean hasOneOutput() {
    return call.op().outputs().size() == 1 && !call.op().hasManyOutputs();
  }

  private Places places(int arrays) {
    Places p = places.get(arrays);
    return p != null ? p : places.computeIfAbsent(arrays, this::makePlaces);
  }

  private Places makePlaces(int arrays) {
    int count = call.count(arrays);
    NDArray[] constants = new NDArray[count];
    for (int i = 0; i < count; i++) {
      constants[i] = call.list(i) == null ? null : Holds.lasting(NDArray.of(call.list(i), call.list(i).length));
    }
    int[] free = IntStream.range(0, count).filter(i -> !call.isList(i)).limit(arrays).toArray();
    return new Places(Eager.Prepared.of(call.op(), call.attrs(), constants), free);
  }

  @Override
  public NDArray[] run(List<NDArray> arrays, long... weak) {
    try (Operands o = operands(arrays, weak)) {
      return Arrays.stream(Products.apply(o.call, o.in)).map(a -> own(a, o.in)).toArray(NDArray[]::new);
    }
  }

  @Override
  public void into(NDArray out, List<NDArray> arrays, long... weak) {
    try (Operands o = operands(arrays, weak)) {
      TensorType type = type(o);
      if (!Arrays.equals(type.dims(), out.type().dims())
          || Promotion.common(type.dtype(), out.dtype()).kind != out.dtype().kind) {
        throw new IllegalArgumentException(
            "[" + call.op().name() + "] in place: got a result " + type + "; expected " + out.type()
                + ", the array's own, or a type of its kind. Use the form that makes a new array, or cast.");
      }
      if (!call.op().isView() && !call.op().isBorder() && out.isOnHost() && out.isDense() && type.equals(out.type())
          && Arrays.stream(o.in)
              .allMatch(x -> call.op().code() == null ? x == null || !x.overlaps(out) : isSafe(x, out))) {
        Eager.into(o.call, o.in, out);
        out.markWritten();
        return;
      }
      try (NDArray made = own(Eager.apply(o.call, "", o.in)[0], o.in)) {
        if (made.dtype() == out.dtype()) {
          out.assign(made);
        } else {
          try (NDArray converted = cast(made, out.dtype())) {
            out.assign(converted);
          }
        }
      }
    }
  }

  /** Writes the result over the first array, which may be a view; nothing is cast. */
  public void replace(NDArray... arrays) {
    Eager.inPlace(call.op(), call.attrs(), arrays);
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
    Places p = places(arrays.size());
    NDArray[] in = p.in(arrays.toArray(NDArray[]::new));
    boolean[] isWeak = new boolean[in.length];
    for (long w : weak) {
      isWeak[p.at[(int) w]] = true;
    }
    DType[] wanted = Promotion.of(call.op(), types(in), isWeak);
    Operands o = new Operands(p.call, in, new ArrayList<>());
    try {
      for (long w : weak) {
        int i = p.at[(int) w];
        boolean unsigned = in[i].dtype() == DType.UINT64;
        if ((unsigned || in[i].dtype() == DType.INT64) && !Promotion.holds(wanted[i], in[i].getLongAt(0), unsigned)) {
          in[i] = Promotion.outOfRange(call.op(), i, wanted[i], in[i].getLongAt(0), unsigned);
          o.made.add(in[i]);
          isWeak[i] = false;
          wanted = Promotion.of(call.op(), types(in), isWeak);
        }
      }
      for (int i : p.at) {
        if (in[i] != null && in[i].dtype() != wanted[i]) {
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

  private static DType[] types(NDArray[] in) {
    DType[] types = new DType[in.length];
    for (int i = 0; i < in.length; i++) {
      types[i] = in[i] == null ? null : in[i].dtype();
    }
    return types;
  }

  @Override
  public NDArray run(NDArray... arrays) {
    if (!isSettled(arrays)) {
      return run(Arrays.asList(arrays))[0];
    }
    Places p = places(arrays.length);
    NDArray[] in = p.in(arrays);
    return own(Products.apply(p.call, in)[0], in);
  }

  /** Whether arrays of these types need no casts; the last such types are kept. */
  private boolean isSettled(NDArray[] arrays) {
    DType[] last = settled;
    boolean isLast = last.length == arrays.length;
    for (int i = 0; isLast && i < last.length; i++) {
      isLast = last[i] == arrays[i].dtype();
    }
    if (isLast) {
      return true;
    }
    DType[] types = types(places(arrays.length).in(arrays));
    if (!Arrays.equals(types, Promotion.of(call.op(), types, new boolean[types.length]))) {
      return false;
    }
    settled = types(arrays);
    return true;
  }

  @Override
  public NDArray run(NDArray array, double number, boolean whole, boolean reversed) {
    boolean fits = array.dtype().isFloat() || array.dtype().isComplex()
        || whole && array.dtype() != DType.BOOL && Promotion.holds(array.dtype(), (long) number, false);
    DType type = fits ? array.dtype() : whole ? DType.INT64 : DType.FLOAT64;
    NDArray scalar = scalar(type, number);
    if (fits) {
      return reversed ? run(scalar, array) : run(array, scalar);
    }
    return reversed ? run(List.of(scalar, array), 0)[0] : run(List.of(array, scalar), 1)[0];
  }

  /**
   * The output of a random op, whose operands are seed, step, the list of its shape, and parameters: its first ones.
   */
  public NDArray draw(long seed, long step, double... parameters) {
    return drawn(seed, step, Arrays.stream(parameters).mapToObj(p -> scalar(DType.FLOAT64, p)).toArray(NDArray[]::new));
  }

  /** The same for parameters that are whole numbers. */
  public NDArray draw(long seed, long step, long first, long second) {
    try (NDArray a = exact(first); NDArray b = exact(second)) {
      return drawn(seed, step, a, b);
    }
  }

  private NDArray drawn(long seed, long step, NDArray... parameters) {
    NDArray[] arrays = Arrays.copyOf(parameters, Math.min(parameters.length, call.op().inputs().size() - 3) + 2);
    System.arraycopy(parameters, 0, arrays, 2, arrays.length - 2);
    try (NDArray s = exact(seed); NDArray t = exact(step)) {
      arrays[0] = s;
      arrays[1] = t;
      Places p = places(arrays.length);
      return Eager.apply(p.call, "", p.in(arrays))[0];
    }
  }

  private static NDArray exact(long number) {
    return NDArray.of(new long[] {number});
  }

  /** Plain numbers are kept as arrays: loops use the same ones. */
  private static NDArray scalar(DType type, double number) {
    Scalar key = new Scalar(type, number);
    NDArray a = SCALARS.get(key);
    if (a == null) {
      if (SCALARS.size() >= MAX_SCALARS) {
        SCALARS.clear(); // those in use are freed when they no longer are
      }
      a = Holds.lasting(NDArray.scalar(type, number));
      SCALARS.put(key, a);
    }
    return a;
  }

  /** An op may hand an input on: its caller gets a copy. */
  private static NDArray own(NDArray made, NDArray[] in) {
    for (NDArray x : in) {
      if (x == made) {
        return made.dup();
      }
    }
    return made;
  }

  private static NDArray cast(NDArray x, DType type) {
    Eager.Prepared call =
        CASTS.computeIfAbsent(type, t -> Eager.Prepared.of(Ops.get("Cast"), Attrs.of("to", t.onnx), new NDArray[1]));
    return Eager.apply(call, "", new NDArray[] {x})[0];
  }
}
