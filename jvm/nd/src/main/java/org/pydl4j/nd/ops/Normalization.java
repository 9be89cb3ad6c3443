package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** Softmax and normalizations. */
final class Normalization {
  private Normalization() {
  }

  private static int channelAxis(Attrs a, int rank) {
    return Convolution.channelsLast(a) ? rank - 1 : Math.min(1, rank - 1);
  }

  private static TensorType[] softmaxTypes(Call c) {
    return new TensorType[] {c.in(0)};
  }

  private static void softmax(Attrs a, NDArray x, NDArray y, boolean log) {
    long[] shape = x.shape();
    int axis = a.getInt("axis", 0);
    long inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    long n = shape[axis];
    for (long r = 0; r < x.size() / Math.max(n, 1); r++) {
      long start = r / inner * inner * n + r % inner;
      double max = Double.NEGATIVE_INFINITY;
      for (long k = 0; k < n; k++) {
        max = Math.max(max, x.getDoubleAt(start + k * inner));
      }
      double sum = 0;
      for (long k = 0; k < n; k++) {
        sum += Math.exp(x.getDoubleAt(start + k * inner) - max);
      }
      for (long k = 0; k < n; k++) {
        double v = x.getDoubleAt(start + k * inner) - max;
        y.putDoubleAt(start + k * inner, log ? v - Math.log(sum) : Math.exp(v) / sum);
      }
    }
  }

  /** Position of channel values in a loop over all elements. */
  private static int channel(long i, long[] shape, int axis) {
    long inner = 1;
    for (int k = axis + 1; k < shape.length; k++) {
      inner *= shape[k];
    }
    return (int) (i / inner % shape[axis]);
  }

  private static void train(Attrs a, NDArray[] in, NDArray[] out) {
    NDArray x = in[0];
    long[] shape = x.shape();
    int axis = channelAxis(a, shape.length);
    int n = (int) shape[axis];
    double count = (double) x.size() / n;
    double[] mean = new double[n];
    double[] var = new double[n];
    for (long i = 0; i < x.size(); i++) {
      mean[channel(i, shape, axis)] += x.getDoubleAt(i) / count;
    }
    for (long i = 0; i < x.size(); i++) {
      double d = x.getDoubleAt(i) - mean[channel(i, shape, axis)];
      var[channel(i, shape, axis)] += d * d / count;
    }
    double epsilon = a.getDouble("epsilon", 1e-5);
    for (long i = 0; i < x.size(); i++) {
      int c = channel(i, shape, axis);
      out[0].putDoubleAt(i,
          in[1].getDoubleAt(c) * (x.getDoubleAt(i) - mean[c]) / Math.sqrt(var[c] + epsilon) + in[2].getDoubleAt(c));
    }
    for (int c = 0; c < n; c++) {
      out[1].putDoubleAt(c, mean[c]);
      out[2].putDoubleAt(c, var[c]);
    }
  }

  private static Sym perChannel(Sym v, Attrs a, int rank) {
    long[] dims = new long[rank];
    java.util.Arrays.fill(dims, 1);
    dims[channelAxis(a, rank)] = -1;
    return rank == 1 ? v : v.reshape(dims);
  }

  private static Sym[] batch(GraphBuilder b, Attrs a, Sym[] in) {
    if (!a.getBool("training_mode", false)) {
      return inference(a, in);
    }
    double keep = a.getDouble("momentum", 0.9);
    Sym[] y = b.callAll("pydl4j.BatchNormTrain", Attrs.of("epsilon", a.get("epsilon"), "layout", a.get("layout")),
        in[0], in[1], in[2]);
    return new Sym[] {y[0], in[3].mul(keep).add(y[1].mul(1 - keep)), in[4].mul(keep).add(y[2].mul(1 - keep))};
  }

