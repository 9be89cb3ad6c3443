package com.example.records;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;

@Doc("The first input times the sigmoid of the second.")
public record GateVertex() implements OpVertex {
  @Override
  public InputType outputType(List<InputType> in) {
    if (in.size() != 2 || !in.get(0).equals(in.get(1))) {
      throw new IllegalArgumentException("reads two inputs of one shape: got " + in + ".");
    }
    return in.get(0);
  }

  @Override
  public Sym apply(List<Sym> in, Sym mask) {
    return in.get(0).mul(in.get(1).sigmoid());
  }
}
