package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.INTS;
import static org.pydl4j.nd.graph.Op.NUMBERS;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;
import static org.pydl4j.nd.graph.Op.ORDERED;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Known;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Moving elements about: reshapes (views), transposes, slices, joins, gathers. */
final class Shapes {
  private Shapes() {
  }

  /** Splits a row-major index over a shape into coordinates and returns their dot product with strides. */
  static long offset(long flat, long[] shape, long[] strides, long[] index) {
    long p = 0;
    for (int i = shape.length - 1; i >= 0; i--) {
      index[i] = flat % shape[i];
      flat /= shape[i];
      p += index[i] * strides[i];
    }
    return p;
  }

  private static TensorType[] one(TensorType t) {
    return new TensorType[] {t};
  }

  private static final Attrs ADD = Attrs.of("reduction", "add");

  static void copyElement(NDArray from, long i, NDArray to, long j) {
    if (from.dtype().isComplex()) {
      Elements.putComplex(to, j, Elements.real(from, i), Elements.imaginary(from, i));
    } else if (from.dtype().isFloat()) {
      to.putDoubleAt(j, from.getDoubleAt(i));
    } else {
      to.putLongAt(j, from.getLongAt(i));
    }
  }

  private static Op view(String name, int version) {
    return Op.onnx(name, version).in("x", ANY).out("y")
        .reference((a, in, out) -> out[0].assign(in[0].reshape(out[0].shape()))).viewOfFirst()
        .gradientOfAnyLists(g -> new Sym[] {g.dy().call("pydl4j.ReshapeLike", g.in(0))});
  }

  private static TensorType[] reshape(Call c) {
    long[] want = c.attrs().getLongs("shape");
    boolean allowsZero = c.attrs().getBool("allowzero", false);
    long opens = Arrays.stream(want).filter(d -> d == -1).count();
    if (opens > 1 || opens == 1 && allowsZero && Arrays.stream(want).anyMatch(d -> d == 0)) {
      throw c.fail("shape " + Arrays.toString(want), "at most one -1, and none beside a 0 that means 0",
          "Write the sizes.");
    }
    long[] in = c.in(0).dims();
    long[] out = want.clone();
    long known = 1;
    int open = -1;
    boolean exact = c.in(0).isConcrete();
    for (int i = 0; i < out.length; i++) {
      if (out[i] == 0 && !allowsZero) {
        if (i >= in.length) {
          throw c.fail("shape " + Arrays.toString(want), "a 0 only where the input has that axis", "Write the size.");
        }
        out[i] = in[i];
      }
      if (want[i] == -1) {
        open = i;
      } else if (out[i] >= 0) {
        known = Math.multiplyExact(known, out[i]);
      } else {
        exact = false;
      }
    }
    if (c.in(0).isConcrete()) {
      long size = c.in(0).size();
      if (open >= 0 && known > 0 && size % known == 0) {
        out[open] = size / known;
        known = size;
      } else if (open >= 0 && known == 0) {
        out[open] = 0;
      }
      if (known != size) {
        throw c.fail("shape " + Arrays.toString(want) + " for " + size + " elements", "the same number of elements",
            "Correct the shape.");
      }
    } else if (open >= 0) {
      out[open] = openDim(in, out, open);
    }
    return one(c.in(0).withDims(out));
  }

  private static TensorType[] reshapeOpen(Call c) {
    long[] want = c.sizes("shape");
    long[] out = c.openDims("shape");
    long[] in = c.in(0).dims();
    for (int i = 0; i < out.length; i++) {
      out[i] = want[i] == 0 && !c.attrs().getBool("allowzero", false) ? i < in.length ? in[i] : -1 : out[i];
    }
    int open = -1;
    long known = 1;
    for (int i = 0; i < out.length; i++) {
      open = out[i] != -1 ? open : open == -1 ? i : out.length;
      known = Math.multiplyExact(known, out[i] == -1 ? 1 : out[i]);
    }
    if (c.in(0).isConcrete() && open >= 0 && open < out.length && known > 0 && c.in(0).size() % known == 0) {
      out[open] = c.in(0).size() / known;
    }
    return one(c.in(0).withDims(out));
  }

