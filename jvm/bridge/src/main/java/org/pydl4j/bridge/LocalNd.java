package org.pydl4j.bridge;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Promotion;
import org.pydl4j.nd.plan.eager.EagerOp;
import org.pydl4j.nd.types.DType;

/** Arrays and single ops for Python. */
public final class LocalNd {
  private LocalNd() {}

  /** A new dense array of undefined content, described as {@link Arrays#give} does. */
  public static long[] create(int onnxType, long[] dims) {
    return Arrays.give(NDArray.create(DType.ofOnnx(onnxType), dims));
  }

  /** As {@link #create}, with every element set to a number, which integer types round towards zero. */
  public static long[] filled(int onnxType, long[] dims, double value) {
    DType type = DType.ofOnnx(onnxType);
    if (value == 0) {
      return Arrays.give(NDArray.zeros(type, dims));
    }
    try (NDArray scalar = NDArray.scalar(type.isComplex() ? type.real() : type, value)) {
      NDArray one = type.isComplex() ? scalar.castTo(type) : scalar;
      NDArray made = NDArray.create(type, dims).assign(one.broadcast(dims));
      if (one != scalar) {
        one.close();
      }
      return Arrays.give(made);
    }
  }

  /** What {@link Arrays#give} describes, of an array that Python holds. */
  public static long[] describe(long array) {
    return Arrays.describe(array, Handles.get(array, NDArray.class));
  }

  /** The float type that integers become in ops of floats, by its ONNX number. Returns what it was. */
  public static int setDefaultFloat(int onnxType) {
    return Promotion.setDefaultFloat(DType.ofOnnx(onnxType)).onnx;
  }

  /** The number of an op with its attributes, constant lists (axes, a shape) among them, for the calls below. */
  public static int key(String opName, String attributes) {
    return EagerCalls.add(OpCall.of(opName, attributes));
  }

  /** Whether the op of that number gives one array, so that {@link #one} and its like may be called. */
  public static boolean hasOneOutput(int key) {
    return EagerCalls.at(key).hasOneOutput();
  }

  /**
   * Applies an op to arrays; one handle per output.
   *
   * @param weak positions of the arrays that are plain numbers, which take the type of what is beside them
   */
  public static long[] apply(int key, long[] described, long[] weak) {
    return keep(EagerCalls.at(key).run(Arrays.borrow(described), weak));
  }

  /** As {@link #apply}, for calls that do not come again. */
  public static long[] applyOnce(String opName, String attributes, long[] described, long[] weak) {
    return keep(new EagerOp(OpCall.of(opName, attributes)).run(Arrays.borrow(described), weak));
  }

  /** As {@link #apply} with the only output in the first of the arrays, which may be an operand, too. */
  public static void into(int key, long[] described, long[] weak) {
    List<NDArray> all = Arrays.borrow(described);
    EagerCalls.at(key).into(all.get(0), all.subList(1, all.size()), weak);
  }

  /** As {@link #into}, for calls that do not come again. */
  public static void intoOnce(String opName, String attributes, long[] described, long[] weak) {
    List<NDArray> all = Arrays.borrow(described);
    new EagerOp(OpCall.of(opName, attributes)).into(all.get(0), all.subList(1, all.size()), weak);
  }

  /** The only output of an op of one array, by handles. */
  public static long one(int key, long a) {
    return Arrays.keep(EagerCalls.at(key).run(Handles.get(a, NDArray.class)));
  }

  /** The only output of an op of two arrays, by handles. */
  public static long two(int key, long a, long b) {
    return Arrays.keep(EagerCalls.at(key).run(Handles.get(a, NDArray.class), Handles.get(b, NDArray.class)));
  }

  /** The only element of a float type. */
  public static double real(long array) {
    return Handles.get(array, NDArray.class).getDoubleAt(0);
  }

  /** The only element of a type of whole numbers; uint64's as signed. */
  public static long whole(long array) {
    return Handles.get(array, NDArray.class).getLongAt(0);
  }

  /** The only output of an op of three arrays, by handles. */
  public static long three(int key, long a, long b, long c) {
    return Arrays.keep(EagerCalls.at(key).run(Handles.get(a, NDArray.class), Handles.get(b, NDArray.class),
        Handles.get(c, NDArray.class)));
  }

  /** As {@link #two}, where b (or a, when reversed) is a plain number. */
  public static long withNumber(int key, long array, double number, boolean whole, boolean reversed) {
    return Arrays.keep(EagerCalls.at(key).run(Handles.get(array, NDArray.class), number, whole, reversed));
  }

  /** Applies an op whose result replaces its first array, which may be a view. */
  public static void replace(int key, long[] described) {
    EagerCalls.at(key).replace(Arrays.borrow(described).toArray(NDArray[]::new));
  }

  /** As {@link #replace}, for calls that do not come again. */
  public static void replaceOnce(String opName, String attributes, long[] described) {
    new EagerOp(OpCall.of(opName, attributes)).replace(Arrays.borrow(described).toArray(NDArray[]::new));
  }

  /** A dense copy, by handles. */
  public static long dup(long array) {
    return Arrays.keep(Handles.get(array, NDArray.class).dup());
  }

  /** A dense copy of what Python describes. */
  public static long dupOf(long[] described) {
    return Arrays.keep(Arrays.borrow(described).get(0).dup());
  }

  /** Writes the second array to the first, which may be a view, of the same shape. */
  public static void assign(long[] described) {
    List<NDArray> arrays = Arrays.borrow(described);
    arrays.get(0).assign(arrays.get(1));
  }

  private static long[] keep(NDArray[] made) {
    return java.util.Arrays.stream(made).mapToLong(Arrays::keep).toArray();
  }

  /** The output of a random op (seed, step, shape, parameters) whose parameters keep their defaults. */
  public static long draw(int key, long seed, long step) {
    return Arrays.keep(EagerCalls.at(key).draw(seed, step));
  }

  /** As {@link #draw}, with the op's first parameters. */
  public static long drawWithReals(int key, long seed, long step, double a, double b) {
    return Arrays.keep(EagerCalls.at(key).draw(seed, step, a, b));
  }

  /** As {@link #draw}, for parameters that are whole numbers. */
  public static long drawWithWholes(int key, long seed, long step, long a, long b) {
    return Arrays.keep(EagerCalls.at(key).draw(seed, step, a, b));
  }
}
