package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;

/** Scaled dot-product attention of several heads (Vaswani et al. 2017), time-major outside, [N, heads, T, size] inside. */
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
   * softmax(q k^T / sqrt(size)) v.
   *
   * @param q [N, heads, T, size], as are k and v
   * @param mask [N, T], 1 for the steps that may be attended to, or null
   */
  static Sym of(Sym q, Sym k, Sym v, Sym mask) {
    Sym scores = q.matmul(k.transpose(0, 1, 3, 2)).mul(1 / Math.sqrt(q.dim(3)));
    if (mask != null) {
      scores = scores.add(mask.sub(1).mul(1e9).unsqueeze(1, 2));
    }
    return scores.softmax(3).matmul(v);
  }
}
