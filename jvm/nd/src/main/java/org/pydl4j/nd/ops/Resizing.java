package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.ANY;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** Transposed convolution, and channels to pixels and back. */
final class Resizing {
  private Resizing() {
  }

  // transposed convolution -------------------------------------------------------------------------------------------

  /** The attributes of the convolution whose gradient this is, and the output's spatial dims (-1 where unknown). */
  private record Transposed(Attrs conv, long[] out) {
    static Transposed of(Attrs a, long[] x, long[] w) {
      int n = w.length - 2;
      long[] ones = new long[n];
      Arrays.fill(ones, 1);
      long[] strides = a.getLongs("strides", ones);
      long[] dilations = a.getLongs("dilations", ones);
      long[] extra = a.getLongs("output_padding", new long[n]);
      long[] wanted = a.getLongs("output_shape");
      long[] pads = a.getLongs("pads", new long[2 * n]);
      String auto = a.getString("auto_pad", "NOTSET");
      long[] out = new long[n];
      for (int i = 0; i < n; i++) {
        long full =
            Math.addExact(Math.multiplyExact(strides[i], x[i + 2] - 1), extra[i] + (w[i + 2] - 1) * dilations[i] + 1);
        if (wanted != null || auto.startsWith("SAME")) {
          out[i] = wanted != null ? wanted[wanted.length - n + i] : Math.multiplyExact(x[i + 2], strides[i]);
          long total = Math.max(0, full - out[i]);
          pads[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          pads[n + i] = total - pads[i];
        } else {
          out[i] = full - pads[i] - pads[n + i];
        }
        out[i] = x[i + 2] < 0 || w[i + 2] < 0 ? -1 : out[i];
      }
      return new Transposed(Attrs.of("kernel_shape", Arrays.copyOfRange(w, 2, w.length), "strides", strides,
          "dilations",
          dilations, "pads", pads, "group", a.getLong("group", 1)), out);
    }
  }

  private static TensorType[] transposedTypes(Call c) {
    TensorType x = c.in(0);
    TensorType w = c.in(1);
    if (x.rank() < 3 || w.rank() != x.rank() || !Call.fits(x.dim(1), w.dim(0))
        || w.dim(0) > 0 && w.dim(0) % c.attrs().getLong("group", 1) != 0) {
      throw c.fail("weights " + w + " for " + x, "[C, M / group, kernel...] for [N, C, spatial...]", "Match them.");
    }
    long[] wanted = c.attrs().getLongs("output_shape");
    if (wanted != null && wanted.length != x.rank() && wanted.length != x.rank() - 2) {
      throw c.fail("output_shape " + Arrays.toString(wanted), "a size for each spatial axis", "Correct it.");
    }
    long[] told = c.attrs().getLongs("kernel_shape");
    if (told != null && !Arrays.equals(told, Arrays.copyOfRange(w.dims(), 2, w.rank())) && w.isConcrete()) {
      throw c.fail("kernel_shape " + Arrays.toString(told), "that of the weights " + w, "Leave it out.");
    }
    long[] spatial = Transposed.of(c.attrs(), x.dims(), w.dims()).out;
    long[] out = new long[x.rank()];
    out[0] = x.dim(0);
    out[1] = w.dim(1) < 0 ? -1 : Math.multiplyExact(w.dim(1), c.attrs().getLong("group", 1));
    System.arraycopy(spatial, 0, out, 2, spatial.length);
    c.expect(2, out[1]);
    return new TensorType[] {x.withDims(out)};
  }

  private static Sym[] transposed(Attrs a, Sym[] in) {
    if (!in[0].type().isConcrete() || !in[1].type().isConcrete()) {
      return null;
    }
    Transposed t = Transposed.of(a, in[0].type().dims(), in[1].type().dims());
    long[] dims = new long[in[0].rank()];
    dims[0] = in[0].dim(0);
    dims[1] = in[1].dim(1) * a.getLong("group", 1);
    System.arraycopy(t.out, 0, dims, 2, t.out.length);
    Sym shape = in[0].like(0).call("Expand", in[0].builder().longs(dims));
    Sym y = in[0].builder().call("pydl4j.ConvInputGrad", t.conv, in[0], in[1], shape);
    long[] perChannel = new long[dims.length];
    Arrays.fill(perChannel, 1);
    perChannel[1] = -1;
    return new Sym[] {in.length > 2 && in[2] != null ? y.add(in[2].reshape(perChannel)) : y};
  }

  // channels and pixels ----------------------------------------------------------------------------------------------

  private static long block(Call c) {
    long block = c.attrs().getLong("blocksize", 0);
    if (c.in(0).rank() != 4 || block < 1) {
      throw c.fail("x " + c.in(0) + " and blocksize " + block, "[N, C, H, W] and at least 1", "Correct them.");
    }
    return block;
  }

  private static TensorType[] toSpace(Call c) {
    long b = block(c);
    long[] d = c.in(0).dims();
    if (d[1] >= 0 && d[1] % Math.multiplyExact(b, b) != 0) {
      throw c.fail(d[1] + " channels", "a multiple of " + b * b, "Change the block size.");
    }
    return new TensorType[] {
        c.in(0).withDims(d[0], d[1] < 0 ? -1 : d[1] / (b * b), d[2] < 0 ? -1 : Math.multiplyExact(d[2], b), d[3] < 0
            ? -1 : d[3] * b)};
  }

