package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;

/**
 * Masks of time steps [N, T]: 1 where a step is present, 0 where it is not. They may have gaps, begin with zeros, or be
 * 0 for a whole row. What stands in a masked step never reaches a result, be it infinite or no number: it is replaced,
 * not multiplied by 0.
 */
public final class Masks {
  private Masks() {
  }

  /** What was fed as a mask, as zeros and ones: a step is present where the number is above 0. */
  public static Sym of(Sym fed) {
    return fed.gt(0).cast(fed.dtype());
  }

  /** x [N, size, T] or [N, T] with other in the masked steps; x itself without a mask. */
  public static Sym replaced(Sym x, Sym mask, double other) {
    return mask == null ? x : (x.rank() == 3 ? mask.unsqueeze(1) : mask).gt(0).where(x, x.like(other));
  }

  /** y [N, size], a number per feature over the steps of rows, with 0 in rows that have none. */
  static Sym ofAny(Sym y, Sym mask) {
    return mask == null ? y : any(mask).where(y, y.like(0));
  }

  /** [N, 1], whether the row has a step. */
  static Sym any(Sym mask) {
    return mask.reduceMax(true, 1).gt(0);
  }

  /** The last step of x [N, size, T]: that of the last 1 in the mask, zeros where there is none. */
  static Sym lastStep(Sym x, Sym mask) {
    if (mask == null) {
      return x.slice(2, -1, Integer.MAX_VALUE).squeeze(2);
    }
    Sym later = mask.call("CumSum", Attrs.of("exclusive", 1, "reverse", 1), mask.builder().longs(1));
    return replaced(x, mask.mul(later.lt(0.5).cast(mask.dtype())), 0).sum(false, 2);
  }
}
