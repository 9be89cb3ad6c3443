package org.pydl4j.nd.plan.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.passes.Pass;
import org.pydl4j.nd.plan.steps.Location;
import org.pydl4j.nd.plan.steps.MemoryPlan;
import org.pydl4j.nd.plan.steps.Step;

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
public record PlanReport(String backend, int threads, List<StepFacts> steps, List<String> passes,
    Map<String, String> dumps, long arenaBytes,
    long lowerBoundBytes, int copies) {

  /** The graphs that passes left, by their names, then the places of values. */
  public static Map<String, String> dumps(List<Pass> passes, List<Step> steps, MemoryPlan memory) {
    Map<String, String> dumps = new LinkedHashMap<>();
    passes.forEach(p -> dumps.put(p.name(), p.graph().dump()));
    dumps.put("memory", places(steps, memory));
    return dumps;
  }

  private static String places(List<Step> steps, MemoryPlan memory) {
    StringBuilder s = new StringBuilder();
    for (Step step : steps) {
      for (Value v : step.outputs()) {
        Location l = memory.locate(v);
        s.append(v).append(" at ").append(l.slot() == Location.ARENA ? "arena" : "slot " + l.slot()).append(" + ")
            .append(l.offset()).append('\n');
      }
    }
    return s.toString();
  }

  /**
   * A line per step: implementation, layout, types, bytes, flops, the nodes that it computes; then passes and memory.
   */
  public String text() {
    boolean cut = steps.stream().anyMatch(f -> f.layout().equals(StepFacts.BORDER));
    StringBuilder s = new StringBuilder(cut ? "sequence: " : "plan: ").append(steps.size()).append(" steps, ")
        .append(threads).append(" threads, backend ").append(backend).append('\n');
    double flops = 0;
    long bytes = 0;
    for (int i = 0; i < steps.size(); i++) {
      s.append(line(i, steps.get(i), "")).append('\n');
      flops += steps.get(i).flops();
      bytes += steps.get(i).bytesRead() + steps.get(i).bytesWritten();
    }
    s.append("passes: ").append(String.join("; ", passes)).append('\n');
    s.append(String.format(Locale.ROOT, "in all %.1f MFLOP, %.1f MB moved", flops / 1e6, bytes / 1e6))
        .append("; copies at the end: ").append(copies).append("; arena ")
        .append(arenaBytes).append(" bytes, lower bound ").append(lowerBoundBytes).append('\n');
    return s.toString();
  }

  /** The line of a step, with a time where one was taken. */
  public static String line(int index, StepFacts f, String time) {
    String fused = f.nodes().size() > 1 ? " = " + String.join(" + ", f.nodes()) : "";
    return String.format(Locale.ROOT, "%4d %-24s %-34s %-5s %s%s -> %s  read %d written %d%s  # %s%s", index, f.op(),
        f.implementation(), f.layout(), time, f.inputs(),
        f.outputs(), f.bytesRead(), f.bytesWritten(),
        f.flops() > 0 ? String.format(Locale.ROOT, " %.2f MFLOP", f.flops() / 1e6) : "", f.name(), fused);
  }
}
