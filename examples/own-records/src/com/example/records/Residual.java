package com.example.records;

import java.util.Arrays;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LayerContext;

@Doc("The sum of what it reads and what the layer that it holds makes of it.")
public record Residual(@Doc("a layer that gives what it reads") Layer layer) implements Layer {

  @Override
  public InputKind reads() {
    return layer.reads();
  }

  @Override
  public InputType outputType(InputType in) {
    InputType out = layer.outputType(in);
    if (!Arrays.equals(out.dims(), in.dims())) {
      throw new IllegalArgumentException("layer gives " + out + ": got " + in + " to read; expected equal types.");
    }
    return out;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    return x.add(layer.apply(ctx.within("layer", ctx.inputType(), ctx.mask()), x));
  }
}
