package org.pydl4j.nn.layers;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;

/** Repeats rows and columns of images [N, C, H, W]. DL4J: Upsampling2D. */
@Doc("Repeats rows and columns of images [N, C, H, W].")
public record Upsampling2D(@Doc("repeats in height and width") List<Integer> size) implements Layer {
  static Object defaults() {
    return Defaults.of("size", List.of(2, 2));
  }

  @Override
  public InputKind reads() {
    return InputKind.CONVOLUTIONAL;
  }

  @Override
  public InputType outputType(InputType in) {
    if (size.size() != 2 || size.stream().anyMatch(s -> s < 1)) {
      throw new IllegalArgumentException("size: got " + size + "; expected two numbers of at least 1.");
    }
    InputType.Convolutional c = (InputType.Convolutional) in;
    return InputType.convolutional(c.height() * size.get(0), c.width() * size.get(1), c.channels());
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long c = x.dim(1);
    long h = x.dim(2);
    long w = x.dim(3);
    Sym wide = x.reshape(-1, c, h, 1, w, 1).call("Expand", ctx.b().longs(1, 1, 1, size.get(0), 1, size.get(1)));
    return wide.reshape(-1, c, h * size.get(0), w * size.get(1));
  }
}