  /** Axes that only a run will tell are inserted or removed. */
  private static TensorType[] unknownRank(Call c, int sign) {
    long[] out = new long[c.in(0).rank() + sign * c.openDims("axes").length];
    Arrays.fill(out, -1);
    return one(c.in(0).withDims(out));
  }

  private static TensorType[] sliceOpen(Call c) {
    long[] out = c.in(0).dims().clone();
    long[] axes = c.sizes("axes");
    long[] starts = c.openDims("starts");
    axes = axes == null ? java.util.stream.LongStream.range(0, starts.length).toArray() : axes;
    for (long axis : axes) {
      if (axis == Known.UNKNOWN) {
        Arrays.fill(out, -1);
        return one(c.in(0).withDims(out));
      }
      out[c.axis(axis, out.length)] = -1; // a list that is known in part is not normal yet
    }
    return one(c.in(0).withDims(out));
  }

  /** What -1 stands for when one unknown dim of the input is copied by a 0 and so cancels; -1 when it stays unknown. */
  private static long openDim(long[] in, long[] out, int open) {
    long numerator = 1;
    int unknownIn = 0;
    for (long d : in) {
      numerator = Math.multiplyExact(numerator, d == -1 ? 1 : d);
      unknownIn += d == -1 ? 1 : 0;
    }
    long denominator = 1;
    int unknownOut = 0;
    for (int i = 0; i < out.length; i++) {
      if (i != open) {
        denominator = Math.multiplyExact(denominator, out[i] == -1 ? 1 : out[i]);
        unknownOut += out[i] == -1 ? 1 : 0;
      }
    }
    return unknownIn == unknownOut && denominator != 0 && numerator % denominator == 0 ? numerator / denominator : -1;
  }

  private static TensorType[] unsqueeze(Call c) {
    long[] axes = c.attrs().getLongs("axes");
    int rank = c.in(0).rank() + axes.length;
    boolean[] added = new boolean[rank];
    for (long a : axes) {
      added[(int) a] = true;
    }
    long[] out = new long[rank];
    for (int i = 0, k = 0; i < rank; i++) {
      out[i] = added[i] ? 1 : c.in(0).dims()[k++];
    }
    return one(c.in(0).withDims(out));
  }

  private static TensorType[] squeeze(Call c) {
    boolean[] gone = new boolean[c.in(0).rank()];
    long[] axes = c.attrs().getLongs("axes");
    for (int i = 0; axes == null && i < gone.length; i++) {
      gone[i] = c.in(0).dims()[i] == 1;
    }
    for (int i = 0; axes != null && i < axes.length; i++) {
      int a = (int) axes[i];
      if (c.in(0).dims()[a] != 1 && c.in(0).dims()[a] != -1) {
        throw c.fail("axis " + axes[i] + " of size " + c.in(0).dims()[a], "an axis of size 1", "Slice or reduce it.");
      }
      gone[a] = true;
    }
    return one(c.in(0).withDims(Reduce.dims(c.in(0).dims(), gone, false)));
  }

  private static int[] inverse(int[] perm) {
    int[] inv = new int[perm.length];
    for (int i = 0; i < perm.length; i++) {
      inv[perm[i]] = i;
    }
    return inv;
  }

  private static TensorType[] concat(Call c) {
    TensorType first = c.in(0);
    int axis = c.attrs().getInt("axis", 0);
    long[] out = first.dims().clone();
    for (int i = 1; i < c.count(); i++) {
      long[] d = c.in(i).dims();
      for (int k = 0; k < out.length; k++) {
        if (d.length != out.length || c.in(i).dtype() != first.dtype()
            || k != axis && d[k] != out[k] && d[k] != -1 && out[k] != -1) {
          throw c.fail("input " + i + " of type " + c.in(i), first + " but for axis " + axis,
              "Make the other dims and the types equal.");
        }
        out[k] = k != axis ? Math.max(out[k], d[k]) : out[k] == -1 || d[k] == -1 ? -1 : out[k] + d[k];
      }
    }
    return one(first.withDims(out));
  }

