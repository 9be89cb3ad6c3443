package org.pydl4j.nd.graph;

import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * A value under construction, with the operators that layers are written in. Axes may be negative; operands broadcast.
 */
public record Sym(GraphBuilder builder, Value value) {
  /** Element type and sizes, open ones named. */
  public TensorType type() {
    return value.type();
  }

  /** The element type. */
  public DType dtype() {
    return value.type().dtype();
  }

  /** The number of axes. */
  public int rank() {
    return value.type().rank();
  }

  /** The dim at that axis, -1 while unknown. */
  public long dim(int axis) {
    return value.type().dim(axis);
  }

  /** Any op by its name, this being the first input. */
  public Sym call(String op, Attrs attrs, Sym... more) {
    Sym[] in = new Sym[more.length + 1];
    in[0] = this;
    System.arraycopy(more, 0, in, 1, more.length);
    return builder.call(op, attrs, in);
  }

  /** The only output of an op of this and more inputs. */
  public Sym call(String op, Sym... more) {
    return call(op, Attrs.NONE, more);
  }

  /** A constant scalar of this value's type. */
  public Sym like(double v) {
    return builder.scalar(dtype(), v);
  }

  /** x + y. */
  public Sym add(Sym y) {
    return call("Add", y);
  }

  /** x + y. */
  public Sym add(double y) {
    return add(like(y));
  }

  /** x - y. */
  public Sym sub(Sym y) {
    return call("Sub", y);
  }

  /** x - y. */
  public Sym sub(double y) {
    return sub(like(y));
  }

  /** y - this. */
  public Sym rsub(double y) {
    return like(y).sub(this);
  }

  /** x y, element by element. */
  public Sym mul(Sym y) {
    return call("Mul", y);
  }

  /** x y. */
  public Sym mul(double y) {
    return mul(like(y));
  }

  /** x / y. */
  public Sym div(Sym y) {
    return call("Div", y);
  }

  /** x / y. */
  public Sym div(double y) {
    return div(like(y));
  }

  /** x to the power of y. */
  public Sym pow(double y) {
    return y == 2 ? mul(this) : call("Pow", like(y));
  }

  /** The larger of both, element by element. */
  public Sym max(Sym y) {
    return call("Max", y);
  }

  /** The smaller of both, element by element. */
  public Sym min(Sym y) {
    return call("Min", y);
  }

  /** -x. */
  public Sym neg() {
    return call("Neg");
  }

  /** e to the power of x. */
  public Sym exp() {
    return call("Exp");
  }

  /** The natural logarithm. */
  public Sym log() {
    return call("Log");
  }

  /** The square root. */
  public Sym sqrt() {
    return call("Sqrt");
  }

  /** |x|. */
  public Sym abs() {
    return call("Abs");
  }

  /** -1, 0 or 1. */
  public Sym sign() {
    return call("Sign");
  }

  /** The hyperbolic tangent. */
  public Sym tanh() {
    return call("Tanh");
  }

  /** 1 / (1 + e^-x). */
  public Sym sigmoid() {
    return call("Sigmoid");
  }

  /** max(x, 0). */
  public Sym relu() {
    return call("Relu");
  }

  /** x kept within bounds. */
  public Sym clip(double low, double high) {
    return call("Clip", like(low), like(high));
  }

  /** Where x > y, as booleans. */
  public Sym gt(Sym y) {
    return call("Greater", y);
  }

  /** Where x > y, as booleans. */
  public Sym gt(double y) {
    return gt(like(y));
  }

  /** Where {@code x < y}, as booleans. */
  public Sym lt(double y) {
    return call("Less", like(y));
  }

  /** Where x = y, as booleans. */
  public Sym eq(Sym y) {
    return call("Equal", y);
  }

  /** this (bool) ? yes : no. */
  public Sym where(Sym yes, Sym no) {
    return call("Where", yes, no);
  }

  /** The same numbers in another type. */
  public Sym cast(DType to) {
    return to == dtype() ? this : call("Cast", Attrs.of("to", to.onnx));
  }

  /** The matrix product, of stacks of matrices as NumPy's. */
  public Sym matmul(Sym y) {
    return call("MatMul", y);
  }

  /** Dims of 0 copy the input's dim, one dim may be -1. */
  public Sym reshape(long... dims) {
    return call("Reshape", builder.longs(dims));
  }

  /** Exactly these dims: 0 and -1 have no meaning of their own. */
  public Sym reshapeTo(long... dims) {
    return call("Reshape", Attrs.of("allowzero", 1), builder.longs(dims));
  }

  /** The axes in another order. */
  public Sym transpose(int... perm) {
    return call("Transpose", Attrs.of("perm", perm));
  }

  /** Inserts axes of size 1 at these positions of the result. */
  public Sym unsqueeze(long... axes) {
    return call("Unsqueeze", builder.longs(axes));
  }

  /** Without these axes of size 1. */
  public Sym squeeze(long... axes) {
    return call("Squeeze", builder.longs(axes));
  }

  /** Indices start (inclusive) to end (exclusive) along an axis; negative ones count from the end. */
  public Sym slice(int axis, long start, long end) {
    return call("Slice", builder.longs(start), builder.longs(end), builder.longs(axis));
  }

  /** e^x over its sum along an axis. */
  public Sym softmax(int axis) {
    return call("Softmax", Attrs.of("axis", axis));
  }

  /** The logarithm of softmax along an axis. */
  public Sym logSoftmax(int axis) {
    return call("LogSoftmax", Attrs.of("axis", axis));
  }

  /** Sum over axes (all when none are given). */
  public Sym sum(boolean keepDims, int... axes) {
    return reduce("ReduceSum", keepDims, axes);
  }

  /** The mean along axes, or of all. */
  public Sym mean(boolean keepDims, int... axes) {
    return reduce("ReduceMean", keepDims, axes);
  }

  /** The largest element along axes, or of all. */
  public Sym reduceMax(boolean keepDims, int... axes) {
    return reduce("ReduceMax", keepDims, axes);
  }

  /** The smallest element along axes, or of all. */
  public Sym reduceMin(boolean keepDims, int... axes) {
    return reduce("ReduceMin", keepDims, axes);
  }

  private Sym reduce(String op, boolean keepDims, int... axes) {
    Attrs a = Attrs.of("keepdims", keepDims ? 1 : 0);
    if (axes.length == 0) {
      return call(op, a);
    }
    long[] longs = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      longs[i] = axes[i];
    }
    return call(op, a, builder.longs(longs));
  }

  /** Rows (indices along an axis) picked by an integer tensor. */
  public Sym gather(Sym indices, int axis) {
    return call("Gather", Attrs.of("axis", axis), indices);
  }

  /** Sums this down to the shape of x, undoing a broadcast. */
  public Sym sumTo(Sym x) {
    return call("pydl4j.SumTo", x);
  }

  /** Broadcasts this to the shape of x. */
  public Sym expandTo(Sym x) {
    return call("pydl4j.ExpandTo", x);
  }

  /** One behind the other along an axis. */
  public static Sym concat(int axis, Sym... parts) {
    return parts.length == 1 ? parts[0] : parts[0].builder.call("Concat", Attrs.of("axis", axis), parts);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
