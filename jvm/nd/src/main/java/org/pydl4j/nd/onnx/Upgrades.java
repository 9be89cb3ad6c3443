package org.pydl4j.nd.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * What older opsets said otherwise, and what the declarations say otherwise than ONNX, a row each. Axes, shapes and the
 * like that were attributes need no row: an op takes its lists as attributes too.
 */
final class Upgrades {
  /** Builds a node of a file. */
  private interface Rule {
    Sym[] build(Importer to, NodeProto n, Sym[] in);
  }

  /** A rule for opsets below a number; the first inputs must be given. */
  private record Row(long before, int inputs, Rule rule) {
  }

  private static final long ALWAYS = Long.MAX_VALUE;
  private static final Map<String, List<Row>> TABLE = new HashMap<>();

  private Upgrades() {
  }

  static {
    row("Constant", ALWAYS, 0, Upgrades::constant);
    row("If", ALWAYS, 1, Subgraphs::branch);
    row("Loop", ALWAYS, 0, Subgraphs::loop);
    row("Scan", ALWAYS, 1, Subgraphs::scan);
    row("Dropout", ALWAYS, 1, Upgrades::dropout);
    row("Cast", 6, 1, (to, n, in) -> to.call(n.withAttrs(n.attrs().with("to", typeNamed(n))), in));
    row("Clip", 11, 1, Upgrades::clip);
    row("Pad", 11, 1, (to, n, in) -> to.call(without(n, "value", "paddings", "pads"), in[0],
        to.builder().longs(n.attrs().getLongs("pads", n.attrs().getLongs("paddings", new long[0]))), to.builder()
            .scalar(in[0].dtype(), n.attrs().getDouble("value", 0))));
    row("Gemm", 7, 2, (to, n, in) -> to.call(without(n, "broadcast"), in));
    row("BatchNormalization", ALWAYS, 5, Upgrades::batchNormalization);
    row("Split", 18, 1, Upgrades::split);
    row("Resize", 11, 2, (to, n, in) -> to.call(asymmetric(n), in[0], null, in[1]));
    row("GroupNormalization", 21, 3,
        (to, n, in) -> to.call(n, in[0], perChannel(in[0], in[1]), perChannel(in[0], in[2])));
    row("GridSample", 20, 2, (to, n, in) -> to.call(
        n.withAttrs(n.attrs().with("mode", n.attrs().getString("mode", "bilinear").replaceFirst("^bi", ""))), in));
    row("RoiAlign", 16, 3,
        (to, n, in) -> to.call(n.withAttrs(n.attrs().with("coordinate_transformation_mode", "output_half_pixel")), in));
    row("MaxPool", ALWAYS, 1, Upgrades::maxPool);
    row("Upsample", ALWAYS, 1, Upgrades::upsample);
    for (String op : new String[] {"Softmax", "LogSoftmax"}) {
      row(op, 13, 1, Upgrades::flattenedSoftmax);
    }
    for (String op : new String[] {"Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Greater", "Less", "Equal"}) {
      row(op, 7, 2, Upgrades::oldBroadcast);
    }
    for (String op : new String[] {"Max", "Min", "Sum", "Mean"}) {
      row(op, ALWAYS, 1, Upgrades::fold);
    }
  }

  private static void row(String op, long before, int inputs, Rule rule) {
    TABLE.computeIfAbsent(op, k -> new ArrayList<>()).add(new Row(before, inputs, rule));
  }

  static Sym[] build(Importer to, NodeProto n, Sym[] in) {
    if (n.domain().isEmpty()) {
      for (Row r : TABLE.getOrDefault(n.op(), List.of())) {
        if (to.opset() < r.before) {
          for (int i = 0; i < r.inputs; i++) {
            if (i >= in.length || in[i] == null) {
              throw new IllegalArgumentException(
                  n.where() + " lacks its input " + i + ": got " + n.inputs() + "; expected at least " + r.inputs
                      + ". Check the model with onnx.checker.");
            }
          }
          return r.rule.build(to, n, in);
        }
      }
    }
    return to.call(n, in);
  }

  private static <T> T unsupported(NodeProto n, String why) {
    throw new UnsupportedOperationException(n.where() + " " + why);
  }

  private static NodeProto without(NodeProto n, String... attrs) {
    Attrs a = n.attrs();
    for (String name : attrs) {
      a = a.without(name);
    }
    return n.withAttrs(a);
  }

