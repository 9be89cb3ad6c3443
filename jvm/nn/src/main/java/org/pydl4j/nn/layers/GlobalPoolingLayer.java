package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;

/**
 * One number per feature: over time of [N, size, T] (masked steps left out, zeros for a row without any), or over
 * height and width of [N, C, H, W]. DL4J: GlobalPoolingLayer.
 */
@Doc("One number per feature, over time or over height and width.")
public record GlobalPoolingLayer(
    @Doc("how elements become one number") PoolingType poolingType,
    @Doc("p of PNORM") int pnorm) implements Layer {
  static Object defaults() {
    return Defaults.of("poolingType", PoolingType.MAX, "pnorm", 2);
  }

  @Override
  public InputKind reads() {
    return InputKind.ANY;
  }

  @Override
  public InputType outputType(InputType in) {
    if (in instanceof InputType.FeedForward) {
      throw new IllegalArgumentException("needs sequences or images: got " + in
          + "; expected Recurrent or Convolutional. Remove the layer.");
    }
    return InputType.feedForward(in.features());
  }

  @Override
  public Sym outputMask(Sym mask) {
    return null;
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    int[] axes = x.rank() == 3 ? new int[] {2} : new int[] {2, 3};
    Sym mask = x.rank() == 3 ? ctx.mask() : null;
    return switch (poolingType) {
      case MAX -> Masks.ofAny(Masks.replaced(x, mask, -3e38).reduceMax(false, axes), mask);
      case SUM -> Masks.replaced(x, mask, 0).sum(false, axes);
      case AVG -> mask == null ? x.mean(false, axes)
          : Masks.replaced(x, mask, 0).sum(false, axes).div(mask.sum(true, 1).max(mask.like(1)));
      case PNORM -> {
        Sym sum = Masks.replaced(x.abs().max(x.like(1e-8)).pow(pnorm), mask, 0).sum(false, axes);
        // the root of 0 has no slope
        yield Masks.ofAny((mask == null ? sum : Masks.any(mask).where(sum, sum.like(1))).pow(1.0 / pnorm), mask);
      }
    };
  }
}
