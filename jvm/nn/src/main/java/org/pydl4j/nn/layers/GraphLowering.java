package org.pydl4j.nn.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.api.Internal;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.graph.Operation;
import org.pydl4j.nn.graph.Variable;

/**
 * Lowers a graph that is part of a network: its nodes become nodes of the network's graph, its variables parameters.
 */
@Internal
public final class GraphLowering implements Definition.Place {
  private final GraphBody body;
  private final Map<String, Sym> inputs;
  private final GraphBuilder builder;
  /** Null where types alone are asked for. */
  private final LayerContext ctx;
  private Operation.Random random;

  private GraphLowering(GraphBody body, GraphBuilder builder, List<Sym> given, LayerContext ctx) {
    this.body = body;
    this.builder = builder;
    this.ctx = ctx;
    this.inputs = new LinkedHashMap<>();
    if (given.size() != body.inputs().size()) {
      throw new IllegalArgumentException("reads " + body.inputs() + ": got " + given.size() + " inputs; expected "
          + body.inputs().size() + ".");
    }
    for (int i = 0; i < given.size(); i++) {
      String name = body.inputs().get(i);
      inputs.put(name, body.fitted(i, given.get(i)));
    }
  }

  /**
   * Adds the graph to that of a network.
   *
   * @param given what its inputs are, rows first
   * @return its outputs; those of float32 and float64 in the network's type
   */
  public static List<Sym> apply(LayerContext ctx, GraphBody body, List<Sym> given) {
    GraphLowering lowering = new GraphLowering(body, ctx.b(), given, ctx);
    Map<String, Sym> values = lowering.build(ctx.training());
    if (ctx.training()) {
      body.graph().updatesOf(body.outputs()).forEach((state, to) -> ctx.setVariable(state,
          values.get(to).cast(ctx.dataType()), body.graph().variable(state).shape()));
    }
    return body.outputs().stream().map(name -> checked(name, values.get(name)))
        .map(y -> y.dtype() == DType.FLOAT32 || y.dtype() == DType.FLOAT64 ? y.cast(ctx.dataType()) : y).toList();
  }

  /** What comes out for what goes in, which raises IllegalArgumentException where it does not fit. */
  public static List<InputType> outputTypes(GraphBody body, List<InputType> in) {
    GraphBuilder b = new GraphBuilder();
    List<Sym> given = in.stream().map(t -> b.input("x", t.dtype(DType.FLOAT32), t.dims())).toList();
    Map<String, Sym> values = new GraphLowering(body, b, given, null).build(false);
    return body.outputs().stream().map(name -> type(checked(name, values.get(name)))).toList();
  }

  /** What an output of a graph is to layers. */
  public static InputType type(Sym y) {
    return InputType.of(y.dtype(), y.type().dims());
  }

  private Map<String, Sym> build(boolean training) {
    return body.graph().build(builder, body.wanted(), training, this);
  }

  private static Sym checked(String name, Sym y) {
    if (!y.type().hasRank() || y.rank() == 0 || y.dim(0) >= 0) {
      throw new IllegalArgumentException("output '" + name + "' has no open axis of rows: got " + y.type()
          + "; expected [N, ...]. Name other outputs, or export the model with a dynamic first axis.");
    }
    return y;
  }

  @Override
  public Sym leaf(Variable v) {
    DType type = DType.of(v.dtype());
    if (v.kind() == Variable.Kind.PLACEHOLDER) {
      return inputs.get(v.name());
    } else if (!body.isParameter(v)) {
      return body.constant(builder, path(), v);
    } else if (ctx == null) {
      return builder.input(v.name(), type, v.shape());
    }
    ParamSpec.Role role = switch (v.kind()) {
      case STATE -> ParamSpec.Role.MOVING;
      case CONSTANT -> ParamSpec.Role.FIXED;
      default -> v.shape().length < 2 ? ParamSpec.Role.BIAS : ParamSpec.Role.WEIGHT;
    };
    return ctx.variable(v.name(), role, body.start(ctx.path(), v), v.shape()).cast(type);
  }

  @Override
  public Operation.Random random() {
    random = random != null ? random : ctx == null ? new Operation.Random(zero(), zero()) : ctx.random();
    return random;
  }

  private Sym zero() {
    return builder.scalar(DType.INT64, 0L);
  }

  @Override
  public int node(Operation o) {
    return ctx == null ? 0 : ctx.nextNode();
  }

  @Override
  public String path() {
    return ctx == null ? "" : ctx.path();
  }
}
