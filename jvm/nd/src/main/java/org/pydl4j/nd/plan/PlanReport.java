package org.pydl4j.nd.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;

/**
 * What a plan says about itself.
 *
 * @param backend the backend's name
 * @param threads threads per run
 * @param steps in the order of the run
 * @param passes what each pass left, in a line each
 * @param dumps by pass: the graph that it left, a line per node, made to be diffed; then the memory plan's places
 * @param arenaBytes memory that each concurrent run needs
 * @param lowerBoundBytes the most bytes that live at once, whatever the placement
 * @param copies values that are copied at the end because their place is not free before
 */
public record PlanReport(String backend, int threads, List<StepFacts> steps, List<String> passes, Map<String, String> dumps, long arenaBytes,
    long lowerBoundBytes, int copies) {

  static PlanReport of(Plan plan, List<Pass> passes) {
    Map<String, String> dumps = new LinkedHashMap<>();
    passes.forEach(p -> dumps.put(p.name(), p.graph().dump()));
    dumps.put("memory", places(plan));
    return new PlanReport(plan.backend().name(), plan.threads(), plan.facts(), passes.stream().map(Pass::summary).toList(), dumps, plan.arenaBytes(),
        plan.memory().lowerBound(), plan.memory().copies().size());
  }

  /** Of a graph whose dims depend on data: the steps of regions whose dims are known, the nodes of others, and the borders between. */
  static PlanReport of(Sequence sequence, Graph lowered) {
    Pass pass = new Pass("lowering", lowered);
    return new PlanReport(sequence.backend().name(), sequence.threads(), sequence.facts(), List.of(pass.summary()), Map.of(pass.name(), lowered.dump()), 0, 0, 0);
  }

  private static String places(Plan plan) {
    StringBuilder s = new StringBuilder();
    for (Step step : plan.steps()) {
      for (Value v : step.outputs()) {
        Location l = plan.memory().locate(v);
        s.append(v).append(" at ").append(l.slot() == Location.ARENA ? "arena" : "slot " + l.slot()).append(" + ").append(l.offset()).append('\n');
      }
    }
    return s.toString();
  }

  /** A line per step: implementation, layout, types, bytes, flops, the nodes that it computes; then passes and memory. */
  public String text() {
    boolean cut = steps.stream().anyMatch(f -> f.layout().equals(StepFacts.BORDER));
    StringBuilder s = new StringBuilder(cut ? "sequence: " : "plan: ").append(steps.size()).append(" steps, ").append(threads).append(" threads, backend ").append(backend).append('\n');
    double flops = 0;
    long bytes = 0;
    for (int i = 0; i < steps.size(); i++) {
      s.append(line(i, steps.get(i), "")).append('\n');
      flops += steps.get(i).flops();
      bytes += steps.get(i).bytesRead() + steps.get(i).bytesWritten();
    }
    s.append("passes: ").append(String.join("; ", passes)).append('\n');
    s.append(String.format(Locale.ROOT, "in all %.1f MFLOP, %.1f MB moved", flops / 1e6, bytes / 1e6)).append("; copies at the end: ").append(copies).append("; arena ")
        .append(arenaBytes).append(" bytes, lower bound ").append(lowerBoundBytes).append('\n');
    return s.toString();
  }

  static String line(int index, StepFacts f, String time) {
    String fused = f.nodes().size() > 1 ? " = " + String.join(" + ", f.nodes()) : "";
    return String.format(Locale.ROOT, "%4d %-24s %-34s %-5s %s%s -> %s  read %d written %d%s  # %s%s", index, f.op(), f.implementation(), f.layout(), time, f.inputs(),
        f.outputs(), f.bytesRead(), f.bytesWritten(), f.flops() > 0 ? String.format(Locale.ROOT, " %.2f MFLOP", f.flops() / 1e6) : "", f.name(), fused);
  }
}
