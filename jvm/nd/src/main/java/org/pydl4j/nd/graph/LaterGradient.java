package org.pydl4j.nd.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * The gradient of a node whose form depends on dims that are not known yet (where the parts of a Concat begin, how
 * often an unrolled cell repeats): a composite op whose body is that gradient, built when all dims are known.
 */
public final class LaterGradient {
  private LaterGradient() {
  }

  /** The declaration; "of" is a graph of the one node, over its inputs. */
  public static final Op OP = Op.ours("LaterGradient")
      .doc("gradients of the node in a graph with respect to some of its inputs, for seeds of some of its outputs")
      .variadic("operands", Op.ANY).outs("gradients")
      .needs("of", Form.graph(), "a graph of one node; its inputs are the first operands, seeds follow")
      .needs("wrt", Form.sizes(0), "which inputs").needs("seeded", Form.sizes(0), "which outputs have seeds")
      .needsContent(LaterGradient::needsContent)
      .types(LaterGradient::types)
      .body((b, a, in) -> body(b, a, in)).noExport("only gradients with open dims use it")
      .cases(LaterGradient::cases);

  private static List<Case> cases() {
    GraphBuilder b = new GraphBuilder();
    Sym[] parts = {b.input("x", DType.FLOAT64, -1, 2), b.input("y", DType.FLOAT64, -1, 2)};
    b.output("z", Sym.concat(0, parts[0], parts[1].mul(parts[1])));
    Case.Gen[] in = {wide(3, 2), wide(1, 2), wide(4, 2)};
    return List.of(Case.of(Attrs.of("of", b.build(), "wrt", new long[] {0, 1}, "seeded", new long[] {0}), in));
  }

  private static Case.Gen wide(long... dims) {
    return (random, floats) -> Case.uniform(-1, 1, dims).make(random, DType.FLOAT64);
  }

  private static TensorType[] types(Call c) {
    Graph of = c.attrs().get("of", Graph.class, "a graph");
    long[] seeded = c.attrs().getLongs("seeded");
    if (Arrays.stream(seeded).anyMatch(i -> i >= of.outputs().size())
        || Arrays.stream(c.attrs().getLongs("wrt")).anyMatch(i -> i >= of.inputs().size())
        || c.count() != of.inputs().size() + seeded.length) {
      throw c.fail(c.count() + " operands", "the graph's inputs, then a seed for each output that is named",
          "Correct them.");
    }
    return Arrays.stream(c.attrs().getLongs("wrt")).mapToObj(i -> c.in((int) i)).toArray(TensorType[]::new);
  }

  static Sym[] call(Backward g) {
    GraphBuilder one = new GraphBuilder();
    Map<Value, Sym> inner = new HashMap<>();
    List<Sym> operands = new ArrayList<>();
    List<Integer> wrt = new ArrayList<>();
    int[] result = new int[g.in().length];
    Arrays.fill(result, -1);
    Sym[] in = new Sym[g.in().length];
    for (int i = 0; i < in.length; i++) {
      Value v = g.in(i) == null ? null : g.in(i).value();
      if (v == null) {
        continue;
      } else if (v.isConstant()) {
        in[i] = one.constant(v.name(), v.constant());
        continue;
      } else if (!inner.containsKey(v)) {
        inner.put(v, one.input("in" + i, v.type().dtype(), v.type().dims()));
        if (g.wanted()[i] && v.type().dtype().isFloat()) {
          result[i] = wrt.size();
          wrt.add(operands.size());
        }
        operands.add(g.in(i));
      }
      in[i] = inner.get(v);
    }
    Sym[] out = one.callNamed(g.node().name(), g.node().op(), g.node().attrs(), in);
    List<Integer> seeded = IntStream.range(0, out.length).filter(g::hasDy).boxed().toList();
    for (int i = 0; i < out.length; i++) {
      one.output("out" + i, out[i]);
    }
    seeded.forEach(i -> operands.add(g.dy(i)));
    Sym[] d = g.b().callAll(OP, Attrs.of("of", one.build(), "wrt", wrt.stream().mapToLong(i -> i).toArray(), "seeded",
        seeded.stream().mapToLong(i -> i).toArray()), operands.toArray(new Sym[0]));
    return Arrays.stream(result).mapToObj(i -> i < 0 ? null : d[i]).toArray(Sym[]::new);
  }

  private static Sym[] body(GraphBuilder b, Attrs a, Sym[] in) {
    Graph of = a.get("of", Graph.class, "a graph");
    if (Arrays.stream(in).anyMatch(s -> !s.type().isConcrete())) {
      return null;
    }
    Map<Value, Sym> bindings = new HashMap<>();
    for (int i = 0; i < of.inputs().size(); i++) {
      bindings.put(of.inputs().get(i), in[i]);
    }
    Map<Value, Sym> map = b.inline(of, bindings);
    List<Value> outputs = List.copyOf(of.outputs().values());
    Sym[] ys = Arrays.stream(a.getLongs("seeded")).mapToObj(i -> map.get(outputs.get((int) i))).toArray(Sym[]::new);
    Sym[] seeds = Arrays.copyOfRange(in, of.inputs().size(), in.length);
    return Gradients.seeded(ys, seeds, Arrays.stream(a.getLongs("wrt")).mapToObj(i -> in[(int) i]).toArray(Sym[]::new));
  }

  private static boolean needsContent(Attrs a, int operand) {
    List<Value> inputs = a.get("of", Graph.class, "a graph").inputs();
    return operand < inputs.size() && a.get("of", Graph.class, "a graph").nodes().stream()
        .anyMatch(n -> IntStream.range(0, n.inputs().size())
            .anyMatch(i -> n.input(i) == inputs.get(operand) && n.needsContent(i)));
  }
}