  private static TensorType[] toDepth(Call c) {
    long b = block(c);
    long[] d = c.in(0).dims();
    if (d[2] >= 0 && d[2] % b != 0 || d[3] >= 0 && d[3] % b != 0) {
      throw c.fail("height and width " + d[2] + " and " + d[3], "multiples of " + b, "Pad them.");
    }
    return new TensorType[] {c.in(0).withDims(d[0], d[1] < 0 ? -1 : d[1] * b * b, d[2] < 0 ? -1 : d[2] / b, d[3] < 0
        ? -1 : d[3] / b)};
  }

  private static boolean open(Sym x) {
    return x.dim(1) < 0 || x.dim(2) < 0 || x.dim(3) < 0;
  }

  private static Sym[] depthToSpace(Attrs a, Sym x) {
    long b = a.getLong("blocksize", 1);
    if (open(x)) {
      return null;
    }
    long c = x.dim(1) / (b * b);
    boolean columns = a.getString("mode", "DCR").equals("DCR");
    Sym y = columns ? x.reshape(0, b, b, c, x.dim(2), x.dim(3)).transpose(0, 3, 4, 1, 5, 2)
        : x.reshape(0, c, b, b, x.dim(2), x.dim(3)).transpose(0, 1, 4, 2, 5, 3);
    return new Sym[] {y.reshape(0, c, x.dim(2) * b, x.dim(3) * b)};
  }

  private static Sym[] spaceToDepth(Attrs a, Sym x) {
    long b = a.getLong("blocksize", 1);
    if (open(x)) {
      return null;
    }
    Sym y = x.reshape(0, x.dim(1), x.dim(2) / b, b, x.dim(3) / b, b).transpose(0, 3, 5, 1, 2, 4);
    return new Sym[] {y.reshape(0, x.dim(1) * b * b, x.dim(2) / b, x.dim(3) / b)};
  }

  static final List<Op> OPS = List.of(
      Op.onnx("ConvTranspose",
          22)
          .doc("the gradient of Conv with respect to its input, as a layer: x [N, C, spatial...] with w "
              + "[C, M / group, kernel...]")
          .in("x", FLOATS).in("w", FLOATS).optional("bias", FLOATS).out("y").attr("strides", Form.spatial(1, 1), null,
              "step per spatial axis, 1 when absent")
          .attr("pads", Form.spatial(0, 2), null,
              "elements removed before, then after, each spatial axis; 0 when absent")
          .attr("dilations", Form.spatial(1, 1), null, "distance of kernel taps, 1 when absent")
          .attr("group", Form.count(1), 1, "groups of channels")
          .attr("output_padding", Form.spatial(0, 1), null, "elements added after each spatial axis")
          .attr("output_shape", Form.sizes(0), null,
              "spatial dims of y; pads follow")
          .attr("auto_pad", Convolution.AUTO_PAD, "NOTSET", "NOTSET, SAME_UPPER, SAME_LOWER or VALID")
          .attr("kernel_shape", Form.spatial(1, 1), null,
              "kernel size, from the weights when absent")
          .types(Resizing::transposedTypes).body((b, a, in) -> transposed(a, in))
          .cases(Case.of(Attrs.of("strides", new long[] {2, 2}), uniform(-1, 1, 2, 3, 4, 4),
              uniform(-1, 1, 3, 2, 3, 3), uniform(-1, 1, 2)),
              Case.of(Attrs.of("strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 1}, "output_padding",
                  new long[] {1, 1}, "group", 2),
                  uniform(-1, 1, 1, 4, 3, 3), uniform(-1, 1, 4, 2, 3, 3)),
              Case.of(Attrs.of("strides", new long[] {2}, "auto_pad", "SAME_UPPER"), uniform(-1, 1, 2, 3, 5),
                  uniform(-1, 1, 3, 2, 4))),
      Op.onnx("DepthToSpace", 13).doc("blocks of channels as blocks of pixels").in("x", ANY).out("y")
          .needs("blocksize", Form.count(1),
              "pixels per side of a block")
          .attr("mode", Form.choice("DCR", "CRD"), "DCR",
              "DCR: block before channel; CRD: channel before block")
          .types(Resizing::toSpace).body((b, a, in) -> depthToSpace(a, in[0]))
          .cases(Case.of(Attrs.of("blocksize", 2), uniform(-1, 1, 2, 8, 2, 3)),
              Case.of(Attrs.of("blocksize", 2, "mode", "CRD"), uniform(-1, 1, 2, 8, 2, 3))),
      Op.onnx("SpaceToDepth", 13).doc("blocks of pixels as blocks of channels").in("x", ANY).out("y")
          .needs("blocksize", Form.count(1),
              "pixels per side of a block")
          .types(Resizing::toDepth).body((b, a, in) -> spaceToDepth(a, in[0]))
          .cases(Case.of(Attrs.of("blocksize", 2), uniform(-1, 1, 2, 3, 4, 6))));
}
