package org.pydl4j.nd.ops;

import java.util.Set;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** The activations that products and convolutions can end with, by ONNX name, with parameters alpha and beta. */
public final class FusedActivation {
  private static final Set<String> ALL_FLOATS = Set.of("Relu", "Tanh", "Sigmoid");
  private static final Set<String> COMPOSITES = Set.of("LeakyRelu", "Elu", "Gelu", "HardSigmoid", "HardSwish", "Clip");

  private FusedActivation() {
  }

  /** Composite ops that stay whole until fusion has had its chance. */
  public static boolean isComposite(Op op) {
    return COMPOSITES.contains(op.name());
  }

  /** The attributes activation, alpha, beta that say what a node computes, or null when it is no such activation. */
  public static Attrs of(Node n) {
    String name = n.op().name();
    if (ALL_FLOATS.contains(name)) {
      return Attrs.of("activation", name);
    }
    Attrs a = n.attrs();
    if (n.outputs().get(0).type().dtype() != DType.FLOAT32) {
      return null;
    }
    return switch (name) {
      case "Softplus" -> Attrs.of("activation", name);
      case "LeakyRelu" -> of(name, a.getDouble("alpha", 0.01), 0);
      case "Elu" -> of(name, a.getDouble("alpha", 1), 0);
      case "HardSigmoid" -> of(name, a.getDouble("alpha", 0.2), a.getDouble("beta", 0.5));
      case "HardSwish" -> of(name, 1 / 6.0, 0.5);
      case "Gelu" -> Attrs.of("activation", a.getString("approximate", "none").equals("tanh") ? "GeluTanh" : "Gelu");
      case "Clip" -> clip(n);
      default -> null;
    };
  }

  private static Attrs of(String name, double alpha, double beta) {
    return Attrs.of("activation", name, "alpha", alpha, "beta", beta);
  }

  private static Attrs clip(Node n) {
    NDArray low = bound(n, 1);
    NDArray high = bound(n, 2);
    return low == null || high == null ? null : of("Clip", low.getDoubleAt(0), high.getDoubleAt(0));
  }

  private static NDArray bound(Node n, int i) {
    return i < n.inputs().size() && n.input(i) != null ? n.input(i).constant() : null;
  }

  /** The activation of one number. */
  public static double apply(Attrs a, double x) {
    double alpha = a.getDouble("alpha", 0);
    double beta = a.getDouble("beta", 0);
    return switch (a.getString("activation", "")) {
      case "" -> x;
      case "Relu" -> PointwiseCode.RELU.apply(x, 0, 0);
      case "Tanh" -> Math.tanh(x);
      case "Sigmoid" -> PointwiseCode.SIGMOID.apply(x, 0, 0);
      case "Softplus" -> PointwiseCode.SOFTPLUS.apply(x, 0, 0);
      case "LeakyRelu" -> x > 0 ? x : alpha * x;
      case "Elu" -> x > 0 ? x : alpha * Math.expm1(x);
      case "HardSigmoid" -> Math.max(0, Math.min(1, alpha * x + beta));
      case "HardSwish" -> x * Math.max(0, Math.min(1, alpha * x + beta));
      case "Swish" -> x * PointwiseCode.SIGMOID.apply(alpha * x, 0, 0);
      case "Gelu" -> 0.5 * x * (1 + PointwiseCode.ERF.apply(x * Math.sqrt(0.5), 0, 0));
      case "GeluTanh" -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case "Clip" -> Math.min(beta, Math.max(alpha, x));
      default -> throw new IllegalArgumentException("[FusedMatMul] activation: got '" + a.getString("activation", "")
          + "'; expected one of those of FusedActivation.");
    };
  }
}