  private static Sym[] concatGradient(Backward g) {
    int axis = (int) g.attrs().getLong("axis", 0);
    Sym[] dx = new Sym[g.in().length];
    long at = 0;
    for (int i = 0; i < dx.length; i++) {
      long n = g.in(i).dim(axis);
      if (n < 0) {
        return g.later();
      }
      dx[i] = g.dy().slice(axis, at, at + n);
      at += n;
    }
    return dx;
  }

  /** Slice's start within an axis of size d, negative ones counted from its end. */
  private static long firstIndex(long start, long d, long step) {
    return inside(start < 0 ? start + d : start, d, step);
  }

  /** Slice's end likewise; one that lies before the axis even so is the axis's start. */
  private static long endIndex(long end, long d, long step) {
    return inside(end < 0 && end >= -d ? end + d : end, d, step);
  }

  private static long inside(long index, long d, long step) {
    return step > 0 ? Math.max(0, Math.min(d, index)) : Math.max(-1, Math.min(d - 1, index));
  }

  /** How many indices lie from start (inclusive) to end (exclusive). */
  private static long indices(long start, long end, long step) {
    long span = step > 0 ? end - start : start - end;
    return span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
  }

  /** Slice with numbers in range: starts, ends, steps per given axis; the planner's form. */
  private static Sym[] sliceBody(Sym x, Attrs a) {
    long[] starts = a.getLongs("starts");
    long[] ends = a.getLongs("ends");
    long[] axes = a.getLongs("axes", java.util.stream.LongStream.range(0, starts.length).toArray());
    long[] steps = a.getLongs("steps");
    long[] s = new long[starts.length];
    long[] e = new long[starts.length];
    long[] t = new long[starts.length];
    for (int i = 0; i < starts.length; i++) {
      long d = x.dim((int) axes[i]);
      t[i] = steps == null ? 1 : steps[i];
      if (d < 0) {
        return null;
      }
      s[i] = firstIndex(starts[i], d, t[i]);
      e[i] = endIndex(ends[i], d, t[i]);
      long n = indices(s[i], e[i], t[i]);
      t[i] = n > 1 ? t[i] : Long.signum(t[i]);
      e[i] = n > 1 ? e[i] : s[i] + n * t[i];
    }
    return new Sym[] {x.call("pydl4j.Slice", Attrs.of("starts", s, "ends", e, "axes", axes, "steps", t))};
  }

  private static TensorType[] sliceTypes(Call c) {
    long[] out = c.in(0).dims().clone();
    long[] starts = c.attrs().getLongs("starts");
    long[] ends = c.attrs().getLongs("ends");
    long[] axes = c.attrs().getLongs("axes", java.util.stream.LongStream.range(0, starts.length).toArray());
    long[] steps = c.attrs().getLongs("steps");
    checkLengths(c, starts.length, ends.length, axes.length, steps == null ? starts.length : steps.length);
    for (int i = 0; i < starts.length; i++) {
      int k = (int) axes[i];
      long step = steps == null ? 1 : steps[i];
      if (step == 0) {
        throw c.fail("a step of 0", "a step other than 0", "Correct it.");
      }
      long d = out[k];
      boolean sameSign = starts[i] >= 0 == ends[i] >= 0;
      if (d == -1) {
        boolean whole = starts[i] == 0 && ends[i] >= Integer.MAX_VALUE;
        out[k] = step == 1 && sameSign && !whole && ends[i] < Integer.MAX_VALUE ? Math.max(0, ends[i] - starts[i]) : -1;
        continue;
      }
      out[k] = indices(firstIndex(starts[i], d, step), endIndex(ends[i], d, step), step);
    }
    return one(c.in(0).withDims(out));
  }

  private static void checkLengths(Call c, int... lengths) {
    if (Arrays.stream(lengths).distinct().count() != 1 || lengths[0] > c.in(0).rank()) {
      throw c.fail("lists of " + Arrays.toString(lengths) + " numbers",
          "one start, end, axis and step for each axis that is cut", "Correct them.");
    }
  }

