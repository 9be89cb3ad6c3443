package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * What only plans contain: the convolutions around a depthwise one, so that a backend keeps the wide images between
 * them in its caches.
 */
public final class Bottleneck {
  private static final List<String> OF_ACTIVATION = List.of("activation", "alpha", "beta");
  private static final List<String> OF_WINDOW = List.of("strides", "pads", "dilations");

  private Bottleneck() {
  }

  /**
   * The attributes of the fused op from those of the convolutions that it does.
   *
   * @param wide of the first one, or null
   * @param middle of the depthwise one, defaults resolved
   */
  public static Attrs attrs(Attrs wide, Attrs middle, Attrs narrow) {
    Attrs a = Attrs.of("layout", middle.getString("layout", "NCHW"));
    for (String name : OF_WINDOW) {
      a = a.with(name, middle.get(name));
    }
    for (String name : OF_ACTIVATION) {
      a = wide == null || !wide.has(name) ? a : a.with("wide_" + name, wide.get(name));
      a = middle.has(name) ? a.with(name, middle.get(name)) : a;
      a = narrow.has(name) ? a.with("narrow_" + name, narrow.get(name)) : a;
    }
    return a;
  }

  private static Attrs conv(Attrs a, String prefix) {
    Attrs own = Attrs.of("layout", a.getString("layout", "NCHW"));
    for (String name : OF_ACTIVATION) {
      own = a.has(prefix + name) ? own.with(name, a.get(prefix + name)) : own;
    }
    return own;
  }

  private static Attrs depthwise(Attrs a, TensorType taps) {
    Attrs own = conv(a, "").with("group", taps.dim(0));
    for (String name : OF_WINDOW) {
      own = a.get(name) == null ? own : own.with(name, a.get(name));
    }
    return own;
  }

  private static TensorType[] types(Call c) {
    TensorType wide = c.has(5) ? then(conv(c.attrs(), "wide_"), c.in(0), c.in(5)) : c.in(0);
    TensorType middle = then(depthwise(c.attrs(), c.in(1)), wide, c.in(1));
    TensorType y = then(conv(c.attrs(), "narrow_"), middle, c.in(2));
    if (c.has(7) && c.in(7).isConcrete() && y.isConcrete() && !c.in(7).equals(y)) {
      throw c.fail("residual " + c.in(7), "the output's type " + y, "Add it outside.");
    }
    return new TensorType[] {y};
  }

  private static TensorType then(Attrs a, TensorType x, TensorType w) {
    return Ops.get("pydl4j.FusedConv").infer("FusedBottleneck", a, new TensorType[] {x, w}, new NDArray[2])[0];
  }

  private static Sym[] body(GraphBuilder b, Attrs a, Sym[] in) {
    Sym wide = at(in, 5) == null ? in[0] : b.call("pydl4j.FusedConv", conv(a, "wide_"), in[0], in[5], at(in, 6));
    Sym middle = b.call("pydl4j.FusedConv", depthwise(a, in[1].type()), wide, in[1], at(in, 3));
    return new Sym[] {b.call("pydl4j.FusedConv", conv(a, "narrow_"), middle, in[2], at(in, 4), at(in, 7))};
  }

  private static Sym at(Sym[] in, int i) {
    return i < in.length ? in[i] : null;
  }

  static final List<Op> OPS = List.of(
      Op.ours("FusedBottleneck")
          .doc("FusedConv by wide_w, unless absent, by taps for each channel alone, then by narrow_w, + residual")
          .in("x", FLOATS).in("taps", FLOATS)
          .in("narrow_w", FLOATS).optional("bias", FLOATS).optional("narrow_bias", FLOATS).optional("wide_w", FLOATS)
          .optional("wide_bias", FLOATS).optional("residual", FLOATS).out("y")
          .attr("layout", Convolution.LAYOUT, "NCHW", "set by the planner")
          .attr("strides", Form.spatial(1, 1), null, "of the middle convolution")
          .attr("pads", Form.spatial(0, 2), null, "of the middle convolution")
          .attr("dilations", Form.spatial(1, 1), null, "of the middle convolution")
          .attr("activation", "", "of the middle convolution").attr("alpha", 0.0, "its parameter")
          .attr("beta", 0.0, "its second parameter").attr("wide_activation", "", "of the first convolution")
          .attr("wide_alpha", 0.0, "its parameter")
          .attr("wide_beta", 0.0, "its second parameter").attr("narrow_activation", "", "of the last convolution")
          .attr("narrow_alpha", 0.0, "its parameter")
          .attr("narrow_beta", 0.0, "its second parameter")
          .types(Bottleneck::types).body(Bottleneck::body).noGradient("the planner fuses after differentiation")
          .noExport("only plans use it")
          .cases(
              Case.of(
                  Attrs.of("layout", "NHWC", "pads", new long[] {1, 1, 1, 1}, "activation", "Relu", "wide_activation",
                      "Relu"),
                  uniform(-1, 1, 2, 9, 7, 5), uniform(-1, 1, 50, 1, 3, 3), uniform(-1, 1, 20, 50, 1, 1),
                  uniform(-1, 1, 50), uniform(-1, 1, 20),
                  uniform(-1, 1, 50, 5, 1, 1), uniform(-1, 1, 50), uniform(-1, 1, 2, 9, 7, 20)),
              Case.of(
                  Attrs.of("layout", "NHWC", "pads", new long[] {0, 1, 1, 0}, "strides", new long[] {2, 2},
                      "narrow_activation", "Relu"),
                  uniform(-1, 1, 3, 80, 11, 35), uniform(-1, 1, 35, 1, 3, 3), uniform(-1, 1, 32, 35, 1, 1)),
              Case.of(Attrs.of("layout", "NHWC", "pads", new long[] {2, 2, 2, 2}, "strides", new long[] {1, 2}),
                  uniform(-1, 1, 1, 40, 8, 3), uniform(-1, 1, 16, 1, 5, 3), uniform(-1, 1, 3, 16, 1, 1), absent(),
                  uniform(-1, 1, 3), uniform(-1, 1, 16, 3, 1, 1)),
              Case.of(Attrs.of("activation", "Tanh"), uniform(-1, 1, 1, 6, 5, 5), uniform(-1, 1, 6, 1, 2, 2),
                  uniform(-1, 1, 4, 6, 1, 1))));
}