  private static long typeNamed(NodeProto n) {
    return n.attrs().get("to") instanceof Long v ? v : switch (n.attrs().getString("to", "")) {
      case "DOUBLE" -> DType.FLOAT64.onnx;
      case "FLOAT16" -> DType.FLOAT16.onnx;
      case "FLOAT" -> DType.FLOAT32.onnx;
      default -> DType.of(n.attrs().getString("to", "")).onnx;
    };
  }

  private static Sym[] constant(Importer to, NodeProto n, Sym[] in) {
    for (Map.Entry<String, Object> e : n.attrs().asMap().entrySet()) {
      NDArray content = content(e.getKey(), e.getValue());
      if (content != null) {
        return new Sym[] {to.builder().constant(n.outputs().isEmpty() ? "constant" : n.outputs().get(0), content)};
      }
    }
    return unsupported(n, "holds no numbers: got " + n.attrs() + "; expected a tensor, floats or integers.");
  }

  private static NDArray content(String name, Object v) {
    if (v instanceof NDArray a && name.equals("value")) {
      return a;
    } else if (v instanceof Long l) {
      return NDArray.of(new long[] {l});
    } else if (v instanceof Double d) {
      return NDArray.scalar(DType.FLOAT32, d);
    } else if (v instanceof long[] l && name.equals("value_ints")) {
      return NDArray.of(l, l.length);
    } else if (v instanceof double[] d && name.equals("value_floats")) {
      return NDArray.of(d, d.length).castTo(DType.FLOAT32);
    }
    return null;
  }

  /** Before opset 21 scale and shift belonged to groups. */
  private static Sym perChannel(Sym x, Sym perGroup) {
    if (x == null || perGroup == null || x.rank() < 2 || perGroup.rank() != 1) {
      return perGroup;
    }
    long groups = perGroup.dim(0);
    if (x.dim(1) < 0 || groups < 1 || x.dim(1) % groups != 0) {
      return perGroup;
    }
    return perGroup.reshape(groups, 1).call("Expand", x.builder().longs(groups, x.dim(1) / groups)).reshape(-1);
  }

  /** The places of the maxima are an op of their own, which costs nothing where they are not read. */
  private static Sym[] maxPool(Importer to, NodeProto n, Sym[] in) {
    Sym y = to.call(without(n, "storage_order"), in)[0];
    return n.outputs().size() < 2 ? new Sym[] {y}
        : new Sym[] {y, to.builder().call("pydl4j.MaxPoolPlaces", n.attrs(), in[0])};
  }

  /** How Resize and Upsample placed pixels before opset 11. */
  private static NodeProto asymmetric(NodeProto n) {
    return n.withAttrs(Attrs.of("mode", n.attrs().getString("mode", "nearest").replace("bilinear", "linear"),
        "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"));
  }

  private static Sym[] upsample(Importer to, NodeProto n, Sym[] in) {
    double[] scales = n.attrs().getDoubles("scales");
    if (in.length < 2 && scales == null) {
      return unsupported(n,
          "is of a version that is not supported. Export with opset 11 or later, which writes Resize.");
    }
    Sym s = in.length > 1 ? in[1] : to.builder().constant("scales", NDArray.of(scales,
        scales.length).castTo(DType.FLOAT32));
    return to.call(asymmetric(n).withOp("Resize"), in[0], null, s);
  }

  /** Files of before opset 12 do not say whether they train: they predict. */
  private static Sym[] dropout(Importer to, NodeProto n, Sym[] in) {
    boolean written = to.form() == TrainingForm.AS_WRITTEN && in.length > 2 && in[2] != null
        && number(n, in[2], "training_mode") != 0;
    boolean drops = to.form().trains(written);
    double ratio =
        !drops ? 0 : in.length > 1 && in[1] != null ? number(n, in[1], "ratio") : n.attrs().getDouble("ratio", 0.5);
    boolean masked = n.outputs().size() > 1;
    Sym ones = masked ? in[0].like(1).expandTo(in[0]) : null;
    if (ratio == 0) {
      return new Sym[] {in[0], masked ? ones.cast(DType.BOOL) : null};
    }
    if (!(ratio > 0 && ratio < 1)) {
      throw new IllegalArgumentException(
          n.where() + " has a ratio of " + ratio + "; expected at least 0 and below 1. Write the file again.");
    }
    Attrs attrs = Attrs.of("retain", 1 - ratio, "node", to.nextRandom());
    Sym seed = to.builder().scalar(DType.INT64, n.attrs().getLong("seed", 0));
    Sym step = to.builder().scalar(DType.INT64, 0);
    Op op = Ops.get("pydl4j.Dropout");
    Sym y = to.builder().callNamed(Importer.name(n), op, attrs, in[0], seed, step)[0];
    return new Sym[] {y, masked ? to.builder().call(op, attrs, ones, seed, step).cast(DType.BOOL) : null};
  }

