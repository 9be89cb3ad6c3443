package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;

/** Ops on arrays: {@code Nd.random()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class RandomOps {
  /** The only one. */
  public static final RandomOps ALL = new RandomOps();

  private RandomOps() {
  }

  /**
   * Numbers from [0, 1) by Philox 4x32-10, keyed by seed, step and node.
   *
   * @param seed integers
   * @param step integers
   * @param like of any type
   * @param options "node": distinguishes uses (0)
   * @return y, a new array
   */
  public NDArray randomUniform(NDArray seed, NDArray step, NDArray like, Attrs options) {
    return Calls.one("pydl4j.RandomUniform", options, Calls.NO_LISTS, new NDArray[] {seed, step, like});
  }

  /** The same with every option at its default. */
  public NDArray randomUniform(NDArray seed, NDArray step, NDArray like) {
    return Calls.one("pydl4j.RandomUniform", null, Calls.NO_LISTS, new NDArray[] {seed, step, like});
  }
}
