package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.distinct;
import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;
import static org.pydl4j.nd.graph.Op.NUMBERS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.pointwise.WholeNumbers;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Which elements there are: the largest, those that hold, the different ones. The dims of some results depend on the
 * data.
 */
final class Selection {
  static final Form REDUCTION = Form.choice("none", "add", "mul", "max", "min");

  private Selection() {
  }

  private static Sym[] of(Sym... s) {
    return s;
  }

  // TopK --------------------------------------------------------------------------------------------------------------

  private static TensorType[] topTypes(Call c) {
    long[] dims = c.in(0).dims().clone();
    int axis = c.attrs().getInt("axis", 0);
    long k = c.openDims("k")[0];
    if (k < -1 || dims[axis] >= 0 && k > dims[axis]) {
      throw c.fail("k = " + k, "0 to " + dims[axis], "Take fewer.");
    }
    dims[axis] = k;
    return new TensorType[] {c.in(0).withDims(dims), new TensorType(DType.INT64, dims)};
  }

  private static void top(Attrs a, NDArray x, NDArray[] out) {
    int axis = a.getInt("axis", 0);
    int n = (int) x.size(axis);
    int k = (int) out[0].size(axis);
    long inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.size(i);
    }
    Comparator<Long> better = Sorting.order(x, a.getBool("largest", true));
    for (long r = 0; r < (n == 0 ? 0 : x.size() / n); r++) {
      long start = r / inner * inner * n + r % inner;
      long to = r / inner * inner * k + r % inner;
      long stride = inner;
      List<Long> order = LongStream.range(0, n).map(i -> start + i * stride).boxed().sorted(better).toList();
      for (int i = 0; i < k; i++) {
        Shapes.copyElement(x, order.get(i), out[0], to + i * inner);
        out[1].putLongAt(to + i * inner, (order.get(i) - start) / stride);
      }
    }
  }

  // by element --------------------------------------------------------------------------------------------------------

  /**
   * The position in an array of that shape of the element that indices[i] names along an axis, everything else as in
   * indices.
   */
  private static long place(long i, NDArray indices, long[] shape, int axis, long[] index) {
    Shapes.offset(i, indices.shape(), index.clone(), index);
    index[axis] = Shapes.row(indices.getLongAt(i), shape[axis]);
    long at = 0;
    for (int k = 0; k < shape.length; k++) {
      at = at * shape[k] + index[k];
    }
    return at;
  }

  private static void gatherElements(Attrs a, NDArray x, NDArray indices, NDArray y) {
    int axis = a.getInt("axis", 0);
    long[] index = new long[x.rank()];
    for (long i = 0; i < indices.size(); i++) {
      Shapes.copyElement(x, place(i, indices, x.shape(), axis, index), y, i);
    }
  }

  private static void scatterElements(Attrs a, NDArray[] in, NDArray y) {
    y.assign(in[0]);
    int axis = a.getInt("axis", 0);
    long[] index = new long[y.rank()];
    for (long i = 0; i < in[1].size(); i++) {
      put(a, y, place(i, in[1], y.shape(), axis, index), in[2], i);
    }
  }

  static void put(Attrs a, NDArray y, long at, NDArray updates, long i) {
    String how = a.getString("reduction", "none");
    if (how.equals("none")) {
      Shapes.copyElement(updates, i, y, at);
      return;
    }
    PointwiseCode code = switch (how) {
      case "add" -> PointwiseCode.ADD;
      case "mul" -> PointwiseCode.MUL;
      case "max" -> PointwiseCode.MAX;
      default -> PointwiseCode.MIN;
    };
    if (WholeNumbers.has(y.dtype())) {
      y.putLongAt(at, WholeNumbers.apply(code, y.dtype(), y.getLongAt(at), updates.getLongAt(i), 0));
    } else {
      y.putDoubleAt(at, code.apply(y.getDoubleAt(at), updates.getDoubleAt(i), 0));
    }
  }

  private static TensorType[] scatterTypes(Call c) {
    String how = c.attrs().getString("reduction", "none");
    if (c.in(0).dtype().isComplex() && !List.of("none", "add").contains(how)) {
      throw c.fail("reduction '" + how + "' of complex numbers", "none or add", "Choose one.");
    }
    if (c.in(2).dtype() != c.in(0).dtype()) {
      throw c.fail("updates of type " + c.in(2).dtype(), c.in(0).dtype().toString(), "Cast them.");
    }
    return new TensorType[] {c.in(0)};
  }

  /** Indices by element are, but for the axis, no larger than x: what they name lies inside. */
  private static void checkElements(Call c) {
    long[] x = c.in(0).dims();
    long[] index = c.in(1).dims();
    int axis = c.attrs().getInt("axis", 0);
    boolean fits = x.length == index.length;
    for (int i = 0; fits && i < x.length; i++) {
      fits = i == axis || index[i] <= x[i] || x[i] < 0;
    }
    if (!fits) {
      throw c.fail("indices " + c.in(1), "as many axes as x, none but axis " + axis + " longer than that of x",
          "Reshape them.");
    }
  }

  private static void checkUpdates(Call c, long... dims) {
    long[] given = c.in(2).dims();
    boolean fits = given.length == dims.length;
    for (int i = 0; fits && i < dims.length; i++) {
      fits = given[i] == dims[i] || given[i] < 0 || dims[i] < 0;
    }
    if (!fits) {
      throw c.fail("updates " + c.in(2), "the dims " + Arrays.toString(dims) + " that the indices name",
          "Broadcast them.");
    }
  }

  /** What a gradient of a scatter sees: only what is written or added has one. */
  static boolean adds(Attrs a) {
    String how = a.getString("reduction", "none");
    if (!how.equals("add") && !how.equals("none")) {
      throw new UnsupportedOperationException(
          "[Scatter] the gradient of reduction '" + how + "' is not supported; only of none and add.");
    }
    return how.equals("add");
  }

  private static Sym zeros(Sym x) {
    return x.like(0).expandTo(x);
  }

  // by place ----------------------------------------------------------------------------------------------------------

  private static TensorType[] gatherNdTypes(Call c) {
    long[] x = c.in(0).dims();
    long[] idx = c.in(1).dims();
    int batch = c.attrs().getInt("batch_dims", 0);
    long depth = idx.length == 0 ? -1 : idx[idx.length - 1];
    if (depth < 1 || batch + depth > x.length || batch >= idx.length) {
      throw c.fail("indices " + c.in(1), "a last axis of 1 to " + (x.length - batch) + " coordinates", "Reshape them.");
    }
    for (int i = 0; i < batch; i++) {
      if (x[i] != idx[i] && x[i] != -1 && idx[i] != -1) {
        throw c.fail("batch dims " + Arrays.toString(idx) + " of indices for " + c.in(0),
            "the same " + batch + " leading dims", "Reshape them.");
      }
    }
    return new TensorType[] {c.in(0).withDims(LongStream.concat(Arrays.stream(idx, 0, idx.length - 1),
        Arrays.stream(x, batch + (int) depth, x.length)).toArray())};
  }

  /** Calls with the flat start of each slice that a row of indices names, and the row's number. */
  private static void places(NDArray x, NDArray indices, int batch, java.util.function.LongBinaryOperator at) {
    long[] shape = x.shape();
    int depth = (int) indices.size(-1);
    long inner = 1;
    for (int i = batch + depth; i < shape.length; i++) {
      inner *= shape[i];
    }
    long rows = x.size() == 0 && indices.size() == 0 ? 0 : indices.size() / depth;
    long batches = 1;
    for (int i = 0; i < batch; i++) {
      batches *= shape[i];
    }
    for (long r = 0; r < rows; r++) {
      long p = r / (rows / batches);
      for (int k = 0; k < depth; k++) {
        p = p * shape[batch + k] + Shapes.row(indices.getLongAt(r * depth + k), shape[batch + k]);
      }
      for (long j = 0; j < inner; j++) {
        at.applyAsLong(p * inner + j, r * inner + j);
      }
    }
  }

  private static Sym[] gatherNdGradient(org.pydl4j.nd.graph.Backward g) {
    if (g.attrs().getLong("batch_dims", 0) != 0) {
      throw new UnsupportedOperationException(
          "[GatherND] the gradient with batch_dims is not supported. Put the batch into the indices.");
    }
    return of(g.b().call("ScatterND", Attrs.of("reduction", "add"), zeros(g.in(0)), g.in(1), g.dy()), null);
  }

  // data-dependent dims -----------------------------------------------------------------------------------------------

  private static TensorType[] sliceTypes(Call c) {
    long[] dims = c.attrs().has("axis") ? c.in(0).dims().clone() : new long[1];
    dims[c.attrs().getInt("axis", 0)] = -1;
    return new TensorType[] {c.in(0).withDims(dims)};
  }

  private static TensorType[] uniqueTypes(Call c) {
    TensorType some = new TensorType(DType.INT64, -1);
    return new TensorType[] {sliceTypes(c)[0], some, some, some};
  }

  private static NDArray[] unique(Attrs a, NDArray given) {
    NDArray x = a.has("axis") ? given : given.reshape(given.size());
    int axis = a.getInt("axis", 0);
    int n = (int) x.size(axis);
    Map<List<Long>, List<Integer>> found =
        a.getBool("sorted", true) ? new TreeMap<>(Selection::compare) : new java.util.LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      NDArray slice = x.slice(axis, i, i + 1);
      List<Long> content = LongStream.range(0, slice.size()).map(k -> Sorting.key(slice, k)).boxed().toList();
      found.computeIfAbsent(content, k -> new ArrayList<>()).add(i);
    }
    int m = found.size();
    long[] shape = x.shape();
    shape[axis] = m;
    NDArray[] out = {NDArray.create(x.dtype(), shape), NDArray.create(DType.INT64, m), NDArray.create(DType.INT64, n),
        NDArray.create(DType.INT64, m)};
    int at = 0;
    for (List<Integer> places : found.values()) {
      out[0].slice(axis, at, at + 1).assign(x.slice(axis, places.get(0), places.get(0) + 1));
      out[1].putLongAt(at, places.get(0));
      out[3].putLongAt(at, places.size());
      for (int p : places) {
        out[2].putLongAt(p, at);
      }
      at++;
    }
    return out;
  }

  private static int compare(List<Long> p, List<Long> q) {
    for (int i = 0; i < p.size(); i++) {
      int c = Long.compare(p.get(i), q.get(i));
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }

  private static TensorType[] suppressTypes(Call c) {
    TensorType boxes = c.in(0);
    TensorType scores = c.in(1);
    if (boxes.rank() != 3 || scores.rank() != 3 || boxes.dim(2) != 4 && boxes.dim(2) != -1) {
      throw c.fail("boxes " + boxes + " and scores " + scores, "[N, n, 4] and [N, classes, n]", "Reshape them.");
    }
    c.expect(1, boxes.dim(0), scores.dim(1), boxes.dim(1));
    c.expectOne(2, 3, 4);
    return new TensorType[] {new TensorType(DType.INT64, -1, 3)};
  }

  private static NDArray[] suppress(Attrs a, NDArray[] in) {
    long most = in.length > 2 && in[2] != null ? in[2].getLongAt(0) : 0;
    double overlap = in.length > 3 && in[3] != null ? in[3].getDoubleAt(0) : 0;
    double least = in.length > 4 && in[4] != null ? in[4].getDoubleAt(0) : Double.NEGATIVE_INFINITY;
    boolean center = a.getBool("center_point_box", false);
    List<long[]> kept = new ArrayList<>();
    for (long b = 0; b < in[1].size(0); b++) {
      for (long c = 0; c < in[1].size(1); c++) {
        long batch = b;
        long label = c;
        List<Long> order =
            LongStream.range(0, in[1].size(2)).boxed().filter(i -> in[1].getDouble(batch, label, i) > least)
                .sorted(Comparator.comparingDouble(i -> -in[1].getDouble(batch, label, i))).toList();
        List<double[]> boxes = new ArrayList<>();
        for (long i : order) {
          double[] box = corners(in[0], b, i, center);
          if (boxes.size() < most && boxes.stream().allMatch(o -> shared(o, box) <= overlap)) {
            boxes.add(box);
            kept.add(new long[] {b, c, i});
          }
        }
      }
    }
    return new NDArray[] {NDArray.of(kept.stream().flatMapToLong(Arrays::stream).toArray(), kept.size(), 3)};
  }

  /** Low and high corner of a box. */
  private static double[] corners(NDArray boxes, long batch, long i, boolean center) {
    double p = boxes.getDouble(batch, i, 0);
    double q = boxes.getDouble(batch, i, 1);
    double r = boxes.getDouble(batch, i, 2);
    double s = boxes.getDouble(batch, i, 3);
    return center ? new double[] {p - r / 2, q - s / 2, p + r / 2, q + s / 2}
        : new double[] {Math.min(p, r), Math.min(q, s), Math.max(p, r), Math.max(q, s)};
  }

  /** Intersection over union. */
  private static double shared(double[] p, double[] q) {
    double common = Math.max(0, Math.min(p[2], q[2]) - Math.max(p[0], q[0]))
        * Math.max(0, Math.min(p[3], q[3]) - Math.max(p[1], q[1]));
    double all = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - common;
    return all <= 0 ? 0 : common / all;
  }

  private static Sym[] filled(org.pydl4j.nd.graph.GraphBuilder b, Attrs a) {
    NDArray given = a.get("value", NDArray.class, "an array");
    Sym value = b.constant(given == null ? NDArray.scalar(DType.FLOAT32, 0) : given.reshape());
    return of(b.call("Expand", Attrs.NONE, value, b.longs(a.getLongs("shape"))));
  }

  private static TensorType[] filledTypes(Call c) {
    NDArray value = c.attrs().get("value", NDArray.class, "an array");
    return new TensorType[] {new TensorType(value == null ? DType.FLOAT32 : value.dtype(), c.openDims("shape"))};
  }

  static final List<Op> OPS = List.of(
      Op.onnx("TopK", 11).doc("the k largest (or smallest) elements along an axis in their order, and where they are")
          .in("x", NUMBERS).list("k", Form.one(0, Long.MAX_VALUE - 1), false)
          .out("values", "indices").attr("axis", Form.axis(), -1, "axis")
          .attr("largest", Form.flag(), 1, "0: the smallest").attr("sorted", Form.flag(), 1, "they always are")
          .types(Selection::topTypes).open(Selection::topTypes).reference((a, in, out) -> top(a, in[0], out))
          .gradient(g -> of(g.b().call("ScatterElements", Attrs.of("axis", g.attrs().getLong("axis", -1)),
              zeros(g.in(0)), g.out(1), g.dy()), null))
          .cases(Case.of(distinct(3, 5), list(2)), Case.of(Attrs.of("axis", 0, "largest", 0), distinct(4, 3), list(3))),
      Op.onnx("GatherElements", 13).doc("y[i][j] = x[indices[i][j]][j] for axis 0, and so on").in("x", ANY)
          .in("indices", INTS).out("y").attr("axis", Form.axis(), 0, "axis")
          .types(c -> {
            checkElements(c);
            return new TensorType[] {c.in(0).withDims(c.in(1).dims())};
          }).reference((a, in, out) -> gatherElements(a, in[0], in[1], out[0]))
          .gradient(g -> of(
              g.b().call("ScatterElements", g.attrs().with("reduction", "add"), zeros(g.in(0)), g.in(1), g.dy()), null))
          .cases(Case.of(Attrs.of("axis", 1), uniform(-1, 1, 3, 4), ints(4, 3, 2)),
              Case.of(uniform(-1, 1, 3, 4), ints(3, 2, 4))),
      Op.onnx("ScatterElements", 18).doc("x with updates written (or added, ...) where GatherElements would read")
          .in("x", ANY).in("indices", INTS).in("updates", ANY)
          .out("y").attr("axis", Form.axis(), 0, "axis")
          .attr("reduction", REDUCTION, "none", "none, add, mul, max or min").types(c -> {
            checkElements(c);
            checkUpdates(c, c.in(1).dims());
            return scatterTypes(c);
          })
          .reference((a, in, out) -> scatterElements(a, in, out[0]))
          .onComplex((b, a, in) -> a.getString("reduction", "none").equals("none") ? null
              : Complex.joined(b.call("ScatterElements", a.with("axis", a.getInt("axis", 0)), Complex.parts(in[0]),
                  in[1].unsqueeze(-1).expandTo(Complex.parts(in[2])), Complex.parts(in[2]))))
          .gradient(g -> of(
              adds(g.attrs()) ? g.dy() : g.b().call("ScatterElements", g.attrs(), g.dy(), g.in(1), zeros(g.in(2))),
              null,
              g.b().call("GatherElements", g.attrs().without("reduction"), g.dy(), g.in(1))))
          .cases(
              Case.of(Attrs.of("axis", 1), uniform(-1, 1, 2, 4),
                  (random, floats) -> NDArray.of(new long[] {2, 0, 1, 3}, 2, 2), uniform(-1, 1, 2, 2)),
              Case.of(Attrs.of("reduction", "add"), uniform(-1, 1, 3, 2), ints(3, 4, 2), uniform(-1, 1, 4, 2))),
      Op.onnx("GatherND", 13).doc("slices of x, each named by the coordinates in the last axis of indices").in("x", ANY)
          .in("indices", INTS).out("y")
          .attr("batch_dims", Form.count(0), 0, "leading axes that x and indices share").types(Selection::gatherNdTypes)
          .reference((a, in, out) -> places(in[0], in[1], a.getInt("batch_dims", 0), (from, to) -> {
            Shapes.copyElement(in[0], from, out[0], to);
            return 0;
          })).gradient(Selection::gatherNdGradient)
          .cases(Case.of(uniform(-1, 1, 3, 4), ints(3, 5, 2)), Case.of(uniform(-1, 1, 3, 4), ints(3, 2, 1))),
      Op.onnx("ScatterND", 18).doc("x with updates written (or added, ...) where GatherND would read").in("x", ANY)
          .in("indices", INTS).in("updates", ANY).out("y")
          .attr("reduction", REDUCTION, "none", "none, add, mul, max or min").types(c -> {
            checkUpdates(c, gatherNdTypes(c)[0].dims());
            return scatterTypes(c);
          })
          .reference((a, in, out) -> {
            out[0].assign(in[0]);
            places(out[0], in[1], 0, (to, from) -> {
              put(a, out[0], to, in[2], from);
              return 0;
            });
          })
          .onComplex((b, a, in) -> a.getString("reduction", "none").equals("none") ? null
              : Complex.joined(b.call("ScatterND", a, Complex.parts(in[0]), in[1], Complex.parts(in[2]))))
          .gradient(g -> of(
              adds(g.attrs()) ? g.dy() : g.b().call("ScatterND", g.attrs(), g.dy(), g.in(1), zeros(g.in(2))), null,
              g.b().call("GatherND", Attrs.NONE, g.dy(), g.in(1))))
          .cases(
              Case.of(uniform(-1, 1, 4, 3), (random, floats) -> NDArray.of(new long[] {2, 0}, 2, 1),
                  uniform(-1, 1, 2, 3)),
              Case.of(Attrs.of("reduction", "add"), uniform(-1, 1, 4, 3), ints(3, 5, 2), uniform(-1, 1, 5))),
      Op.onnx("ConstantOfShape", 21).doc("one value in all elements of a shape").list("shape", Form.sizes(0), false)
          .out("y").attr("value", Form.scalar(), null, "a tensor of one element; float32 0 when absent")
          .types(Selection::filledTypes).open(Selection::filledTypes).body((b, a, in) -> filled(b, a))
          .cases(Case.of(list(2, 3)), Case.of(Attrs.of("value", NDArray.of(new long[] {7}, 1)), list(2))),
      Op.onnx("Unique", 11)
          .doc("the different elements (slices along an axis), where each is first, which one each is, "
              + "and how often there is each")
          .in("x", NUMBERS)
          .out("y", "indices", "inverse", "counts").attr("axis", Form.axis(), null, "axis; elements when absent")
          .attr("sorted", Form.flag(), 1, "in order; 0: as they come")
          .types(Selection::uniqueTypes).dynamic((a, in) -> unique(a, in[0]))
          .noGradient("which elements are equal does not change smoothly")
          .cases(Case.of(ints(3, 7)), Case.of(Attrs.of("axis", 0, "sorted", 0), ints(2, 5, 2))),
      Op.onnx("NonMaxSuppression", 11)
          .doc("boxes [N, n, 4] of the highest scores [N, classes, n] that overlap none taken before: "
              + "rows of batch, class, box")
          .in("boxes", FLOATS)
          .in("scores", FLOATS).optional("max_output_boxes_per_class", INTS).optional("iou_threshold", FLOATS)
          .optional("score_threshold", FLOATS).out("selected")
          .attr("center_point_box", Form.flag(), 0, "boxes are center and size").types(Selection::suppressTypes)
          .dynamic(Selection::suppress).noGradient("a choice has no derivative")
          .cases(Case.of(uniform(0, 1, 1, 6, 4), uniform(0, 1, 1, 2, 6), list(3), uniform(0.3, 0.4), absent())));
}
