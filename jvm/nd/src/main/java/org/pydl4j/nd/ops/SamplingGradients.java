package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** Gradients of what {@link Sampling} reads: of the image, and of the positions in a grid. */
final class SamplingGradients {
  private static final String ONLY = "only gradients use it";
  private static final String ONCE = "its gradient is one kernel, for derivatives of the first order";

  private SamplingGradients() {
  }

  static Sym[] ofGrid(Backward g) {
    return new Sym[] {g.b().call("pydl4j.GridSampleInputGrad", g.attrs(), g.dy(), g.in(1), g.in(0)),
        g.b().call("pydl4j.GridSampleGridGrad", g.attrs(), g.dy(), g.in(0), g.in(1))};
  }

  static Sym[] ofRegions(Backward g) {
    return new Sym[] {g.b().call("pydl4j.RoiAlignGrad", g.attrs(), g.dy(), g.in(0), g.in(1), g.in(2)), null, null};
  }

  private static TensorType[] matching(Call c, int dy, TensorType y, TensorType result) {
    if (c.in(dy).rank() != y.rank()
        || c.in(dy).isConcrete() && y.isConcrete() && !Arrays.equals(c.in(dy).dims(), y.dims())) {
      throw c.fail("dy " + c.in(dy), "the shape of " + y, "Pass the gradient of what was read.");
    }
    return new TensorType[] {result};
  }

  /**
   * Calls f for each output, each element of x that it reads, the weight, and its derivative by the position along one
   * axis.
   */
  private interface Visit {
    void at(long y, long x, double weight);
  }

  /** The elements that outputs read and their weights; with an axis of the grid, the derivatives of these by it. */
  private static void visit(Attrs a, long[] x, NDArray grid, int slopeAxis, Visit f) {
    int axes = x.length - 2;
    long positions = grid.size() / Math.max(1, x[0] * axes);
    long size = Arrays.stream(x, 2, x.length).reduce(1, (p, q) -> p * q);
    for (long n = 0; n < x[0]; n++) {
      for (long p = 0; p < positions; p++) {
        double[][][] taps = new double[axes][][];
        for (int d = 0; d < axes; d++) {
          taps[d] = Sampling.taps(a, grid.getDoubleAt((n * positions + p) * axes + axes - 1 - d), x[d + 2]);
        }
        for (long c = n * x[1]; c < (n + 1) * x[1]; c++) {
          visit(taps, x, slopeAxis, 0, c * positions + p, c * size, 0, 1, f);
        }
      }
    }
  }

  private static void visit(double[][][] taps, long[] x, int slopeAxis, int axis, long y, long plane, long at,
      double weight, Visit f) {
    if (axis == taps.length) {
      f.at(y, plane + at, weight);
      return;
    }
    for (double[] t : taps[axis]) {
      double w = t[axis == slopeAxis ? 2 : 1];
      if (t[0] >= 0 && t[0] < x[axis + 2] && w != 0) {
        visit(taps, x, slopeAxis, axis + 1, y, plane, at * x[axis + 2] + (long) t[0], weight * w, f);
      }
    }
  }

  private static void inputGrad(Attrs a, NDArray dy, NDArray grid, NDArray dx) {
    double[] sums = new double[Math.toIntExact(dx.size())];
    visit(a, dx.shape(), grid, -1, (i, j, w) -> sums[(int) j] += w * dy.getDoubleAt(i));
    Convolution.accumulate(sums, dx);
  }

  private static void gridGrad(Attrs a, NDArray dy, NDArray x, NDArray grid, NDArray dgrid) {
    int axes = x.rank() - 2;
    long positions = grid.size() / Math.max(1, x.size(0) * axes);
    double[] sums = new double[Math.toIntExact(dgrid.size())];
    for (int axis = 0; axis < axes; axis++) {
      int last = axes - 1 - axis;
      visit(a, x.shape(), grid, axis,
          (i, j, w) -> sums[(int) ((i / positions / x.size(1) * positions + i % positions) * axes + last)] +=
              w * x.getDoubleAt(j) * dy.getDoubleAt(i));
    }
    Convolution.accumulate(sums, dgrid);
  }

  private static void roiAlignGrad(Attrs a, NDArray[] in, NDArray dx) {
    NDArray dy = in[0];
    NDArray x = in[1];
    boolean max = a.getString("mode", "avg").equals("max");
    long bins = dy.size(2) * dy.size(3);
    double[] sums = new double[Math.toIntExact(dx.size())];
    for (long r = 0; r < dy.size(0); r++) {
      Sampling.Region region = Sampling.Region.of(a, in[2], r, x.size(2), x.size(3));
      long n = in[3].getLongAt(r);
      for (long i = 0; n >= 0 && n < x.size(0) && i < x.size(1) * bins; i++) {
        long plane = (n * x.size(1) + i / bins) * x.size(2) * x.size(3);
        double d = dy.getDoubleAt(r * x.size(1) * bins + i);
        double best = Double.NEGATIVE_INFINITY;
        double[] largest = {0, 0};
        for (long s = 0; s < region.count(); s++) {
          double[][] taps = region.taps(i % bins / dy.size(3), i % dy.size(3), s);
          if (max && taps.length == 0 && best < 0) {
            best = 0;
            largest = new double[] {0, 0};
          }
          for (double[] t : taps) {
            double v = max && t[1] != 0 ? t[1] * x.getDoubleAt(plane + (long) t[0]) : 0;
            largest = max && v > best ? t : largest;
            best = Math.max(best, v);
            sums[(int) (plane + (long) t[0])] += max ? 0 : t[1] * d / region.count();
          }
        }
        sums[(int) (plane + (long) largest[0])] += largest[1] == 0 ? 0 : largest[1] * d;
      }
    }
    Convolution.accumulate(sums, dx);
  }

  static final List<Op> OPS = List.of(
      Sampling
          .sampler(Op.ours("GridSampleInputGrad").doc("gradient of GridSample by x").in("dy", FLOATS).in("grid", FLOATS)
              .like("x").out("dx"))
          .types(c -> matching(c, 0, Sampling.read(c.in(2), c.in(1), c), c.in(2)))
          .reference((a, in, out) -> inputGrad(a, in[0], in[1], out[0]))
          .gradient(g -> new Sym[] {g.b().call("GridSample", g.attrs(), g.dy(), g.in(1)),
              g.b().call("pydl4j.GridSampleGridGrad", g.attrs(), g.in(0), g.dy(), g.in(1)), null})
          .noExport(ONLY),
      Sampling
          .sampler(Op.ours("GridSampleGridGrad").doc("gradient of GridSample by the positions").in("dy", FLOATS)
              .in("x", FLOATS).in("grid", FLOATS).out("dgrid"))
          .types(c -> matching(c, 0, Sampling.read(c.in(1), c.in(2), c), c.in(2)))
          .reference((a, in, out) -> gridGrad(a, in[0], in[1], in[2], out[0]))
          .noGradient(ONCE).noExport(ONLY),
      Sampling
          .aligner(
              Op.ours("RoiAlignGrad").doc("gradient of RoiAlign by x; of a bin's largest sample the first one gets it")
                  .in("dy", FLOATS).in("x", FLOATS).in("rois", FLOATS).in("batch_indices", INTS).out("dx"))
          .types(c -> matching(c, 0,
              c.in(1).withDims(c.in(2).dim(0), c.in(1).dim(1), c.attrs().getLong("output_height", 1),
                  c.attrs().getLong("output_width", 1)),
              c.in(1)))
          .reference((a, in, out) -> roiAlignGrad(a, in, out[0])).noGradient(ONCE).noExport(ONLY));
}
