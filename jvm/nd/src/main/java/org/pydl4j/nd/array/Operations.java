package org.pydl4j.nd.array;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * Arithmetic, comparisons and reductions as methods of {@link NDArray}, under ND4J's names. Each is one declared op:
 * operands broadcast, mixed types take a common one, plain numbers take the array's. Results are new arrays that the
 * caller closes, or the arena that the thread has opened; {@code addi} and its like write into the array itself. All
 * other ops are in the families of {@code Nd}.
 */
public sealed interface Operations permits NDArray {
  private NDArray self() {
    return (NDArray) this;
  }

  private NDArray with(String op, NDArray other) {
    return Arena.adopt(ArrayOps.get().op(op).run(self(), other));
  }

  private NDArray with(String op, double number, boolean reversed) {
    return Arena.adopt(ArrayOps.get().op(op).run(self(), number, isWhole(number), reversed));
  }

  private NDArray into(String op, NDArray other) {
    ArrayOps.get().op(op).into(self(), List.of(self(), other));
    return self();
  }

  private NDArray into(String op, double number) {
    NDArray a = self();
    try (NDArray scalar =
        NDArray.scalar(a.dtype().isFloat() ? a.dtype() : isWhole(number) ? DType.INT64 : DType.FLOAT64, number)) {
      ArrayOps.get().op(op).into(a, List.of(a, scalar), 1);
    }
    return a;
  }

  private static boolean isWhole(double x) {
    return x == Math.rint(x) && Math.abs(x) < 0x1p53;
  }

  private NDArray reduced(String op, int... axes) {
    Map<String, long[]> lists =
        axes.length == 0 ? Map.of() : Map.of("axes", Arrays.stream(axes).asLongStream().toArray());
    return Arena.adopt(ArrayOps.get().op(op, Attrs.of("keepdims", 0), lists).run(self()));
  }

  /** this + other. */
  default NDArray add(NDArray other) {
    return with("Add", other);
  }

  /** x + number, in a new array, as all without i at the end. */
  default NDArray add(double number) {
    return with("Add", number, false);
  }

  /** this - other. */
  default NDArray sub(NDArray other) {
    return with("Sub", other);
  }

  /** x - number. */
  default NDArray sub(double number) {
    return with("Sub", number, false);
  }

  /** this times other, element by element. */
  default NDArray mul(NDArray other) {
    return with("Mul", other);
  }

  /** x number. */
  default NDArray mul(double number) {
    return with("Mul", number, false);
  }

  /** this / other; of integers rounded towards zero. */
  default NDArray div(NDArray other) {
    return with("Div", other);
  }

  /** x / number. */
  default NDArray div(double number) {
    return with("Div", number, false);
  }

  /** number - this. */
  default NDArray rsub(double number) {
    return with("Sub", number, true);
  }

  /** number / this. */
  default NDArray rdiv(double number) {
    return with("Div", number, true);
  }

  /** -x. */
  default NDArray neg() {
    return Arena.adopt(ArrayOps.get().op("Neg").run(self()));
  }

  /** this to the power of exponent. */
  default NDArray pow(double exponent) {
    return with("Pow", exponent, false);
  }

  /** The matrix product of the last two axes; the others broadcast. */
  default NDArray mmul(NDArray other) {
    return with("MatMul", other);
  }

  /** Adds to this array in place. */
  default NDArray addi(NDArray other) {
    return into("Add", other);
  }

  /** x + number, written into this array, as all with i at the end. */
  default NDArray addi(double number) {
    return into("Add", number);
  }

  /** Subtracts from this array in place. */
  default NDArray subi(NDArray other) {
    return into("Sub", other);
  }

  /** x - number, in place. */
  default NDArray subi(double number) {
    return into("Sub", number);
  }

  /** Multiplies this array in place. */
  default NDArray muli(NDArray other) {
    return into("Mul", other);
  }

  /** x number, in place. */
  default NDArray muli(double number) {
    return into("Mul", number);
  }

  /** Divides this array in place. */
  default NDArray divi(NDArray other) {
    return into("Div", other);
  }

  /** x / number, in place. */
  default NDArray divi(double number) {
    return into("Div", number);
  }

  /** Where this is above the number, as BOOL. */
  default NDArray gt(double number) {
    return with("Greater", number, false);
  }

  /** Where x >= number, as booleans. */
  default NDArray gte(double number) {
    return with("GreaterOrEqual", number, false);
  }

  /** Where {@code x < number}, as booleans. */
  default NDArray lt(double number) {
    return with("Less", number, false);
  }

  /** Where {@code x <= number}, as booleans. */
  default NDArray lte(double number) {
    return with("LessOrEqual", number, false);
  }

  /** Where this is the number, as BOOL. */
  default NDArray eq(double number) {
    return with("Equal", number, false);
  }

  /** Sum over axes, all without any. */
  default NDArray sum(int... axes) {
    return reduced("ReduceSum", axes);
  }

  /** Mean over axes, all without any. */
  default NDArray mean(int... axes) {
    return reduced("ReduceMean", axes);
  }

  /** The largest element along axes, or of all. */
  default NDArray max(int... axes) {
    return reduced("ReduceMax", axes);
  }

  /** The smallest element along axes, or of all. */
  default NDArray min(int... axes) {
    return reduced("ReduceMin", axes);
  }

  /** The product along axes, or of all. */
  default NDArray prod(int... axes) {
    return reduced("ReduceProd", axes);
  }

  /** The root of the sum of squares over axes, all without any. */
  default NDArray norm2(int... axes) {
    return reduced("ReduceL2", axes);
  }

  /** Standard deviation over axes, all without any, from n - 1 as ND4J's. */
  default NDArray std(int... axes) {
    NDArray x = self();
    long n = 1;
    for (int axis : axes.length == 0 ? java.util.stream.IntStream.range(0, x.rank()).toArray() : axes) {
      n *= x.size(axis);
    }
    ArrayOp sqrt = ArrayOps.get().op("Sqrt");
    long[] list = axes.length == 0 ? null : Arrays.stream(axes).asLongStream().toArray();
    Map<String, long[]> lists = list == null ? Map.of() : Map.of("axes", list);
    try (NDArray mean = ArrayOps.get().op("ReduceMean", null, lists).run(List.of(x))[0];
        NDArray centred = ArrayOps.get().op("Sub").run(x, mean);
        NDArray squares = ArrayOps.get().op("ReduceSumSquare", Attrs.of("keepdims", 0), lists).run(List.of(centred))[0];
        NDArray variance = ArrayOps.get().op("Div").run(squares, n - 1, true, false)) {
      return Arena.adopt(sqrt.run(variance));
    }
  }

  /** Index of the largest element along an axis, INT64. */
  default NDArray argMax(int axis) {
    return Arena.adopt(ArrayOps.get().op("ArgMax", Attrs.of("axis", axis, "keepdims", 0), Map.of()).run(self()));
  }

  /** What the indices choose: a view unless one is a list of indices. */
  default NDArray get(NDArrayIndex... indices) {
    return NDArrayIndex.get(self(), indices);
  }

  /** Writes values, broadcast and converted to this array's type, where the indices choose. */
  default NDArray put(NDArray values, NDArrayIndex... indices) {
    NDArrayIndex.put(self(), values, indices);
    return self();
  }
}
