package com.example.records;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.losses.Loss;

@Doc("log(cosh(p - y)): squares where they are near, distances where they are far.")
public record LogCosh() implements Loss {
  @Override
  public Sym elements(Sym p, Sym y) {
    Sym d = p.sub(y).abs();
    return d.add(d.mul(-2).call("Softplus")).sub(Math.log(2));
  }
}
