package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;

/**
 * Scaled dot-product attention of several heads (Vaswani et al. 2017), time-major outside, [N, heads, T, size] inside.
 */
final class Attention {
  private Attention() {
  }

  /** x [T, N, heads size] as [N, heads, T, size]. */
  static Sym heads(Sym x, long heads) {
    return x.reshape(0, 0, heads, x.dim(-1) / heads).transpose(1, 2, 0, 3);
  }

  /** [N, heads, T, size] back to [T, N, heads size]. */
  static Sym joined(Sym x) {
    return x.transpose(2, 0, 1, 3).reshape(0, 0, x.dim(1) * x.dim(3));
  }

  /**
   * softmax(q k^T / sqrt(size)) v, fused by backends; a query of which no step may be attended to gives 0.
   *
   * @param q [N, heads, T, size], as are k and v
   * @param mask [N, T], 1 for the steps that may be attended to, or null
   */
  static Sym of(Sym q, Sym k, Sym v, Sym mask) {
    return q.call("Attention", k, v, mask == null ? null : mask.gt(0).unsqueeze(1, 2));
  }

  /** The same with heads side by side: q, k and v [N, T, heads size]. */
  static Sym flat(Sym q, Sym k, Sym v, long heads, Sym mask) {
    return q.call("Attention", Attrs.of("q_num_heads", heads, "kv_num_heads", heads), k, v,
        mask == null ? null : mask.gt(0).unsqueeze(1, 2));
  }
}