  private static Sym[] inference(Attrs a, Sym[] in) {
    int rank = in[0].rank();
    Sym scale = in[1].div(in[4].add(a.getDouble("epsilon", 1e-5)).sqrt());
    Sym shift = in[2].sub(in[3].mul(scale));
    return new Sym[] {in[0].mul(perChannel(scale, a, rank)).add(perChannel(shift, a, rank))};
  }

  /** (x - mean) / sqrt(var + epsilon) over axes, the mean and the divisor's inverse, axes kept. */
  private static Sym[] normalized(Sym x, int[] axes, double epsilon) {
    Sym mean = x.mean(true, axes);
    Sym d = x.sub(mean);
    Sym inverse = d.mul(d).mean(true, axes).add(epsilon).sqrt().call("Reciprocal");
    return new Sym[] {d.mul(inverse), mean, inverse};
  }

  private static Sym[] layer(Attrs a, Sym[] in) {
    int rank = in[0].rank();
    Sym[] n = normalized(in[0], normalizedAxes(a, rank), a.getDouble("epsilon", 1e-5));
    Sym y = n[0].mul(in[1]);
    return new Sym[] {in.length > 2 && in[2] != null ? y.add(in[2]) : y, n[1], n[2]};
  }

  private static int[] normalizedAxes(Attrs a, int rank) {
    return IntStream.range(a.getInt("axis", 0), rank).toArray();
  }

  /**
   * d = inv (dy scale - mean(dy scale) - n mean(dy scale n)) with n = (x - mean) inv; then those of scale and shift.
   */
  private static Sym[] layerGrad(Attrs a, Sym[] in) {
    int[] axes = normalizedAxes(a, in[1].rank());
    Sym n = in[1].sub(in[3]).mul(in[4]);
    Sym g = in[0].mul(in[2]);
    Sym dx = g.sub(g.mean(true, axes)).sub(n.mul(g.mul(n).mean(true, axes))).mul(in[4]);
    return new Sym[] {dx, in[0].mul(n).sumTo(in[2]), in[0].sumTo(in[2])};
  }

  /**
   * The moments' own gradients, where they reach something, are added: d mean / dx = 1 / n, d inv / dx = -inv^3 (x -
   * mean) / n.
   */
  private static Sym[] layerGradient(Backward g) {
    Sym x = g.in(0);
    int[] axes = normalizedAxes(g.attrs(), x.rank());
    Sym[] d = g.b().callAll("pydl4j.LayerNormGrad", g.attrs(), g.dy(0), x, g.in(1), g.out(1), g.out(2));
    Sym dx = d[0];
    Sym n = g.hasDy(1) || g.hasDy(2) ? x.like(1).expandTo(x).sum(true, axes) : null;
    if (g.hasDy(1)) {
      dx = dx.add(g.dy(1).div(n));
    }
    if (g.hasDy(2)) {
      Sym inv = g.out(2);
      dx = dx.sub(g.dy(2).mul(inv).mul(inv).mul(inv).div(n).mul(x.sub(g.out(1))));
    }
    return new Sym[] {dx, d[1], g.in(2) == null ? null : d[2].sumTo(g.in(2))};
  }

  /** The axes that the moments of channels are taken over. */
  private static int[] momentAxes(Attrs a, int rank) {
    return IntStream.range(0, rank).filter(i -> i != channelAxis(a, rank)).toArray();
  }

  /** Elements of x per channel, [C]. */
  private static Sym perChannelCount(Sym x, int[] axes) {
    return x.like(1).expandTo(x).sum(false, axes);
  }

