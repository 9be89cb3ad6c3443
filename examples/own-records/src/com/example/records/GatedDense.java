package com.example.records;

import java.util.Map;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LayerContext;

@Doc("A gated linear unit: (x W + b) sigmoid(x V + c).")
public record GatedDense(
    @Doc("output features, > 0") long nOut,
    @Doc("added to the gate, which is open where it is great") double gateBias) implements Layer {

  static Object defaults() {
    return Map.of("gateBias", 1.0);
  }

  @Override
  public InputKind reads() {
    return InputKind.FEED_FORWARD;
  }

  @Override
  public InputType outputType(InputType in) {
    return InputType.feedForward(Layer.positive("nOut", nOut));
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long nIn = x.dim(1);
    Sym value = x.matmul(ctx.param("W", null, nIn, nOut, nIn, nOut)).add(ctx.bias("b", nOut));
    Sym gate = x.matmul(ctx.param("V", null, nIn, nOut, nIn, nOut)).add(ctx.bias("c", nOut)).add(gateBias);
    return value.mul(gate.sigmoid());
  }
}
