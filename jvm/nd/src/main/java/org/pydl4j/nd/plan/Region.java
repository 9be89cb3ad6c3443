package org.pydl4j.nd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Backend;

/**
 * A static region of a {@link Sequence}: a program, whose plans are kept per dims that a run finds. Where the content of values decides
 * dims there is one program per content, with these values as constants.
 */
final class Region implements AutoCloseable {
  private static final int MAX_PROGRAMS = 16;
  private final Regions.Part part;
  private final Backend backend;
  private final PlanOptions options;
  private final Map<List<List<Long>>, Use> programs = new LinkedHashMap<>(16, 0.75f, true);

  /** A program and how many runs are in it; it is closed when it was dropped and the last of them ends. */
  private static final class Use {
    final Program program;
    int runs;
    boolean dropped;

    Use(Program program) {
      this.program = program;
    }
  }

  Region(Regions.Part part, Backend backend, PlanOptions options) {
    this.part = part;
    this.backend = backend;
    this.options = options;
  }

  /** The values that others need, in new arrays, from those that the region reads. */
  NDArray[] run(boolean checked, NDArray[] in) {
    Use use = take(in);
    try {
      Map<String, NDArray> inputs = new HashMap<>();
      for (int i = 0; i < in.length; i++) {
        if (!part.content().contains(part.reads().get(i))) {
          inputs.put("r" + i, in[i]);
        }
      }
      return use.program.run(inputs, Map.of(), checked, Backends.backend()).values().toArray(NDArray[]::new);
    } finally {
      release(use);
    }
  }

  private synchronized Use take(NDArray[] in) {
    List<List<Long>> key = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (part.content().contains(part.reads().get(i))) {
        key.add(Arrays.stream(in[i].shape()).boxed().toList());
        key.add(Arrays.stream(in[i].toLongArray()).boxed().toList());
      }
    }
    Use use = programs.get(key);
    if (use == null) {
      use = new Use(new Program(graph(in), options, backend));
      programs.put(key, use);
      if (programs.size() > MAX_PROGRAMS) {
        drop(programs.remove(programs.keySet().iterator().next()));
      }
    }
    use.runs++;
    return use;
  }

  private synchronized void release(Use use) {
    if (--use.runs == 0 && use.dropped) {
      use.program.close();
    }
  }

  private static void drop(Use use) {
    use.dropped = true;
    if (use.runs == 0) {
      use.program.close();
    }
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
        operands[i] = n.input(i) == null ? null : map.computeIfAbsent(n.input(i), c -> b.constant(c.name(), c.constant()));
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

  @Override
  public synchronized void close() {
    programs.values().forEach(Region::drop);
    programs.clear();
  }
}
