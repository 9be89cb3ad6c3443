package org.pydl4j.nd.plan.passes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.ops.FusedActivation;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.spi.Backend;

/** What is done to a graph between lowering and running, in order. */
public final class Passes {
  private Passes() {
  }

  /** All passes in order, each with the graph that it left; the last one's is what runs. */
  public static List<Pass> run(Graph lowered, Backend backend, PlanOptions options, boolean frozen) {
    int threads = options.threads();
    List<Pass> done = new ArrayList<>(List.of(new Pass("lowering", lowered)));
    Graph g = AttentionFusion.run(done.get(0).graph());
    if (g != done.get(0).graph()) {
      g = Lowering.run(g, Map.of(), backend, threads);
      done.add(new Pass("attention", g));
    }
    if (backend.prefersChannelsLast()) {
      g = ChannelsLast.run(g);
      done.add(new Pass("layout", g));
      g = Lowering.run(g, Map.of(), backend, threads);
      done.add(new Pass("cancel transposes", g));
    }
    if (options.segments() != 0) {
      g = Lowering.withoutActivations(g, backend, threads);  // later it would merge what checkpoints compute again
      g = Checkpointing.run(g, options.segments());
      done.add(new Pass("checkpointing", g));
    }
    g = Epilogues.run(g, frozen);
    done.add(new Pass("epilogues", g));
    if (options.autocast()) {
      g = Autocast.run(g);
      done.add(new Pass("autocast", g));
    }
    if (g.nodes().stream().anyMatch(n -> FusedActivation.isComposite(n.op()))) {
      g = Lowering.withoutActivations(g, backend, threads);
      done.add(new Pass("activations", g));
    }
    if (g.nodes().stream().anyMatch(n -> n.op().name().equals("pydl4j.FusedConv"))) {
      g = Bottlenecks.run(g, backend, threads);
      done.add(new Pass("bottlenecks", g));
    }
    done.add(new Pass("pointwise", PointwiseFusion.run(g, frozen ? FrozenCut.values(g) : Set.of())));
    return done;
  }
}
