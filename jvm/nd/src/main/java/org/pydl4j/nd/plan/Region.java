package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.report.StepFacts;
import org.pydl4j.nd.spi.Backend;

/**
 * A static region of a {@link Sequence}: a program, whose plans are kept per dims that a run finds. Where the content
 * of values decides dims there is one program per content, with these values as constants.
 */
final class Region implements AutoCloseable {
  private final Regions.Part part;
  private final Backend backend;
  private final PlanOptions options;
  private final Programs<List<List<Long>>> programs = new Programs<>("regions");

  Region(Regions.Part part, Backend backend, PlanOptions options) {
    this.part = part;
    this.backend = backend;
    this.options = options;
  }

  /** The values that others need, in new arrays, from those that the region reads. */
  NDArray[] run(boolean checked, NDArray[] in) {
    return programs.with(content(in), () -> new Program(graph(in), options, backend), program -> {
      Map<String, NDArray> inputs = new HashMap<>();
      for (int i = 0; i < in.length; i++) {
        if (!part.content().contains(part.reads().get(i))) {
          inputs.put("r" + i, in[i]);
        }
      }
      return program.run(inputs, Map.of(), checked, Backends.backend()).values().toArray(NDArray[]::new);
    });
  }

  /** Shape and elements of each value whose content decides dims. */
  private List<List<Long>> content(NDArray[] in) {
    List<List<Long>> found = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (part.content().contains(part.reads().get(i))) {
        found.add(Arrays.stream(in[i].shape()).boxed().toList());
        found.add(Arrays.stream(in[i].toLongArray()).boxed().toList());
      }
    }
    return found;
  }

  /** The region's graph; in holds the content of what decides dims, null for a graph with these lists open. */
  private Graph graph(NDArray[] in) {
    GraphBuilder b = new GraphBuilder();
    Map<Value, Sym> map = new HashMap<>();
    for (int i = 0; i < part.reads().size(); i++) {
      Value v = part.reads().get(i);
      boolean fixed = in != null && part.content().contains(v);
      map.put(v, fixed ? b.constant(v.name(), in[i].dup()) : b.input("r" + i, v.type().dtype(), v.type().dims()));
    }
    for (Node n : part.nodes()) {
      b.origins(n);
      Sym[] operands = new Sym[n.inputs().size()];
      for (int i = 0; i < operands.length; i++) {
        operands[i] =
            n.input(i) == null ? null : map.computeIfAbsent(n.input(i), c -> b.constant(c.name(), c.constant()));
      }
      Sym[] out = b.callNamed(n.name(), n.op(), n.attrs(), operands);
      for (int i = 0; i < out.length; i++) {
        map.put(n.outputs().get(i), out[i]);
      }
    }
    for (int i = 0; i < part.writes().size(); i++) {
      b.output("w" + i, map.get(part.writes().get(i)));
    }
    return b.build();
  }

  /** The plan's steps where all dims are known before the run, else the nodes. */
  List<StepFacts> facts() {
    if (!part.content().isEmpty() || part.reads().stream().anyMatch(v -> !v.type().isConcrete())) {
      return part.nodes().stream().map(n -> StepFacts.later(n, "(compiled when dims are known)", "plain")).toList();
    }
    try (Program p = new Program(graph(null), options, backend)) {
      return p.report(Map.of(), false).steps();
    }
  }

  /** Who is inside goes on. */
  @Override
  public void close() {
    programs.close();
  }
}
