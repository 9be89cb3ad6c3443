package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.Operation;
import org.pydl4j.nn.graph.Variable;

/**
 * The sum of a graph's losses, weighted by loss and by the rows of labels. Weights of rows go in where a loss is
 * reduced to one number: a mean or sum over all elements, also as the last thing that a loss function does, or elements
 * that are not reduced. Other losses cannot take them.
 *
 * @param values variables in the graph, by name
 */
record Losses(GraphBuilder b, Definition definition, Map<String, Sym> values, boolean training) {

  private static final String OUT = "loss";

  /**
   * The sum, a scalar.
   *
   * @param factors by loss variable; 1 where there is none
   * @param weighted ranks of the weights that labels have, by placeholder
   */
  Sym sum(Map<String, Double> factors, Map<String, Integer> weighted) {
    List<String> losses = definition.lossVariables();
    factors.keySet().stream().filter(n -> !losses.contains(n)).findFirst().ifPresent(n -> {
      throw new IllegalArgumentException("[fit] weight of an unknown loss: got '" + n + "'; expected one of " + losses
          + ". Correct the lossWeights of the TrainingConfig.");
    });
    if (losses.isEmpty() || factors.isEmpty() && weighted.isEmpty()) {
      return definition.loss(values);
    }
    Map<String, Sym> weights = new HashMap<>();
    Sym sum = null;
    for (String loss : losses) {
      Sym one = weighed(loss, weighted, weights);
      Sym scalar = one.rank() == 0 ? one : one.sum(false);
      Sym scaled = factors.containsKey(loss) ? scalar.mul(factors.get(loss)) : scalar;
      sum = sum == null ? scaled : sum.add(scaled);
    }
    weighted.keySet().stream().filter(n -> !weights.containsKey(n)).findFirst().ifPresent(n -> {
      throw new IllegalArgumentException("[fit] weights of '" + n + "': got them, but no loss depends on it; expected "
          + "labels of " + losses + ". Leave them out, or correct the mapping.");
    });
    return sum;
  }

  private Sym weighed(String loss, Map<String, Integer> weighted, Map<String, Sym> weights) {
    List<String> labels = definition.leaves(List.of(loss)).stream().map(Variable::name).filter(weighted::containsKey)
        .toList();
    Sym plain = values.get(loss);
    if (labels.isEmpty()) {
      return plain;
    } else if (labels.size() > 1) {
      throw cannot(loss, "it depends on the weighted labels " + labels, "one");
    }
    String name = labels.get(0);
    Sym w = weights.computeIfAbsent(name, n -> {
      long[] dims = new long[weighted.get(n)];
      Arrays.fill(dims, -1);
      return b.input(GraphSteps.weights(n), plain.dtype(), dims);
    });
    boolean isNumber = plain.type().isConcrete() && plain.type().size() == 1;
    if (!isNumber) {
      return times(loss, plain, w.cast(plain.dtype()));
    }
    Operation made = definition.operations().stream().filter(o -> o.outputs().contains(loss)).findFirst().orElseThrow();
    GraphBuilder scratch = new GraphBuilder();
    Map<String, Sym> inner = new HashMap<>();
    for (String in : made.inputNames()) {
      Sym outer = values.get(in);
      inner.computeIfAbsent(in, k -> scratch.input(k, outer.dtype(), outer.type().dims()));
    }
    Sym[] out = made.build(scratch, "", inner, training, null, 0);
    scratch.output(OUT, out[made.outputs().indexOf(loss)]);
    Graph g = scratch.build();
    Map<Value, Sym> bound = new HashMap<>();
    g.inputs().forEach(v -> bound.put(v, values.get(v.name())));
    return reduced(loss, g, bound, w);
  }

  /** A scalar loss, the last output of a graph, its elements weighed before they are reduced. */
  private Sym reduced(String loss, Graph g, Map<Value, Sym> bound, Sym w) {
    Value out = g.outputs().get(OUT);
    Node last = g.nodes().stream().filter(n -> n.outputs().contains(out)).findFirst()
        .orElseThrow(() -> cannot(loss, "it is no operation", "a mean or sum over rows"));
    String op = last.op().name();
    if (op.equals("ReduceMean") || op.equals("ReduceSum")) {
      Sym elements = b.inline(g, bound).get(last.input(0));
      if (elements == null) {
        elements = bound.get(last.input(0));
      }
      Sym weighed = times(loss, elements, w.cast(elements.dtype()));
      return op.equals("ReduceMean") ? weighed.mean(false) : weighed.sum(false);
    } else if (last.op().body() == null) {
      throw cannot(loss, "it ends with " + op, "a mean or sum over rows");
    }
    GraphBuilder scratch = new GraphBuilder();
    Map<Value, Sym> all = b.inline(g, bound);
    Sym[] in = new Sym[last.inputs().size()];
    List<Sym> outer = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      Value v = last.input(i);
      if (v != null && v.isConstant()) {
        in[i] = scratch.constant(v.constant());
      } else if (v != null) {
        in[i] = scratch.input("in" + i, v.type().dtype(), v.type().dims());
        outer.add(all.getOrDefault(v, bound.get(v)));
      }
    }
    scratch.output(OUT, last.op().body().build(scratch, last.attrs(), in)[0]);
    Graph body = scratch.build();
    Map<Value, Sym> inside = new HashMap<>();
    int next = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] != null && !in[i].value().isConstant()) {
        inside.put(in[i].value(), outer.get(next++));
      }
    }
    return reduced(loss, body, inside, w);
  }

  /** Elements times the weights of their rows, the first axis. */
  private Sym times(String loss, Sym elements, Sym w) {
    if (elements.rank() == 0 || elements.dim(0) == 1) {
      throw cannot(loss, "its elements " + elements.type() + " have no rows", "rows first");
    }
    for (int i = 1; i < elements.rank(); i++) {
      if (elements.dim(i) < 0) {
        throw cannot(loss, "its elements " + elements.type() + " have several open axes, any of which may be rows",
            "rows first and all other sizes known");
      }
    }
    if (elements.rank() < w.rank()) {
      throw cannot(loss, "its elements " + elements.type() + " have fewer axes than the weights " + w.type(),
          "as many");
    }
    long[] axes = new long[elements.rank() - w.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = w.rank() + i;
    }
    return elements.mul(axes.length == 0 ? w : w.unsqueeze(axes));
  }

  private static IllegalArgumentException cannot(String loss, String why, String expected) {
    return new IllegalArgumentException("[fit] the loss '" + loss + "' cannot take weights of rows: " + why
        + "; expected " + expected + ". Make it so, or give weights as a feature that the loss multiplies with.");
  }
}
