package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.bools;
import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.BOOLS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.ArrayOps;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Reading and writing by several arrays of indices, and by truth. */
final class Indexing {
  private static final String NUMPY =
      "NumPy's indexing by several arrays; in ONNX that is GatherND and ScatterND of stacked indices";

  private Indexing() {
  }

  // by indices --------------------------------------------------------------------------------------------------------

  /** The dims of x with the axes from 'axis' on, one per array of indices, replaced by the indices' broadcast dims. */
  private static TensorType takeTypes(Call c, int first) {
    long[] x = c.in(0).dims();
    int axis = c.attrs().getInt("axis", 0);
    int n = c.count() - first;
    if (n < 1 || axis + n > x.length) {
      throw c.fail(n + " arrays of indices from axis " + axis + " on", "1 to " + (x.length - axis),
          "Give one per axis.");
    }
    long[] dims = new long[0];
    for (int i = first; i < c.count(); i++) {
      if (!INTS.test(c.in(i).dtype())) {
        throw c.fail("indices of type " + c.in(i).dtype(), "a type of whole numbers", "Cast them.");
      }
      dims = c.broadcast(dims, c.in(i).dims());
    }
    return c.in(0).withDims(LongStream
        .concat(Arrays.stream(x, 0, axis), LongStream.concat(Arrays.stream(dims), Arrays.stream(x, axis + n, x.length)))
        .toArray());
  }

  private static TensorType[] putTypes(Call c) {
    TensorType taken = takeTypes(c, 2);
    String how = c.attrs().getString("reduction", "none");
    if (!List.of("none", "add", "mul", "max", "min").contains(how)) {
      throw c.fail("reduction '" + how + "'", "none, add, mul, max or min", "Choose one.");
    }
    long[] given = c.in(1).dims();
    boolean fits = given.length == 0 || given.length == taken.rank();
    for (int i = 0; fits && i < given.length; i++) {
      fits = given[i] == taken.dims()[i] || given[i] < 0 || taken.dims()[i] < 0;
    }
    if (!fits || c.in(1).dtype() != c.in(0).dtype()) {
      throw c.fail("updates " + c.in(1), "a scalar or " + taken, "Broadcast or cast them.");
    }
    return new TensorType[] {c.in(0)};
  }

  /** Calls with the flat position in x and in what is taken of it, for each element that is taken, in order. */
  private static void places(Attrs a, NDArray x, NDArray[] in, int first, LongBinaryOperator at) {
    long[] shape = x.shape();
    int axis = a.getInt("axis", 0);
    int n = in.length - first;
    long outer = product(shape, 0, axis);
    long total = product(shape, axis, axis + n);
    long inner = product(shape, axis + n, shape.length);
    long[] dims = new long[0];
    for (int i = first; i < in.length; i++) {
      dims =
          new Call(Ops.get("pydl4j.TakeAt"), "", a, new TensorType[0], new NDArray[0]).broadcast(dims, in[i].shape());
    }
    NDArray[] indices = new NDArray[n];
    for (int i = 0; i < n; i++) {
      indices[i] = in[first + i].strided(dims, Fused.broadcastStrides(in[first + i], dims), 0);
    }
    for (long o = 0; o < outer; o++) {
      for (long i = 0; i < product(dims, 0, dims.length); i++) {
        long row = 0;
        for (int k = 0; k < n; k++) {
          row = row * shape[axis + k] + Shapes.row(indices[k].getLongAt(i), shape[axis + k]);
        }
        for (long j = 0; j < inner; j++) {
          at.applyAsLong((o * total + row) * inner + j, (o * product(dims, 0, dims.length) + i) * inner + j);
        }
      }
    }
  }

  private static long product(long[] dims, int from, int to) {
    return Arrays.stream(dims, from, to).reduce(1, (p, q) -> p * q);
  }