  private static TensorType[] plainSliceTypes(Call c) {
    long[] out = c.in(0).dims().clone();
    long[] axes = c.attrs().getLongs("axes");
    checkLengths(c, c.attrs().getLongs("starts").length, c.attrs().getLongs("ends").length, axes.length,
        c.attrs().getLongs("steps").length);
    for (int i = 0; i < axes.length; i++) {
      long d = out[(int) axes[i]];
      long start = c.attrs().getLongs("starts")[i];
      long step = c.attrs().getLongs("steps")[i];
      long n = step == 0 ? 0 : indices(start, c.attrs().getLongs("ends")[i], step);
      long last = start + Math.multiplyExact(n - 1, step);
      if (step == 0 || n > 0 && d >= 0 && (Math.min(start, last) < 0 || Math.max(start, last) >= d)) {
        throw c.fail("indices " + start + " to " + last + " by " + step, "a step and indices within " + d,
            "Use Slice, which cuts what lies outside.");
      }
      out[(int) axes[i]] = n;
    }
    return one(c.in(0).withDims(out));
  }

  /** The zeros of PadSlice, into which exactly what the slice reads fits. */
  private static TensorType[] padSliceTypes(Call c) {
    TensorType cut = plainSliceTypes(c.withTypes(c.in(1)))[0];
    if (cut.isConcrete() && c.in(0).isConcrete() && !Arrays.equals(cut.dims(), c.in(0).dims())) {
      throw c.fail("x " + c.in(0), "the dims " + Arrays.toString(cut.dims()) + " of the slice", "Reshape it.");
    }
    return one(c.in(0).withDims(c.in(1).dims()));
  }

  private static TensorType[] sameSize(Call c) {
    if (c.in(0).isConcrete() && c.in(1).isConcrete() && c.in(0).size() != c.in(1).size()) {
      throw c.fail(c.in(0).size() + " elements for " + c.in(1), "as many", "Correct the shape.");
    }
    return one(c.in(0).withDims(c.in(1).dims()));
  }

  /** The strided view that pydl4j.Slice and pydl4j.PadSlice read or write. */
  private static NDArray window(NDArray x, Attrs a, long[] shape) {
    long[] strides = x.strides();
    long at = 0;
    long[] axes = a.getLongs("axes");
    for (int i = 0; i < axes.length; i++) {
      at += a.getLongs("starts")[i] * strides[(int) axes[i]];
      strides[(int) axes[i]] *= a.getLongs("steps")[i];
    }
    return x.strided(shape, strides, at);
  }

  private static TensorType[] gatherTypes(Call c) {
    TensorType x = c.in(0);
    int axis = c.attrs().getInt("axis", 0);
    long[] idx = c.in(1).dims();
    long[] out = new long[x.rank() - 1 + idx.length];
    System.arraycopy(x.dims(), 0, out, 0, axis);
    System.arraycopy(idx, 0, out, axis, idx.length);
    System.arraycopy(x.dims(), axis + 1, out, axis + idx.length, x.rank() - axis - 1);
    return one(x.withDims(out));
  }

  private static void gather(Attrs a, NDArray x, NDArray indices, NDArray y) {
    long[] shape = x.shape();
    int axis = a.getInt("axis", 0);
    long outer = 1;
    long inner = 1;
    for (int i = 0; i < shape.length; i++) {
      outer *= i < axis ? shape[i] : 1;
      inner *= i > axis ? shape[i] : 1;
    }
    long at = 0;
    for (long o = 0; o < outer; o++) {
      for (long i = 0; i < indices.size(); i++) {
        long k = row(indices.getLongAt(i), shape[axis]);
        for (long j = 0; j < inner; j++) {
          copyElement(x, (o * shape[axis] + k) * inner + j, y, at++);
        }
      }
    }
  }

  static long row(long index, long rows) {
    long k = index < 0 ? index + rows : index;
    if (k < 0 || k >= rows) {
      throw new IndexOutOfBoundsException(
          "[Gather] index " + index + " is outside 0.." + (rows - 1) + ". Check the indices against the table's rows.");
    }
    return k;
  }

