package org.pydl4j.nn.layers;

/**
 * What a layer wants to read; the network reshapes its input to that where it can. DL4J: InputPreProcessor, chosen by
 * itself.
 */
public enum InputKind {
  /** [N, size]; images are flattened in 'c' order. */
  FEED_FORWARD,
  /** [N, size], or sequences [N, size, T], on whose every step the layer works. */
  FEED_FORWARD_OR_RECURRENT,
  /** [N, C, H, W]; flat images are given their shape. */
  CONVOLUTIONAL,
  /** [N, size, T]. */
  RECURRENT,
  /** As it comes; flat images are given their shape. */
  ANY,
  /** Exactly as it comes, whole numbers too. */
  TENSOR,
  /** Integers [N, 1]: indices of rows. */
  INDEX,
  /** Integers [N, T]: indices of rows for each step. */
  INDICES
}
