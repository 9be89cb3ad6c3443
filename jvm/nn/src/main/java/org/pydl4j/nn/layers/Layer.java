package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Open;

/**
 * A layer: its own facts, and how it lowers to ops; gradients come from the ops. What all layers share is in
 * {@link org.pydl4j.nn.conf.LayerConf}. Names are DL4J's. To add one: a record, here or in a
 * jar of your own.
 */
@Doc("A layer of a network.")
@Open
public interface Layer {
  /** What the layer wants to read. */
  InputKind reads();

  /**
   * What comes out for what goes in; raises IllegalArgumentException (without the layer's name) when the input does
   * not fit.
   */
  InputType outputType(InputType in);

  /**
   * Lowers the layer to ops; parameters are declared by asking for them, in DL4J's order.
   *
   * @param x the input as {@link #reads} wants it
   * @return the activations
   */
  Sym apply(LayerContext ctx, Sym x);

  /** The network's input type that this layer implies when it comes first, or null. */
  default InputType inputType() {
    return null;
  }

  /** How many different indices a layer that reads {@link InputKind#INDEX} or INDICES takes; no limit by default. */
  default long vocabulary() {
    return Long.MAX_VALUE;
  }

  /**
   * The mask of the output for the mask of the input; null when time is gone. A layer that masks cannot pass raises
   * UnsupportedOperationException.
   */
  default Sym outputMask(Sym mask) {
    return mask;
  }

  /** Raises unless the size is at least 1. */
  static long positive(String what, long size) {
    if (size < 1) {
      throw new IllegalArgumentException(what + ": got " + size + "; expected at least 1.");
    }
    return size;
  }

  /** Raises when nIn is given and is not what comes in. */
  static long checkedIn(long nIn, long got) {
    if (nIn > 0 && nIn != got) {
      throw new IllegalArgumentException("nIn: got " + nIn + "; expected " + got
          + ", which is what the layer before gives. Leave nIn out.");
    }
    return got;
  }
}
