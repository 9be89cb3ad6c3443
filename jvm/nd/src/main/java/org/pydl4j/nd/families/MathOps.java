package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.math()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class MathOps {
  /** The only one. */
  public static final MathOps ALL = new MathOps();

  private MathOps() {
  }

  /**
   * |x|.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return y, a new array
   */
  public NDArray abs(NDArray x) {
    return Calls.one("Abs", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Arc cosine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray acos(NDArray x) {
    return Calls.one("Acos", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Inverse hyperbolic cosine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray acosh(NDArray x) {
    return Calls.one("Acosh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * A + b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return c, a new array
   */
  public NDArray add(NDArray a, NDArray b) {
    return Calls.one("Add", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * A and b.
   *
   * @param a of bool
   * @param b of bool
   * @return c, a new array
   */
  public NDArray and(NDArray a, NDArray b) {
    return Calls.one("And", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Index of the largest element along an axis; the first of equals, of NaN before all.
   *
   * @param x numbers
   * @param options "axis": axis (0); "keepdims": keep the axis as size 1 (1)
   * @return y, a new array
   */
  public NDArray argMax(NDArray x, Attrs options) {
    return Calls.one("ArgMax", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray argMax(NDArray x) {
    return Calls.one("ArgMax", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Index of the smallest element along an axis; the first of equals, of NaN before all.
   *
   * @param x numbers
   * @param options "axis": axis (0); "keepdims": keep the axis as size 1 (1)
   * @return y, a new array
   */
  public NDArray argMin(NDArray x, Attrs options) {
    return Calls.one("ArgMin", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray argMin(NDArray x) {
    return Calls.one("ArgMin", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Arc sine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray asin(NDArray x) {
    return Calls.one("Asin", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Inverse hyperbolic sine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray asinh(NDArray x) {
    return Calls.one("Asinh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Arc tangent.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray atan(NDArray x) {
    return Calls.one("Atan", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Inverse hyperbolic tangent.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray atanh(NDArray x) {
    return Calls.one("Atanh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X in another element type.
   *
   * @param x of any type
   * @param options "to": TensorProto.DataType of the result
   * @return y, a new array
   */
  public NDArray cast(NDArray x, Attrs options) {
    return Calls.one("Cast", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray cast(NDArray x) {
    return Calls.one("Cast", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Smallest integer not below x.
   *
   * @param x numbers
   * @return y, a new array
   */
  public NDArray ceil(NDArray x) {
    return Calls.one("Ceil", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X kept within [low, high]; bounds that are arrays broadcast.
   *
   * @param x numbers
   * @param low numbers; may be null
   * @param high numbers; may be null
   * @return y, a new array
   */
  public NDArray clip(NDArray x, NDArray low, NDArray high) {
    return Calls.one("Clip", null, Calls.NO_LISTS, new NDArray[] {x, low, high});
  }

  /**
   * The slices of x along an axis (elements, when none is given) at which a condition holds.
   *
   * @param x of any type
   * @param condition of bool
   * @param options "axis": axis
   * @return y, a new array
   */
  public NDArray compress(NDArray x, NDArray condition, Attrs options) {
    return Calls.one("Compress", options, Calls.NO_LISTS, new NDArray[] {x, condition});
  }

  /** The same with every option at its default. */
  public NDArray compress(NDArray x, NDArray condition) {
    return Calls.one("Compress", null, Calls.NO_LISTS, new NDArray[] {x, condition});
  }

  /**
   * Inputs joined along an axis.
   *
   * @param inputs of any type
   * @param options "axis": axis
   * @return y, a new array
   */
  public NDArray concat(Attrs options, NDArray... inputs) {
    return Calls.one("Concat", options, Calls.NO_LISTS, inputs);
  }

  /** The same with every option at its default. */
  public NDArray concat(NDArray... inputs) {
    return Calls.one("Concat", null, Calls.NO_LISTS, inputs);
  }

  /**
   * One value in all elements of a shape.
   *
   * @param shape whole numbers
   * @param options "value": a tensor of one element; float32 0 when absent
   * @return y, a new array
   */
  public NDArray constantOfShape(long[] shape, Attrs options) {
    return Calls.one("ConstantOfShape", options, Calls.lists("shape", shape), new NDArray[] {});
  }

  /** The same with every option at its default. */
  public NDArray constantOfShape(long[] shape) {
    return Calls.one("ConstantOfShape", null, Calls.lists("shape", shape), new NDArray[] {});
  }

  /**
   * Cosine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray cos(NDArray x) {
    return Calls.one("Cos", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Hyperbolic cosine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray cosh(NDArray x) {
    return Calls.one("Cosh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Sums along an axis of the elements up to each.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param axis whole numbers
   * @param options "exclusive": leave out the element itself (0); "reverse": from the end (0)
   * @return y, a new array
   */
  public NDArray cumSum(NDArray x, long[] axis, Attrs options) {
    return Calls.one("CumSum", options, Calls.lists("axis", axis), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray cumSum(NDArray x, long[] axis) {
    return Calls.one("CumSum", null, Calls.lists("axis", axis), new NDArray[] {x});
  }

  /**
   * A / b; of integers cut towards 0, 0 where b is 0.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return c, a new array
   */
  public NDArray div(NDArray a, NDArray b) {
    return Calls.one("Div", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * A == b.
   *
   * @param a of any type
   * @param b of any type
   * @return c, a new array
   */
  public NDArray equal(NDArray a, NDArray b) {
    return Calls.one("Equal", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Error function.
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray erf(NDArray x) {
    return Calls.one("Erf", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * E to the power x.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray exp(NDArray x) {
    return Calls.one("Exp", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X broadcast with a shape.
   *
   * @param x of any type
   * @param shape whole numbers
   * @return y, a new array
   */
  public NDArray expand(NDArray x, long[] shape) {
    return Calls.one("Expand", null, Calls.lists("shape", shape), new NDArray[] {x});
  }

  /**
   * X as a matrix: axes before 'axis' and the rest.
   *
   * @param x of any type
   * @param options "axis": first axis of the second dim (1)
   * @return y, a new array
   */
  public NDArray flatten(NDArray x, Attrs options) {
    return Calls.one("Flatten", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray flatten(NDArray x) {
    return Calls.one("Flatten", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Largest integer not above x.
   *
   * @param x numbers
   * @return y, a new array
   */
  public NDArray floor(NDArray x) {
    return Calls.one("Floor", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Slices of x along an axis, picked by integer indices.
   *
   * @param x of any type
   * @param indices integers
   * @param options "axis": axis (0)
   * @return y, a new array
   */
  public NDArray gather(NDArray x, NDArray indices, Attrs options) {
    return Calls.one("Gather", options, Calls.NO_LISTS, new NDArray[] {x, indices});
  }

  /** The same with every option at its default. */
  public NDArray gather(NDArray x, NDArray indices) {
    return Calls.one("Gather", null, Calls.NO_LISTS, new NDArray[] {x, indices});
  }

  /**
   * Y[i][j] = x[indices[i][j]][j] for axis 0, and so on.
   *
   * @param x of any type
   * @param indices integers
   * @param options "axis": axis (0)
   * @return y, a new array
   */
  public NDArray gatherElements(NDArray x, NDArray indices, Attrs options) {
    return Calls.one("GatherElements", options, Calls.NO_LISTS, new NDArray[] {x, indices});
  }

  /** The same with every option at its default. */
  public NDArray gatherElements(NDArray x, NDArray indices) {
    return Calls.one("GatherElements", null, Calls.NO_LISTS, new NDArray[] {x, indices});
  }

  /**
   * Slices of x, each named by the coordinates in the last axis of indices.
   *
   * @param x of any type
   * @param indices integers
   * @param options "batch_dims": leading axes that x and indices share (0)
   * @return y, a new array
   */
  public NDArray gatherND(NDArray x, NDArray indices, Attrs options) {
    return Calls.one("GatherND", options, Calls.NO_LISTS, new NDArray[] {x, indices});
  }

  /** The same with every option at its default. */
  public NDArray gatherND(NDArray x, NDArray indices) {
    return Calls.one("GatherND", null, Calls.NO_LISTS, new NDArray[] {x, indices});
  }

  /**
   * A &gt; b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray greater(NDArray a, NDArray b) {
    return Calls.one("Greater", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * A &gt;= b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray greaterOrEqual(NDArray a, NDArray b) {
    return Calls.one("GreaterOrEqual", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * X.
   *
   * @param x of any type
   * @return y, a new array
   */
  public NDArray identity(NDArray x) {
    return Calls.one("Identity", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Whether x is infinite.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param options "detect_negative": count minus infinity (1); "detect_positive": count infinity (1)
   * @return y, a new array
   */
  public NDArray isInf(NDArray x, Attrs options) {
    return Calls.one("IsInf", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray isInf(NDArray x) {
    return Calls.one("IsInf", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Whether x is not a number.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return y, a new array
   */
  public NDArray isNaN(NDArray x) {
    return Calls.one("IsNaN", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * A &lt; b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray less(NDArray a, NDArray b) {
    return Calls.one("Less", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * A &lt;= b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray lessOrEqual(NDArray a, NDArray b) {
    return Calls.one("LessOrEqual", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Natural logarithm.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray log(NDArray x) {
    return Calls.one("Log", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * The larger of a and b.
   *
   * @param a numbers
   * @param b numbers
   * @return c, a new array
   */
  public NDArray max(NDArray a, NDArray b) {
    return Calls.one("Max", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * The smaller of a and b.
   *
   * @param a numbers
   * @param b numbers
   * @return c, a new array
   */
  public NDArray min(NDArray a, NDArray b) {
    return Calls.one("Min", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Remainder, exact; of integers 0 where b is 0.
   *
   * @param a numbers
   * @param b numbers
   * @param options "fmod": 1: with the sign of a, as C's fmod; 0: with the sign of b, as Python's % (0)
   * @return c, a new array
   */
  public NDArray mod(NDArray a, NDArray b, Attrs options) {
    return Calls.one("Mod", options, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /** The same with every option at its default. */
  public NDArray mod(NDArray a, NDArray b) {
    return Calls.one("Mod", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * A * b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return c, a new array
   */
  public NDArray mul(NDArray a, NDArray b) {
    return Calls.one("Mul", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * -x.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return y, a new array
   */
  public NDArray neg(NDArray x) {
    return Calls.one("Neg", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * The coordinates [rank, n] of the n elements that are not 0, in row-major order.
   *
   * @param x of any type
   * @return y, a new array
   */
  public NDArray nonZero(NDArray x) {
    return Calls.one("NonZero", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Not x.
   *
   * @param x of bool
   * @return y, a new array
   */
  public NDArray not(NDArray x) {
    return Calls.one("Not", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Indices as rows with one element 'on' and the others 'off' (values = [off, on]).
   *
   * @param indices numbers
   * @param depth whole numbers
   * @param values of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     bool
   * @param options "axis": position of the new axis (-1)
   * @return y, a new array
   */
  public NDArray oneHot(NDArray indices, long[] depth, NDArray values, Attrs options) {
    return Calls.one("OneHot", options, Calls.lists("depth", depth), new NDArray[] {indices, values});
  }

  /** The same with every option at its default. */
  public NDArray oneHot(NDArray indices, long[] depth, NDArray values) {
    return Calls.one("OneHot", null, Calls.lists("depth", depth), new NDArray[] {indices, values});
  }

  /**
   * A or b.
   *
   * @param a of bool
   * @param b of bool
   * @return c, a new array
   */
  public NDArray or(NDArray a, NDArray b) {
    return Calls.one("Or", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * A to the power b; of integers exact, wrapping around, a negative power is an error.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return c, a new array
   */
  public NDArray pow(NDArray a, NDArray b) {
    return Calls.one("Pow", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Numbers from start (inclusive) to limit (exclusive) by delta.
   *
   * @param start whole numbers
   * @param limit whole numbers
   * @param delta whole numbers
   * @return y, a new array
   */
  public NDArray range(long[] start, long[] limit, long[] delta) {
    return Calls.one("Range", null, Calls.lists("start", start, "limit", limit, "delta", delta), new NDArray[] {});
  }

  /**
   * 1 / x.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray reciprocal(NDArray x) {
    return Calls.one("Reciprocal", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Sum of absolute values over axes.
   *
   * @param x numbers
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceL1(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceL1", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceL1(NDArray x, long[] axes) {
    return Calls.one("ReduceL1", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Square root of the sum of squares over axes.
   *
   * @param x numbers
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceL2(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceL2", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceL2(NDArray x, long[] axes) {
    return Calls.one("ReduceL2", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Logarithm of the sum of exponentials over axes.
   *
   * @param x floats
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceLogSumExp(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceLogSumExp", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceLogSumExp(NDArray x, long[] axes) {
    return Calls.one("ReduceLogSumExp", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Largest over axes.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceMax(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceMax", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceMax(NDArray x, long[] axes) {
    return Calls.one("ReduceMax", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Mean over axes.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceMean(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceMean", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceMean(NDArray x, long[] axes) {
    return Calls.one("ReduceMean", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Smallest over axes.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceMin(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceMin", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceMin(NDArray x, long[] axes) {
    return Calls.one("ReduceMin", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Product over axes.
   *
   * @param x of any type
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0);
   *     "out_type": TensorProto.DataType to compute in and of the result; 0: the input's (0)
   * @return y, a new array
   */
  public NDArray reduceProd(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceProd", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceProd(NDArray x, long[] axes) {
    return Calls.one("ReduceProd", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Sum over axes.
   *
   * @param x of any type
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0);
   *     "out_type": TensorProto.DataType to compute in and of the result; 0: the input's (0)
   * @return y, a new array
   */
  public NDArray reduceSum(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceSum", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceSum(NDArray x, long[] axes) {
    return Calls.one("ReduceSum", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Sum of squares over axes.
   *
   * @param x numbers
   * @param axes whole numbers; may be null
   * @param options "keepdims": keep reduced axes as size 1 (1); "noop_with_empty_axes": no axes reduce nothing (0)
   * @return y, a new array
   */
  public NDArray reduceSumSquare(NDArray x, long[] axes, Attrs options) {
    return Calls.one("ReduceSumSquare", options, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reduceSumSquare(NDArray x, long[] axes) {
    return Calls.one("ReduceSumSquare", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * X under another shape; 0 copies the input's dim, one dim may be -1.
   *
   * @param x of any type
   * @param shape whole numbers
   * @param options "allowzero": 0 means 0 (0)
   * @return y, a new array
   */
  public NDArray reshape(NDArray x, long[] shape, Attrs options) {
    return Calls.one("Reshape", options, Calls.lists("shape", shape), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray reshape(NDArray x, long[] shape) {
    return Calls.one("Reshape", null, Calls.lists("shape", shape), new NDArray[] {x});
  }

  /**
   * Nearest integer, halves to even.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return y, a new array
   */
  public NDArray round(NDArray x) {
    return Calls.one("Round", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * A graph over the slices of tensors along an axis, carrying values from slice to slice.
   *
   * @param values of any type
   * @param options "body": takes the carried values, a slice of each scan input and the captures; gives the carried
   *     values and scan outputs, which are stacked; "carried": how many of the values are carried (0);
   *     "num_scan_inputs": how many of the values after them are scanned; captures follow; "scan_input_axes": axis of
   *     each scan input, 0 when absent; "scan_output_axes": axis of each scan output; "scan_input_directions": 1: from
   *     the end; "scan_output_directions": 1: the first is the last
   * @return outputs, new arrays
   */
  public NDArray[] scan(Attrs options, NDArray... values) {
    return Calls.all("Scan", options, Calls.NO_LISTS, values);
  }

  /** The same with every option at its default. */
  public NDArray[] scan(NDArray... values) {
    return Calls.all("Scan", null, Calls.NO_LISTS, values);
  }

  /**
   * X with updates written (or added, ...) where GatherElements would read.
   *
   * @param x of any type
   * @param indices integers
   * @param updates of any type
   * @param options "axis": axis (0); "reduction": none, add, mul, max or min (none)
   * @return y, a new array
   */
  public NDArray scatterElements(NDArray x, NDArray indices, NDArray updates, Attrs options) {
    return Calls.one("ScatterElements", options, Calls.NO_LISTS, new NDArray[] {x, indices, updates});
  }

  /** The same with every option at its default. */
  public NDArray scatterElements(NDArray x, NDArray indices, NDArray updates) {
    return Calls.one("ScatterElements", null, Calls.NO_LISTS, new NDArray[] {x, indices, updates});
  }

  /**
   * X with updates written (or added, ...) where GatherND would read.
   *
   * @param x of any type
   * @param indices integers
   * @param updates of any type
   * @param options "reduction": none, add, mul, max or min (none)
   * @return y, a new array
   */
  public NDArray scatterND(NDArray x, NDArray indices, NDArray updates, Attrs options) {
    return Calls.one("ScatterND", options, Calls.NO_LISTS, new NDArray[] {x, indices, updates});
  }

  /** The same with every option at its default. */
  public NDArray scatterND(NDArray x, NDArray indices, NDArray updates) {
    return Calls.one("ScatterND", null, Calls.NO_LISTS, new NDArray[] {x, indices, updates});
  }

  /**
   * The dims of x, from axis start (inclusive) to end (exclusive).
   *
   * @param x of any type
   * @param options "start": first axis (0); "end": axis after the last; all when absent
   * @return y, a new array
   */
  public NDArray shape(NDArray x, Attrs options) {
    return Calls.one("Shape", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray shape(NDArray x) {
    return Calls.one("Shape", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * -1, 0 (of -0, too) or 1.
   *
   * @param x of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return y, a new array
   */
  public NDArray sign(NDArray x) {
    return Calls.one("Sign", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Sine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray sin(NDArray x) {
    return Calls.one("Sin", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Hyperbolic sine.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray sinh(NDArray x) {
    return Calls.one("Sinh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Number of elements.
   *
   * @param x of any type
   * @return y, a new array
   */
  public NDArray size(NDArray x) {
    return Calls.one("Size", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * A range of indices along axes.
   *
   * @param x of any type
   * @param starts whole numbers
   * @param ends whole numbers
   * @param axes whole numbers; may be null
   * @param steps whole numbers; may be null
   * @return y, a new array
   */
  public NDArray slice(NDArray x, long[] starts, long[] ends, long[] axes, long[] steps) {
    return Calls.one("Slice", null, Calls.lists("starts", starts, "ends", ends, "axes", axes, "steps", steps),
        new NDArray[] {x});
  }

  /**
   * X cut along an axis into pieces of the given sizes, or into num_outputs equal ones.
   *
   * @param x of any type
   * @param split whole numbers; may be null
   * @param options "axis": axis (0); "num_outputs": number of pieces when no sizes are given
   * @return outputs, new arrays
   */
  public NDArray[] split(NDArray x, long[] split, Attrs options) {
    return Calls.all("Split", options, Calls.lists("split", split), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray[] split(NDArray x, long[] split) {
    return Calls.all("Split", null, Calls.lists("split", split), new NDArray[] {x});
  }

  /**
   * Square root.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray sqrt(NDArray x) {
    return Calls.one("Sqrt", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X without axes of size 1.
   *
   * @param x of any type
   * @param axes whole numbers; may be null
   * @return y, a new array
   */
  public NDArray squeeze(NDArray x, long[] axes) {
    return Calls.one("Squeeze", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * A - b.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return c, a new array
   */
  public NDArray sub(NDArray a, NDArray b) {
    return Calls.one("Sub", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Tangent.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray tan(NDArray x) {
    return Calls.one("Tan", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Hyperbolic tangent.
   *
   * @param x of float64, float32, float16, bfloat16, complex64, complex128
   * @return y, a new array
   */
  public NDArray tanh(NDArray x) {
    return Calls.one("Tanh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X repeated along each axis.
   *
   * @param x of any type
   * @param repeats whole numbers
   * @return y, a new array
   */
  public NDArray tile(NDArray x, long[] repeats) {
    return Calls.one("Tile", null, Calls.lists("repeats", repeats), new NDArray[] {x});
  }

  /**
   * The k largest (or smallest) elements along an axis in their order, and where they are.
   *
   * @param x numbers
   * @param k whole numbers
   * @param options "axis": axis (-1); "largest": 0: the smallest (1); "sorted": they always are (1)
   * @return values, indices, new arrays
   */
  public NDArray[] topK(NDArray x, long[] k, Attrs options) {
    return Calls.all("TopK", options, Calls.lists("k", k), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray[] topK(NDArray x, long[] k) {
    return Calls.all("TopK", null, Calls.lists("k", k), new NDArray[] {x});
  }

  /**
   * X with its axes in the order perm.
   *
   * @param x of any type
   * @param options "perm": axis of x for each axis of y; reversed when absent
   * @return y, a new array
   */
  public NDArray transpose(NDArray x, Attrs options) {
    return Calls.one("Transpose", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray transpose(NDArray x) {
    return Calls.one("Transpose", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * The different elements (slices along an axis), where each is first, which one each is, and how often there is each.
   *
   * @param x numbers
   * @param options "axis": axis; elements when absent; "sorted": in order; 0: as they come (1)
   * @return y, indices, inverse, counts, new arrays
   */
  public NDArray[] unique(NDArray x, Attrs options) {
    return Calls.all("Unique", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray[] unique(NDArray x) {
    return Calls.all("Unique", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X with axes of size 1 inserted.
   *
   * @param x of any type
   * @param axes whole numbers
   * @return y, a new array
   */
  public NDArray unsqueeze(NDArray x, long[] axes) {
    return Calls.one("Unsqueeze", null, Calls.lists("axes", axes), new NDArray[] {x});
  }

  /**
   * Condition ? a : b.
   *
   * @param condition of bool
   * @param a of any type
   * @param b of any type
   * @return c, a new array
   */
  public NDArray where(NDArray condition, NDArray a, NDArray b) {
    return Calls.one("Where", null, Calls.NO_LISTS, new NDArray[] {condition, a, b});
  }

  /**
   * Either a or b.
   *
   * @param a of bool
   * @param b of bool
   * @return c, a new array
   */
  public NDArray xor(NDArray a, NDArray b) {
    return Calls.one("Xor", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }
}
