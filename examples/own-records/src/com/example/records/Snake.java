package com.example.records;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;

@Doc("x + sin(a x)^2 / a")
public record Snake(@Doc("frequency, > 0") double a) implements Activation {
  static Snake defaults() {
    return new Snake(1);
  }

  @Override
  public Sym of(Sym x, int featureAxis) {
    Sym s = x.mul(a).call("Sin");
    return x.add(s.mul(s).div(a));
  }
}