  private static Sym[] gatherGradient(Backward g) {
    int rank = g.in(0).rank();
    int q = g.in(1).rank();
    int axis = g.attrs().getInt("axis", 0);
    if (!g.in(0).type().isConcrete()) {
      return g.later();
    }
    long[] dims = g.in(0).type().dims();
    long rows = dims[axis];
    long inner = rows == 0 ? 0 : g.in(0).type().size() / rows;
    Sym dy = axis == 0 ? g.dy() : g.dy().transpose(toFront(axis, q, rank - 1 + q));
    Sym flat = g.b().call("pydl4j.ScatterAddRows", Attrs.of("rows", rows), g.in(1).reshape(-1),
        dy.reshapeTo(g.in(1).type().isConcrete() ? g.in(1).type().size() : -1, inner));
    int[] front = toFront(axis, 1, rank);
    long[] moved = Arrays.stream(front).mapToLong(i -> dims[i]).toArray();
    Sym dx = Arrays.equals(moved, flat.type().dims()) ? flat : flat.reshapeTo(moved);
    return new Sym[] {axis == 0 ? dx : dx.transpose(inverse(front)), null};
  }

  /** The permutation that puts count axes from 'axis' on before the others. */
  private static int[] toFront(int axis, int count, int rank) {
    int[] perm = new int[rank];
    for (int i = 0; i < rank; i++) {
      perm[i] = i < count ? axis + i : i < count + axis ? i - count : i;
    }
    return perm;
  }