  private static Sym[] with(Sym[] in, int from, Sym... first) {
    Sym[] all = Arrays.copyOf(first, first.length + in.length - from);
    System.arraycopy(in, from, all, first.length, in.length - from);
    return all;
  }

  private static Sym zeros(Sym x) {
    return x.like(0).expandTo(x);
  }

  private static Sym[] takeGradient(Backward g) {
    Sym[] d = new Sym[g.in().length];
    d[0] = g.b().call("pydl4j.PutAt", g.attrs().with("reduction", "add"), with(g.in(), 1, zeros(g.in(0)), g.dy()));
    return d;
  }

  private static Sym[] putGradient(Backward g) {
    boolean adds = Selection.adds(g.attrs());
    Attrs at = g.attrs().without("reduction");
    Sym[] d = new Sym[g.in().length];
    d[0] = adds ? g.dy() : g.b().call("pydl4j.PutAt", at, with(g.in(), 2, g.dy(), g.dy().like(0)));
    d[1] = g.b().call("pydl4j.TakeAt", at, with(g.in(), 2, g.dy())).sumTo(g.in(1));
    return d;
  }

  // by truth ----------------------------------------------------------------------------------------------------------

  private static TensorType[] fillTypes(Call c) {
    long[] x = c.in(0).dims();
    long[] mask = c.in(1).dims();
    int axis = c.attrs().getInt("axis", 0);
    boolean fits =
        axis >= 0 && axis + mask.length <= x.length && c.in(2).rank() == 0 && c.in(2).dtype() == c.in(0).dtype();
    for (int i = 0; fits && i < mask.length; i++) {
      fits = mask[i] == x[axis + i] || mask[i] < 0 || x[axis + i] < 0;
    }
    if (!fits) {
      throw c.fail("mask " + c.in(1) + " from axis " + axis + " on", "the dims of x there, and a scalar of its type",
          "Reshape the mask.");
    }
    return new TensorType[] {c.in(0)};
  }

  /** The mask with an axis of size 1 for each axis of x that it lacks. */
  private static Sym spread(Attrs a, Sym x, Sym mask) {
    int axis = a.getInt("axis", 0);
    long[] added =
        LongStream.concat(LongStream.range(0, axis), LongStream.range(axis + mask.rank(), x.rank())).toArray();
    return added.length == 0 ? mask : mask.unsqueeze(added);
  }

  private static Sym[] fillBody(GraphBuilder b, Attrs a, Sym[] in) {
    return new Sym[] {spread(a, in[0], in[1]).where(in[2], in[0])};
  }

  private static Sym[] fillGradient(Backward g) {
    Sym zero = g.dy().like(0);
    return new Sym[] {g.b().call("pydl4j.MaskedFill", g.attrs(), g.dy(), g.in(1), zero), null,
        spread(g.attrs(), g.in(0), g.in(1)).where(g.dy(), zero).sumTo(g.in(2))};
  }

  private static void fill(Attrs a, NDArray[] in, NDArray y) {
    y.assign(in[0]);
    long[] x = y.shape();
    int axis = a.getInt("axis", 0);
    long inner = product(x, axis + in[1].rank(), x.length);
    for (long i = 0; i < y.size(); i++) {
      if (in[1].getLongAt(i / inner % in[1].size()) != 0) {
        Shapes.copyElement(in[2], 0, y, i);
      }
    }
  }

  // data-dependent dims -----------------------------------------------------------------------------------------------

  private static long count(NDArray x) {
    try (NDArray n = NDArray.create(DType.INT64)) {
      NDArray[] in = {x};
      if (!ArrayOps.get().tried("pydl4j.CountNonZero", Attrs.NONE, in, List.of(n.type()), n)) {
        Ops.get("pydl4j.CountNonZero").reference().run(Attrs.NONE, in, new NDArray[] {n});
      }
      return n.getLongAt(0);
    }
  }

