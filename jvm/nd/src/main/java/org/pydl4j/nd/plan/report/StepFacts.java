package org.pydl4j.nd.plan.report;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;
import org.pydl4j.nd.pointwise.PointwiseCode;

/**
 * What is known about a step before it runs: a row of {@code explain()} and of a profile.
 *
 * @param name the node's name
 * @param layer the first part of the name, whether forward or backward: the layer, where a network made the graph
 * @param op the op's name
 * @param implementation the kernel's name, or "(in place)" where no kernel needs to run; "[table: ..]" where a choice
 *     table was followed
 * @param layout NHWC or NCHW for images of the layout pass, else plain
 * @param nodes the nodes of the graph before all passes that the step computes
 * @param inputs types of what is read, "-" where absent
 * @param outputs types of what is written
 * @param bytesRead bytes of all inputs, each counted once
 * @param bytesWritten bytes of all outputs
 * @param flops floating-point operations: the kernel's own figure, or an estimate
 */
public record StepFacts(String name, String layer, String op, String implementation, String layout, List<String> nodes,
    List<String> inputs,
    List<String> outputs, long bytesRead, long bytesWritten, double flops) {

  /** The layout of an op that runs between static regions. */
  public static final String BORDER = "border";

  /** Of a node that is compiled, or runs, when a run knows its dims. */
  public static StepFacts later(Node n, String implementation, String layout) {
    return new StepFacts(n.name(), layer(n.name()), n.op().name(), implementation, layout, n.origins(),
        n.inputs().stream().map(v -> v == null ? "-" : v.type().toString()).toList(),
        n.outputs().stream().map(v -> v.type().toString()).toList(), 0, 0, 0);
  }

  static StepFacts of(Step s, boolean elided, String layout) {
    Node n = s.node();
    List<String> in = s.inputs().stream().map(v -> v == null ? "-" : v.type().toString()).toList();
    long read = s.inputs().stream().filter(v -> v != null).distinct().mapToLong(v -> v.type().bytes()).sum();
    long written = s.outputs().stream().mapToLong(v -> v.type().bytes()).sum();
    double flops = elided ? 0 : s.kernel().flops() > 0 ? s.kernel().flops() : estimate(n);
    return new StepFacts(n.name(), layer(n.name()), n.op().name(), elided ? "(in place)" : implementation(s), layout,
        n.origins(), in,
        s.outputs().stream().map(v -> v.type().toString()).toList(), elided ? 0 : read, elided ? 0 : written, flops);
  }

  private static String implementation(Step s) {
    return s.kernel().implementation() + (s.call().choice().isEmpty() ? "" : " [table: " + s.call().choice() + "]");
  }

  /** Gradients count to the layer that they belong to: "d/conv1/Conv/Sum" is conv1's. */
  static String layer(String name) {
    String rest = name;
    while (rest.startsWith("d/")) {
      rest = rest.substring(2);
    }
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  /**
   * Operations of a node, about: products exactly, programs by their instructions, moves none, others one per element.
   */
  private static double estimate(Node n) {
    double products = products(n);
    if (products > 0) {
      return 2 * products;
    }
    double size = n.output().type().size();
    long[] program = n.attrs().getLongs("program");
    if (program != null) {
      double sum = 0;
      for (int i = 0; i < program.length; i += PointwiseCode.WIDTH) {
        PointwiseCode code = PointwiseCode.of(program[i]);
        sum += code == PointwiseCode.LOAD || code == PointwiseCode.CONST || code == PointwiseCode.STORE
            || code == PointwiseCode.COPY ? 0 : 1;
      }
      return sum * size;
    }
    return switch (n.op().shortName()) {
      case "Transpose", "Concat", "Slice", "PadSlice", "Expand", "ExpandTo", "Copy", "Reshape", "Gather", "Pad" -> 0;
      default -> Math.max(size, n.input(0) == null ? 0 : n.input(0).type().size());
    };
  }

  /** Multiplications of a matrix product or convolution, about; 0 for others. */
  public static double products(Node n) {
    return switch (n.op().shortName()) {
      case "FusedMatMul" -> (double) n.output().type().size()
          * n.input(0).type().dim(n.attrs().getBool("transA", false) ? -2 : -1);
      case "FusedConv", "ConvInputGrad", "ConvWeightGrad" -> (double) n.input(0).type().size()
          * Math.max(n.input(1).type().size(), n.output().type().size());
      case "FusedBottleneck" -> (double) n.input(0).type().size() * (n.input(5) == null ? 0 : n.input(5).type().dim(0))
          + (double) n.output().type().size()
              * (n.input(2).type().dim(1) + (double) n.input(1).type().size() / Math.max(1, n.output().type().dim(-1)));
      case "FlashAttention", "FlashAttentionGrad" -> (double) n.output().type().size() * n.input(1).type().dim(-2);
      case "LstmForward", "LstmGrad" -> (double) n.input(0).type().size() * n.input(0).type().dim(-1);
      default -> 0;
    };
  }

  /** The facts of all steps of a plan, in order. */
  public static List<StepFacts> of(List<Step> steps, MemoryPlan memory) {
    Layouts layouts = new Layouts();
    List<StepFacts> facts = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      facts.add(of(steps.get(i), memory.isElided(i), layouts.of(steps.get(i).node())));
    }
    return List.copyOf(facts);
  }

  /** Follows images through the steps: layout ops say theirs, elementwise steps keep that of their inputs. */
  private static final class Layouts {
    private static final int IMAGE = 4;
    private final java.util.Map<Value, String> known = new java.util.HashMap<>();

    String of(Node n) {
      boolean image = n.output().type().rank() == IMAGE || n.input(0) != null && n.input(0).type().rank() == IMAGE;
      String layout = !image ? "" : n.attrs().getString("layout",
          n.op().shortName().contains("Conv") || n.op().shortName().contains("Pool") ? "NCHW" : "");
      if (layout.isEmpty() && !n.op().name().equals("Transpose") && n.output().type().rank() == IMAGE) {
        layout = n.inputs().stream().filter(v -> v != null && v.type().rank() == IMAGE && known.containsKey(v))
            .map(known::get).findFirst().orElse("");
      }
      String found = layout;
      if (!found.isEmpty()) {
        n.outputs().stream().filter(v -> v.type().rank() == IMAGE).forEach(v -> known.put(v, found));
      }
      return found.isEmpty() ? "plain" : found;
    }
  }
}