  static final List<Op> OPS = List.of(sliceGrad(),
      view("Reshape", 21).doc("x under another shape; 0 copies the input's dim, one dim may be -1")
          .list("shape", Form.sizes(-1), false).attr("allowzero", Form.flag(), 0, "0 means 0")
          .types(Shapes::reshape).open(Shapes::reshapeOpen)
          .cases(Case.of(uniform(-1, 1, 3, 4), list(2, -1)), Case.of(uniform(-1, 1, 3, 4, 2), list(0, -1))),
      view("Flatten", 21).doc("x as a matrix: axes before 'axis' and the rest")
          .attr("axis", Form.border(), 1, "first axis of the second dim")
          .types(c -> {
            long axis = c.attrs().getLong("axis", 1);
            long[] two = {1, 1};
            for (int i = 0; i < c.in(0).rank(); i++) {
              long d = c.in(0).dims()[i];
              int k = i < axis ? 0 : 1;
              two[k] = two[k] < 0 || d < 0 ? -1 : Math.multiplyExact(two[k], d);
            }
            return one(c.in(0).withDims(two));
          }).cases(Case.of(uniform(-1, 1, 3, 4, 2))),
      view("Unsqueeze", 21).doc("x with axes of size 1 inserted").list("axes", Form.newAxes(), false)
          .types(Shapes::unsqueeze).open(c -> unknownRank(c, 1)).cases(Case.of(uniform(-1, 1, 3, 4), list(0, -1))),
      view("Squeeze", 21).doc("x without axes of size 1").list("axes", Form.axes(), true).types(Shapes::squeeze)
          .open(c -> unknownRank(c, -1)).cases(Case.of(uniform(-1, 1, 3, 1, 4), list(1))),
      Op.ours("ReshapeLike").doc("x under the shape of the second input").in("x", ANY).like("like").out("y")
          .types(Shapes::sameSize)
          .body((b, a, in) -> in[1].type().isConcrete() ? new Sym[] {in[0].reshapeTo(in[1].type().dims())} : null)
          .export((b, a, in) -> new Sym[] {b.call("Reshape", Attrs.NONE, in[0], in[1].call("Shape"))})
          .gradient(g -> new Sym[] {g.dy().call("pydl4j.ReshapeLike", g.in(0)), null})
          .cases(Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1, 2, 6))),
      Op.onnx("Shape", 21).doc("the dims of x, from axis start (inclusive) to end (exclusive)").in("x", ANY).out("y")
          .attr("start", Form.nearestBorder(), 0, "first axis")
          .attr("end", Form.nearestBorder(), null, "axis after the last; all when absent")
          .types(c -> one(new TensorType(DType.INT64,
              Math.max(0,
                  shapeAxis(c.attrs(), "end", c.in(0).rank()) - shapeAxis(c.attrs(), "start", c.in(0).rank())))))
          .reference((a, in, out) -> {
            int start = shapeAxis(a, "start", in[0].rank());
            for (int i = 0; i < out[0].size(); i++) {
              out[0].putLongAt(i, in[0].size(start + i));
            }
          }).noGradient("a shape has no derivative")
          .cases(Case.of(uniform(-1, 1, 3, 4)), Case.of(Attrs.of("start", 1, "end", -1), uniform(-1, 1, 3, 4, 5))),
      Op.onnx("Size", 21).doc("number of elements").in("x", ANY).out("y").types(c -> one(new TensorType(DType.INT64)))
          .reference((a, in, out) -> out[0].putLongAt(0, in[0].size())).noGradient("a size has no derivative")
          .cases(Case.of(uniform(-1, 1, 3, 4))),
      Op.onnx("Transpose", 21).doc("x with its axes in the order perm").in("x", ANY).out("y")
          .attr("perm", Form.permutation(), null, "axis of x for each axis of y; reversed when absent")
          .types(c -> {
            int[] perm = c.attrs().perm(c.in(0).rank());
            return one(c.in(0).withDims(Arrays.stream(perm).mapToLong(i -> c.in(0).dims()[i]).toArray()));
          })
          .reference((a, in, out) -> out[0].assign(in[0].transpose(a.perm(in[0].rank()))))
          .gradient(g -> new Sym[] {g.dy().transpose(inverse(g.attrs().perm(g.in(0).rank())))})
          .cases(Case.of(uniform(-1, 1, 3, 4)),
              Case.of(Attrs.of("perm", new long[] {0, 2, 3, 1}), uniform(-1, 1, 2, 3, 4, 5)),
              Case.of(Attrs.of("perm", new long[] {2, 0, 1}), uniform(-1, 1, 5, 3, 17))),
      Op.onnx("Concat", 13).doc("inputs joined along an axis").variadic("inputs", ANY).out("y")
          .needs("axis", Form.axis(), "axis")
          .types(Shapes::concat)
          .reference((a, in, out) -> {
            int axis = a.getInt("axis", 0);
            long at = 0;
            for (NDArray x : in) {
              out[0].slice(axis, at, at + x.size(axis)).assign(x);
              at += x.size(axis);
            }
          })
          .gradient(Shapes::concatGradient)
          .cases(Case.of(Attrs.of("axis", 0), uniform(-1, 1, 2, 3), uniform(-1, 1, 4, 3)),
              Case.of(Attrs.of("axis", -1), uniform(-1, 1, 2, 3), uniform(-1, 1, 2, 1), uniform(-1, 1, 2, 5))),
      Op.onnx("Slice", 13).doc("a range of indices along axes").in("x", ANY).list("starts", Form.wholes(), false)
          .list("ends", Form.wholes(), false).list("axes", Form.axes(), true).list("steps", Form.wholes(), true)
          .out("y")
          .types(Shapes::sliceTypes).open(Shapes::sliceOpen)
          .body((b, a, in) -> sliceBody(in[0], a))
          .gradientOfAnyLists(Shapes::sliceGradient)
          .cases(Case.of(uniform(-1, 1, 6, 5), list(1), list(-1), list(0)),
              Case.of(uniform(-1, 1, 6, 5), list(4, 0), list(0, 5), list(0, 1), list(-2, 2)),
              Case.of(uniform(-1, 1, 6, 5), list(-3), list(Integer.MAX_VALUE), list(1))),
      Op.ours("Slice").doc("Slice with starts, ends, axes and steps in range, as attributes").in("x", ANY).out("y")
          .needs("starts", Form.wholes(), "first index per axis").needs("ends", Form.wholes(), "index after the last")
          .needs("axes", Form.axes(), "axes").needs("steps", Form.wholes(), "steps")
          .types(Shapes::plainSliceTypes).reference((a, in, out) -> out[0].assign(window(in[0], a, out[0].shape())))
          .export((b, a,
              in) -> new Sym[] {b.call("Slice", Attrs.NONE, in[0], b.longs(a.getLongs("starts")),
                  b.longs(a.getLongs("ends")), b.longs(a.getLongs("axes")), b.longs(a.getLongs("steps")))})
          .gradient(g -> new Sym[] {g.b().call("pydl4j.PadSlice", g.attrs(), g.dy(), g.in(0))})
          .cases(Case.of(Attrs.of("starts", new long[] {1}, "ends", new long[] {3}, "axes", new long[] {1}, "steps",
              new long[] {1}), uniform(-1, 1, 4, 5))),
      Op.ours("PadSlice")
          .doc("zeros of the shape of the second input, with x written where pydl4j.Slice of the same attributes reads")
          .in("x", ANY).like("like").out("y")
          .needs("starts", Form.wholes(), "first index per axis").needs("ends", Form.wholes(), "index after the last")
          .needs("axes", Form.axes(), "axes").needs("steps", Form.wholes(), "steps")
          .types(Shapes::padSliceTypes)
          .reference((a, in, out) -> {
            out[0].fill(0);
            window(out[0], a, in[0].shape()).assign(in[0]);
          })
          .gradient(g -> new Sym[] {g.b().call("pydl4j.Slice", g.attrs(), g.dy()), null})
          .noExport("only gradients use it")
          .cases(Case.of(Attrs.of("starts", new long[] {1}, "ends", new long[] {3}, "axes", new long[] {1}, "steps",
              new long[] {1}), uniform(-1, 1, 4, 2), uniform(-1, 1, 4, 5))),
      Op.onnx("Expand", 13).doc("x broadcast with a shape").in("x", ANY).list("shape", Form.sizes(0), false).out("y")
          .types(c -> one(c.in(0).withDims(c.broadcast(c.in(0).dims(), c.attrs().getLongs("shape")))))
          .open(c -> one(c.in(0).withDims(c.broadcast(c.in(0).dims(), c.openDims("shape")))))
          .reference((a, in, out) -> {
            long[] shape = out[0].shape();
            out[0].assign(in[0].strided(shape, Fused.broadcastStrides(in[0], shape), 0));
          })
          .gradientOfAnyLists(g -> new Sym[] {g.dy().sumTo(g.in(0))})
          .cases(Case.of(uniform(-1, 1, 3, 1), list(2, 1, 4))),
      Op.onnx("Gather", 13).doc("slices of x along an axis, picked by integer indices").in("x", ANY).in("indices", INTS)
          .out("y").attr("axis", Form.axis(), 0, "axis")
          .types(Shapes::gatherTypes).reference((a, in, out) -> gather(a, in[0], in[1], out[0]))
          .gradient(Shapes::gatherGradient)
          .cases(Case.of(uniform(-1, 1, 5, 3), ints(5, 4)), Case.of(uniform(-1, 1, 5, 3), ints(5, 2, 3)),
              Case.of(Attrs.of("axis", 1), uniform(-1, 1, 2, 4, 3), ints(4, 2, 2))),
      Op.ours("ScatterAddRows").doc("rows of zeros to which row i of x is added at indices[i]").in("indices", INTS)
          .in("x", NUMBERS_OR_COMPLEX).out("y").needs("rows", Form.whole(0, Long.MAX_VALUE - 1), "rows of the result")
          .types(c -> {
            if (c.in(1).rank() != 2
                || c.in(0).isConcrete() && c.in(1).dim(0) >= 0 && c.in(0).size() != c.in(1).dim(0)) {
              throw c.fail("x " + c.in(1) + " for indices " + c.in(0), "a row for each index", "Reshape it.");
            }
            return one(c.in(1).withDims(c.attrs().getLong("rows", 0), c.in(1).dim(1)));
          })
          .reference((a, in, out) -> {
            out[0].fill(0);
            long inner = in[1].size(1);
            for (long i = 0; i < in[0].size(); i++) {
              long r = row(in[0].getLongAt(i), out[0].size(0));
              for (long j = 0; j < inner; j++) {
                Selection.put(ADD, out[0], r * inner + j, in[1], i * inner + j);
              }
            }
          })
          .onComplex((b, a, in) -> Complex
              .joined(b.call("pydl4j.ScatterAddRows", a, in[0], Complex.parts(in[1]).reshape(0, -1)).reshape(0, -1, 2)))
          .gradient(g -> new Sym[] {null, g.dy().gather(g.in(0), 0)}).noExport("only gradients use it")
          .cases(Case.of(Attrs.of("rows", 5), ints(5, 7), uniform(-1, 1, 7, 3))),
      Op.onnx("OneHot", 11).doc("indices as rows with one element 'on' and the others 'off' (values = [off, on])")
          .in("indices", NUMBERS).list("depth", Form.one(0, Long.MAX_VALUE - 1), false).in("values", ORDERED).out("y")
          .attr("axis", Form.axis(1), -1, "position of the new axis")
          .types(Shapes::oneHot).open(Shapes::oneHot)
          .reference((a, in, out) -> {
            int axis = a.getInt("axis", 0);
            long depth = out[0].size(axis);
            long inner = 1;
            for (int i = axis + 1; i < out[0].rank(); i++) {
              inner *= out[0].size(i);
            }
            for (long i = 0; i < out[0].size(); i++) {
              copyElement(in[2], 0, out[0], i);
            }
            for (long i = 0; i < in[0].size(); i++) {
              long k = in[0].getLongAt(i) < 0 ? in[0].getLongAt(i) + depth : in[0].getLongAt(i);
              if (k >= 0 && k < depth) {
                copyElement(in[2], 1, out[0], i / inner * inner * depth + k * inner + i % inner);
              }
            }
          })
          .noGradient("indices have no derivative").cases(Case.of(ints(4, 3), list(4), Case.values(0, 1))),
      Op.ours("Copy").doc("a copy of x").in("x", ANY).out("y").types(c -> one(c.in(0)))
          .reference((a, in, out) -> out[0].assign(in[0]))
          .gradient(g -> new Sym[] {g.dy()}).export((b, a, in) -> new Sym[] {in[0].call("Identity")})
          .cases(Case.of(uniform(-1, 1, 3, 4))));

  private static TensorType[] oneHot(Call c) {
    int rank = c.in(0).rank() + 1;
    int axis = c.attrs().getInt("axis", 0);
    long[] out = new long[rank];
    for (int i = 0, k = 0; i < rank; i++) {
      out[i] = i == axis ? c.openDims("depth")[0] : c.in(0).dims()[k++];
    }
    return one(c.in(2).withDims(out));
  }

  private static int shapeAxis(Attrs a, String which, int rank) {
    return a.getInt(which, which.equals("end") ? rank : 0);
  }

  private static Sym[] sliceGradient(Backward g) {
    Sym[] plain = g.attrs().has("starts") && g.attrs().has("ends") ? sliceBody(g.in(0), g.attrs()) : null;
    if (plain == null) {
      return new Sym[] {
          g.b().call("pydl4j.SliceGrad", g.node().attrs(), g.dy(), g.in(0), g.in(1), g.in(2), g.in(3), g.in(4))};
    }
    return new Sym[] {g.b().call("pydl4j.PadSlice", plain[0].value().producer().attrs(), g.dy(), g.in(0))};
  }

  /** Slice's gradient while dims are unknown; becomes pydl4j.PadSlice when they are known. */
  private static Op sliceGrad() {
    return Op.ours("SliceGrad").doc("the gradient of Slice").in("x", ANY).like("like")
        .list("starts", Form.wholes(), false).list("ends", Form.wholes(), false)
        .list("axes", Form.axes(), true).list("steps", Form.wholes(), true).out("y")
        .types(c -> one(c.in(0).withDims(c.in(1).dims()))).open(c -> one(c.in(0).withDims(c.in(1).dims())))
        .body((b, a, in) -> {
          Sym[] plain = sliceBody(in[1], a);
          return plain == null ? null
              : new Sym[] {b.call("pydl4j.PadSlice", plain[0].value().producer().attrs(), in[0], in[1])};
        }).noExport("only gradients use it")
        .gradientOfAnyLists(
            g -> new Sym[] {g.b().call("Slice", g.node().attrs(), g.dy(), g.in(2), g.in(3), g.in(4), g.in(5)), null})
        .cases(Case.of(Attrs.of("starts", new long[] {-3}, "ends", new long[] {-1}, "axes", new long[] {1}),
            uniform(-1, 1, 4, 2), uniform(-1, 1, 4, 5)));
  }
}