  private static NDArray[] nonZero(NDArray x) {
    long n = count(x);
    NDArray out = NDArray.create(DType.INT64, Math.max(x.rank(), 1), n);
    if (!ArrayOps.get().tried("NonZero", Attrs.NONE, new NDArray[] {x},
        List.of(out.type().withDims(Math.max(x.rank(), 1), -1)), out)) {
      long[] shape = x.shape();
      for (long i = 0, at = 0; at < n; i++) {
        if (x.getDoubleAt(i) != 0) {
          long rest = i;
          for (int k = x.rank() - 1; k >= 0; rest /= shape[k], k--) {
            out.putLongAt(k * n + at, rest % shape[k]);
          }
          if (x.rank() == 0) {
            out.putLongAt(0, 0);
          }
          at++;
        }
      }
    }
    return new NDArray[] {out};
  }

  private static NDArray[] compress(Attrs a, NDArray x, NDArray condition) {
    int axis = a.getInt("axis", 0);
    long[] dims = a.has("axis") ? x.shape() : new long[] {x.size()};
    NDArray mask = condition.size() <= dims[axis] ? condition : condition.slice(0, 0, dims[axis]);
    long[] open = dims.clone();
    open[axis] = -1;
    dims[axis] = count(mask);
    NDArray y = NDArray.create(x.dtype(), dims);
    if (!ArrayOps.get().tried("Compress", a, new NDArray[] {x, mask}, List.of(y.type().withDims(open)), y)) {
      NDArray hits = nonZero(mask)[0];
      NDArray from = a.has("axis") ? x : x.reshape(x.size());
      places(Attrs.of("axis", axis), from, new NDArray[] {from, hits.reshape(hits.size())}, 1, (p, q) -> {
        Shapes.copyElement(from, p, y, q);
        return 0;
      });
      hits.close();
    }
    return new NDArray[] {y};
  }

  private static TensorType[] compressTypes(Call c) {
    long[] dims = c.attrs().has("axis") ? c.in(0).dims().clone() : new long[1];
    dims[c.attrs().getInt("axis", 0)] = -1;
    if (c.in(1).rank() != 1) {
      throw c.fail("a condition of rank " + c.in(1).rank(), "a vector", "Flatten it.");
    }
    return new TensorType[] {c.in(0).withDims(dims)};
  }

  private static Sym[] compressGradient(Backward g) {
    Sym hits = g.in(1).call("NonZero").reshape(-1);
    Sym x = g.attrs().has("axis") ? g.in(0) : g.in(0).reshape(-1);
    Sym dx = g.b().call("pydl4j.PutAt", Attrs.of("axis", g.attrs().getLong("axis", 0)), zeros(x), g.dy(), hits);
    return new Sym[] {g.attrs().has("axis") ? dx : dx.call("pydl4j.ReshapeLike", g.in(0)), null};
  }