  private static double number(NodeProto n, Sym s, String what) {
    if (s.value().constant() == null) {
      return Upgrades.<Double>unsupported(n, "has a computed " + what
          + ", which is not supported. Load it in training or inference form, or export it with a constant.");
    }
    return s.value().constant().getDoubleAt(0);
  }

  private static Sym[] clip(Importer to, NodeProto n, Sym[] in) {
    Sym low = n.attrs().has("min") ? in[0].like(n.attrs().getDouble("min", 0)) : null;
    Sym high = n.attrs().has("max") ? in[0].like(n.attrs().getDouble("max", 0)) : null;
    return to.call(without(n, "min", "max", "consumed_inputs"), in[0], low, high);
  }

  private static Sym[] batchNormalization(Importer to, NodeProto n, Sym[] in) {
    if (n.attrs().getLong("spatial", 1) != 1) {
      return unsupported(n, "normalizes each position on its own (spatial=0), which is not supported.");
    }
    boolean written = n.attrs().getBool("training_mode", to.opset() < 14 && n.outputs().size() > 1);
    NodeProto plain = without(n, "spatial", "is_test", "consumed_inputs", "training_mode");
    if (!to.form().trains(written)) {
      return new Sym[] {to.call(plain, in)[0], in[3], in[4]};
    }
    Sym[] out = to.call(plain.withAttrs(plain.attrs().with("training_mode", 1)), in);
    to.update(in[3], out[1]);
    to.update(in[4], out[2]);
    return out;
  }

  private static Sym[] split(Importer to, NodeProto n, Sym[] in) {
    boolean sized = in.length > 1 && in[1] != null || n.attrs().has("split");
    return to.call(sized ? n : n.withAttrs(n.attrs().with("num_outputs", n.outputs().size())), in);
  }

  /** Before opset 13 the axes from 'axis' on were one. */
  private static Sym[] flattenedSoftmax(Importer to, NodeProto n, Sym[] in) {
    int rank = in[0].rank();
    long axis = n.attrs().getLong("axis", 1);
    if (axis == -1 || axis == rank - 1) {
      return to.call(n.withAttrs(Attrs.of("axis", -1)), in);
    }
    Sym flat = in[0].call("Flatten", Attrs.of("axis", axis));
    Sym y = to.call(n.withAttrs(Attrs.of("axis", -1)), flat)[0];
    return new Sym[] {y.call("pydl4j.ReshapeLike", in[0])};
  }

  /** Before opset 7 the second operand was aligned at 'axis'. */
  private static Sym[] oldBroadcast(Importer to, NodeProto n, Sym[] in) {
    Sym y = in[1];
    if (n.attrs().has("axis")) {
      long axis = n.attrs().getLong("axis", 0);
      axis = axis < 0 ? axis + in[0].rank() : axis;
      if (axis < 0 || axis > in[0].rank()) {
        throw new IllegalArgumentException(n.where() + " aligns at an axis that there is not: got " + n.attrs()
            + " for " + in[0].type() + ". Write the file again.");
      }
      long trailing = in[0].rank() - axis - y.rank();
      long[] axes = new long[(int) Math.max(0, trailing)];
      Arrays.setAll(axes, i -> y.rank() + i);
      return to.call(without(n, "axis", "broadcast", "consumed_inputs"), in[0], axes.length == 0 ? y
          : y.unsqueeze(axes));
    }
    return to.call(without(n, "broadcast", "consumed_inputs"), in);
  }

  /** Operators of any number of inputs, by pairs. */
  private static Sym[] fold(Importer to, NodeProto n, Sym[] in) {
    String pair = n.op().equals("Sum") || n.op().equals("Mean") ? "Add" : n.op();
    Sym y = in[0];
    for (int i = 1; i < in.length; i++) {
      if (in[i] == null) {
        throw new IllegalArgumentException(
            n.where() + " lacks its input " + i + ": got " + n.inputs() + "; expected each to be given.");
      }
      y = to.call(without(n.withOp(pair), "consumed_inputs"), y, in[i])[0];
    }
    return new Sym[] {n.op().equals("Mean") && in.length > 1 ? y.div(in.length) : y};
  }
}