  /** d = gamma inv (dy - mean(dy) - n mean(dy n)) with n = (x - mean) inv; then those of gamma and beta. */
  private static Sym[] trainGrad(Attrs a, Sym[] in) {
    int rank = in[1].rank();
    int[] axes = momentAxes(a, rank);
    Sym inverse = in[4].add(a.getDouble("epsilon", 1e-5)).sqrt().call("Reciprocal");
    Sym n = in[1].sub(perChannel(in[3], a, rank)).mul(perChannel(inverse, a, rank));
    Sym count = perChannelCount(in[1], axes);
    Sym dGamma = in[0].mul(n).sum(false, axes);
    Sym dBeta = in[0].sum(false, axes);
    Sym centered = in[0].sub(perChannel(dBeta.div(count), a, rank)).sub(n.mul(perChannel(dGamma.div(count), a, rank)));
    return new Sym[] {centered.mul(perChannel(in[2].mul(inverse), a, rank)), dGamma, dBeta};
  }

  /**
   * The moments' own gradients, where they reach something, are added: d mean / dx = 1 / n, d var / dx = 2 (x - mean) /
   * n.
   */
  private static Sym[] trainGradient(Backward g) {
    Sym x = g.in(0);
    int rank = x.rank();
    Sym[] d = g.b().callAll("pydl4j.BatchNormGrad", g.attrs(), g.dy(0), x, g.in(1), g.out(1), g.out(2));
    Sym count = g.hasDy(1) || g.hasDy(2) ? perChannelCount(x, momentAxes(g.attrs(), rank)) : null;
    Sym dx = d[0];
    if (g.hasDy(1)) {
      dx = dx.add(perChannel(g.dy(1).div(count), g.attrs(), rank));
    }
    if (g.hasDy(2)) {
      dx = dx.add(
          x.sub(perChannel(g.out(1), g.attrs(), rank)).mul(perChannel(g.dy(2).div(count).mul(2), g.attrs(), rank)));
    }
    return new Sym[] {dx, d[1], d[2]};
  }

  private static TensorType[] channelTypes(Call c) {
    long n = c.in(0).dim(channelAxis(c.attrs(), c.in(0).rank()));
    if (c.in(1).rank() != 1 || !Call.fits(c.in(1).dim(0), n)) {
      throw c.fail("scale " + c.in(1) + " for " + n + " channels", "one value per channel", "Match it to the input.");
    }
    for (int i = 2; i < c.count(); i++) {
      c.expect(i, c.in(1).dims());
    }
    return new TensorType[] {c.in(0), c.in(1), c.in(1)};
  }

  /** dy, x and what there is one of per channel. */
  private static TensorType[] channelGradTypes(Call c) {
    c.expect(0, c.in(1).dims());
    channelTypes(c.withTypes(c.in(1), c.in(2), c.in(3), c.in(4)));
    return new TensorType[] {c.in(1), c.in(2), c.in(2)};
  }

  private static final Case.Gen CHANNELS = uniform(0.5, 1.5, 3);