  static final List<Op> OPS = List.of(
      Op.ours("TakeAt")
          .doc("elements of x by arrays of indices, one per axis from 'axis' on, which broadcast: their "
              + "dims take the place of these axes")
          .in("x", ANY)
          .variadic("indices", INTS).out("y").attr("axis", Form.axis(), 0, "first axis that is indexed")
          .types(c -> new TensorType[] {takeTypes(c, 1)})
          .reference((a, in, out) -> places(a, in[0], in, 1, (p, q) -> {
            Shapes.copyElement(in[0], p, out[0], q);
            return 0;
          })).gradient(Indexing::takeGradient).noExport(NUMPY)
          .cases(Case.of(uniform(-1, 1, 3, 4), ints(3, 5), ints(4, 2, 1)),
              Case.of(Attrs.of("axis", 1), uniform(-1, 1, 2, 3, 4, 2), ints(3, 2, 3), ints(4)),
              Case.of(Attrs.of("axis", -1), uniform(-1, 1, 3, 4), ints(4, 2))),
      Op.ours("PutAt")
          .doc("x with updates (a scalar, or of the dims that TakeAt gives) written where TakeAt of the "
              + "same indices reads; of equal places the last wins")
          .in("x", ANY).in("updates", ANY).variadic("indices", INTS).out("y")
          .attr("axis", Form.axis(), 0, "first axis that is indexed")
          .attr("reduction", Selection.REDUCTION, "none", "none, add, mul, max or min").types(Indexing::putTypes)
          .reference((a, in, out) -> {
            out[0].assign(in[0]);
            boolean one = in[1].rank() == 0;
            places(a, out[0], in, 2, (p, q) -> {
              Selection.put(a, out[0], p, in[1], one ? 0 : q);
              return 0;
            });
          }).gradient(Indexing::putGradient).noExport(NUMPY)
          .cases(
              Case.of(uniform(-1, 1, 3, 4), uniform(-1, 1, 2), (random, floats) -> NDArray.of(new long[] {2, 0}, 2),
                  (random, floats) -> NDArray.of(new long[] {1, 3}, 2)),
              Case.of(Attrs.of("axis", 1, "reduction", "add"), uniform(-1, 1, 2, 3, 2), uniform(-1, 1, 2, 4, 2),
                  ints(3, 4)),
              Case.of(uniform(-1, 1, 5), uniform(-1, 1), (random, floats) -> NDArray.of(new long[] {-1, 2}, 2))),
      Op.ours("MaskedFill").doc("x with a scalar written where a mask holds, whose axes are those of x from 'axis' on")
          .in("x", ANY).in("mask", BOOLS).in("value", ANY).out("y")
          .attr("axis", Form.border(), 0, "first axis of x that the mask has").types(Indexing::fillTypes)
          .reference((a, in, out) -> fill(a, in, out[0]))
          .export(Indexing::fillBody).gradient(Indexing::fillGradient)
          .cases(Case.of(uniform(-1, 1, 3, 4), bools(3, 4), uniform(-1, 1)),
              Case.of(Attrs.of("axis", 1), uniform(-1, 1, 2, 3, 4), bools(3), uniform(-1, 1))),
      Op.ours("CountNonZero").doc("how many elements are not 0").in("x", ANY).out("y")
          .types(c -> new TensorType[] {new TensorType(DType.INT64)})
          .reference((a, in, out) -> out[0].putLongAt(0,
              LongStream.range(0, in[0].size()).filter(i -> in[0].getDoubleAt(i) != 0).count()))
          .export((b, a, in) -> new Sym[] {in[0].cast(DType.BOOL).cast(DType.INT64).sum(false)})
          .onComplex((b, a, in) -> in[0].cast(DType.BOOL).call("pydl4j.CountNonZero"))
          .noGradient("a count does not change smoothly")
          .cases(Case.of(bools(3, 4)), Case.of(uniform(-1, 1, 5))),
      Op.onnx("NonZero", 13).doc("the coordinates [rank, n] of the n elements that are not 0, in row-major order")
          .in("x", ANY).out("y")
          .types(c -> new TensorType[] {new TensorType(DType.INT64, Math.max(c.in(0).rank(), 1), -1)})
          .dynamic((a, in) -> nonZero(in[0]))
          .onComplex((b, a, in) -> in[0].cast(DType.BOOL).call("NonZero")).noGradient("coordinates have no derivative")
          .cases(Case.of(bools(3, 4)), Case.of(uniform(-1, 1, 5))),
      Op.onnx("Compress", 11)
          .doc("the slices of x along an axis (elements, when none is given) at which a condition holds").in("x", ANY)
          .in("condition", BOOLS).out("y")
          .attr("axis", Form.axis(), null, "axis").types(Indexing::compressTypes)
          .dynamic((a, in) -> compress(a, in[0], in[1])).gradient(Indexing::compressGradient)
          .cases(Case.of(Attrs.of("axis", 0), uniform(-1, 1, 4, 3), bools(4)),
              Case.of(uniform(-1, 1, 2, 3), bools(5))));
}
