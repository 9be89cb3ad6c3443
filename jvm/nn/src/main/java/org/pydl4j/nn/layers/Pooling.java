package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;

/** Pooling over a window, lowered to MaxPool and AveragePool. */
final class Pooling {
  private Pooling() {
  }

  static Sym over(Sym x, PoolingType type, Window w, double pnorm, boolean includePad) {
    Attrs a = w.attrs(x.type().dims());
    return switch (type) {
      case MAX -> x.call("MaxPool", a);
      case AVG -> x.call("AveragePool", a.with("count_include_pad", includePad));
      case SUM -> sum(x, a, w.size());
      case PNORM -> sum(x.abs().max(x.like(1e-8)).pow(pnorm), a, w.size()).pow(1 / pnorm);
    };
  }

  private static Sym sum(Sym x, Attrs a, long size) {
    return x.call("AveragePool", a.with("count_include_pad", true)).mul(size);
  }
}