  static final List<Op> OPS = List.of(
      Op.onnx("Softmax", 13).doc("exp(x) / sum(exp(x)) along an axis").in("x", FLOATS).out("y")
          .attr("axis", Form.axis(), -1, "axis").types(Normalization::softmaxTypes)
          .reference((a, in, out) -> softmax(a, in[0], out[0], false))
          .gradient(g -> {
            int axis = g.attrs().getInt("axis", 0);
            Sym weighted = g.dy().mul(g.out(0));
            return new Sym[] {weighted.sub(g.out(0).mul(weighted.sum(true, axis)))};
          }).cases(Case.of(uniform(-3, 3, 4, 5)), Case.of(Attrs.of("axis", 1), uniform(-3, 3, 2, 5, 3)),
              Case.of(uniform(-3, 3, 3, 100))),
      Op.onnx("LogSoftmax", 13).doc("logarithm of Softmax").in("x", FLOATS).out("y")
          .attr("axis", Form.axis(), -1, "axis").types(Normalization::softmaxTypes)
          .reference((a, in, out) -> softmax(a, in[0], out[0], true))
          .gradient(g -> new Sym[] {g.dy().sub(g.out(0).exp().mul(g.dy().sum(true, g.attrs().getInt("axis", 0))))})
          .cases(Case.of(uniform(-3, 3, 4, 5)), Case.of(Attrs.of("axis", 1), uniform(-3, 3, 2, 5, 3))),
      Op.onnx("BatchNormalization", 15)
          .doc("scale (x - mean) / sqrt(var + epsilon) + shift per channel, with given moments; in "
              + "training mode with those of the batch, and also returns running moments: momentum given "
              + "+ (1 - momentum) batch's, of biased variance")
          .in("x", FLOATS).in("scale", FLOATS).in("shift", FLOATS).in("mean", FLOATS).in("var", FLOATS).out("y")
          .attr("epsilon", 1e-5, "added to the variance")
          .attr("momentum", 0.9, "weight of the given moments in the running ones")
          .attr("training_mode", Form.flag(), 0, "1 for the moments of the batch")
          .attr("layout", Convolution.LAYOUT, "NCHW", "set by the planner")
          .types(
              c -> c.attrs().getBool("training_mode", false) ? channelTypes(c) : new TensorType[] {channelTypes(c)[0]})
          .body(Normalization::batch)
          .cases(Case.of(uniform(-1, 1, 2, 3, 4, 4), CHANNELS, CHANNELS, CHANNELS, CHANNELS),
              Case.of(uniform(-1, 1, 5, 3), CHANNELS, CHANNELS, CHANNELS, CHANNELS),
              Case.of(Attrs.of("training_mode", 1, "momentum", 0.75), uniform(-1, 1, 2, 3, 4, 4), CHANNELS, CHANNELS,
                  CHANNELS, CHANNELS)),
      Op.onnx("LayerNormalization", 17)
          .doc("scale (x - mean) / sqrt(var + epsilon) + shift, moments over the axes from 'axis' on; "
              + "also returns mean and 1 / sqrt(var + epsilon)")
          .in("x", FLOATS).in("scale", FLOATS).optional("shift", FLOATS).out("y", "mean", "inv_std_dev")
          .attr("axis", Form.axis(), -1, "first normalized axis")
          .attr("epsilon", 1e-5, "added to the variance")
          .attr("stash_type", Form.dtype(true), 1, "type of the moments; that of x here")
          .types(c -> {
            int axis = c.attrs().getInt("axis", 0);
            long[] d = c.in(0).dims().clone();
            c.expectBroadcast(1, java.util.Arrays.copyOfRange(d, axis, d.length));
            c.expectBroadcast(2, java.util.Arrays.copyOfRange(d, axis, d.length));
            java.util.Arrays.fill(d, axis, d.length, 1);
            return new TensorType[] {c.in(0), c.in(0).withDims(d), c.in(0).withDims(d)};
          })
          .body((b, a, in) -> layer(a, in)).mayStayWhole().gradient(Normalization::layerGradient)
          .cases(Case.of(uniform(-1, 1, 2, 4, 5), uniform(0.5, 1.5, 5), uniform(-1, 1, 5)),
              Case.of(Attrs.of("axis", 1), uniform(-1, 1, 3, 2, 4), uniform(0.5, 1.5, 2, 4))),
      Op.ours("LayerNormGrad").doc("gradients of LayerNormalization").in("dy", FLOATS).in("x", FLOATS)
          .in("scale", FLOATS).in("mean", FLOATS).in("inv_std_dev", FLOATS)
          .out("dx", "dscale", "dshift").attr("axis", Form.axis(), -1, "first normalized axis")
          .attr("epsilon", 1e-5, "added to the variance")
          .attr("stash_type", Form.dtype(true), 1, "type of the moments; that of x here")
          .types(c -> new TensorType[] {c.in(1), c.in(2), c.in(2)}).body((b, a, in) -> layerGrad(a, in)).mayStayWhole()
          .noExport("only gradients use it")
          .cases(Case.of(uniform(-1, 1, 6, 5), uniform(-1, 1, 6, 5), uniform(0.5, 1.5, 5), uniform(-0.1, 0.1, 6, 1),
              uniform(1, 2, 6, 1))),
      Op.onnx("InstanceNormalization", 22)
          .doc("scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each channel of each example")
          .in("x", FLOATS).in("scale", FLOATS).in("shift", FLOATS).out("y")
          .attr("epsilon", 1e-5, "added to the variance").types(c -> new TensorType[] {channelTypes(c)[0]})
          .body((b, a, in) -> {
            Sym[] n = normalized(in[0], IntStream.range(2, in[0].rank()).toArray(), a.getDouble("epsilon", 1e-5));
            return new Sym[] {n[0].mul(perChannel(in[1], a, in[0].rank())).add(perChannel(in[2], a, in[0].rank()))};
          }).mayStayWhole().cases(Case.of(uniform(-1, 1, 2, 3, 4, 5), CHANNELS, CHANNELS)),
      Op.onnx("GroupNormalization", 21).doc(
          "scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each group of channels of each example")
          .in("x", FLOATS).in("scale", FLOATS).in("shift", FLOATS).out("y")
          .needs("num_groups", Form.count(1), "groups of channels").attr("epsilon", 1e-5, "added to the variance")
          .types(c -> {
            channelTypes(c);
            long channels = c.in(0).dim(1);
            if (channels >= 0 && channels % c.attrs().getLong("num_groups", 1) != 0) {
              throw c.fail(channels + " channels", "a multiple of " + c.attrs().getLong("num_groups", 1) + " groups",
                  "Change one of them.");
            }
            return new TensorType[] {c.in(0)};
          }).body((b, a, in) -> {
            Sym[] n = normalized(in[0].reshape(0, a.getLong("num_groups", 1), -1), new int[] {2},
                a.getDouble("epsilon", 1e-5));
            int rank = in[0].rank();
            return new Sym[] {
                n[0].call("pydl4j.ReshapeLike", in[0]).mul(perChannel(in[1], a, rank)).add(perChannel(in[2], a, rank))};
          }).mayStayWhole().cases(
              Case.of(Attrs.of("num_groups", 2), uniform(-1, 1, 2, 4, 3, 5), uniform(0.5, 1.5, 4), uniform(-1, 1, 4))),
      Op.ours("BatchNormTrain")
          .doc("batch normalization with the moments of the batch; also returns them (biased variance)")
          .in("x", FLOATS).in("gamma", FLOATS).in("beta", FLOATS).out("y", "mean", "var")
          .attr("epsilon", 1e-5, "added to the variance")
          .attr("layout", Convolution.LAYOUT, "NCHW", "set by the planner")
          .types(Normalization::channelTypes).reference(Normalization::train).gradient(Normalization::trainGradient)
          .noExport("inference graphs use BatchNormalization")
          .cases(Case.of(uniform(-1, 1, 4, 3, 3, 3), CHANNELS, CHANNELS),
              Case.of(uniform(-1, 1, 8, 3), CHANNELS, CHANNELS)),
      Op.ours("BatchNormGrad").doc("gradients of BatchNormTrain").in("dy", FLOATS).in("x", FLOATS).in("gamma", FLOATS)
          .in("mean", FLOATS).in("var", FLOATS)
          .out("dx", "dgamma", "dbeta").attr("epsilon", 1e-5, "added to the variance")
          .attr("layout", Convolution.LAYOUT, "NCHW", "set by the planner")
          .types(Normalization::channelGradTypes).body((b, a, in) -> trainGrad(a, in)).mayStayWhole()
          .noExport("only gradients use it")
          .cases(Case.of(uniform(-1, 1, 4, 3, 3, 3), uniform(-1, 1, 4, 3, 3, 3), CHANNELS, uniform(-0.1, 0.1, 3),
              CHANNELS), Case.of(uniform(-1, 1, 8, 3), uniform(-1, 1, 8, 3), CHANNELS, CHANNELS, CHANNELS)));
}
