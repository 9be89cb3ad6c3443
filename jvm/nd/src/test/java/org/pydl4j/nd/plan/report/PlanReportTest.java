package org.pydl4j.nd.plan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.run.PlanTest;

/** A plan's report accounts for the graph that it was made from. */
class PlanReportTest {
  private static final Map<String, long[]> DIMS = Map.of("x", new long[] {4, 2, 8, 8}, "y", new long[] {4, 3});

  @Test
  void everyStepNamesNodesOfTheGraphThatItComputes() {
    Graph g = PlanTest.cnn();
    PlanReport r;
    try (Program p = new Program(g, 1)) {
      r = p.report(DIMS, false);
    }
    Set<String> known = g.nodes().stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
    r.steps().forEach(s -> assertTrue(!s.nodes().isEmpty() && known.containsAll(s.nodes()), s::toString));
    Set<String> products =
        g.nodes().stream().filter(n -> n.op().name().equals("Conv")).map(Node::name).collect(Collectors.toSet());
    Set<String> named = r.steps().stream().flatMap(s -> s.nodes().stream()).collect(Collectors.toSet());
    assertTrue(named.containsAll(products), named::toString);
    assertTrue(r.steps().stream().anyMatch(s -> s.nodes().size() > 1), "something is fused");
  }

  @Test
  void dumpsOfEqualGraphsAreEqualAndNameEveryPass() {
    try (Program a = new Program(PlanTest.cnn(), 1); Program b = new Program(PlanTest.cnn(), 1)) {
      assertEquals(a.dumps(DIMS), b.dumps(DIMS));
      assertTrue(a.dumps(DIMS).keySet().containsAll(Set.of("lowering", "epilogues", "pointwise", "memory")),
          a.dumps(DIMS).keySet()::toString);
    }
  }

  @Test
  void countsBytesOnceAndFlopsOfProducts() {
    try (Program p = new Program(PlanTest.mlp(), 1)) {
      PlanReport r = p.report(Map.of("x", new long[] {5, 6}, "y", new long[] {5, 3}), false);
      StepFacts first = r.steps().stream().filter(s -> s.op().equals("pydl4j.FusedMatMul")).findFirst().orElseThrow();
      assertEquals(2.0 * 5 * 6 * 8, first.flops());
      assertEquals(4 * (5 * 6 + 6 * 8 + 8), first.bytesRead());
      assertEquals(4 * 5 * 8, first.bytesWritten());
    }
  }
}
