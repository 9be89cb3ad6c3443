package org.pydl4j.nd;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/**
 * Draws random arrays: every number is a function of seed, draw and place, so a seed gives the same numbers on any
 * machine, with any threads, and from Python's {@code nd.random.default_rng(seed)}. Threads may share a generator; the
 * order of their draws is then theirs.
 */
public final class Generator {
  private final long seed;
  private final AtomicLong draws = new AtomicLong();

  public Generator(long seed) {
    this.seed = seed;
  }

  /** FLOAT32 numbers from [0, 1). */
  public NDArray uniform(long... shape) {
    return draw("pydl4j.RandomUniform", Attrs.NONE, shape);
  }

  /** FLOAT32 normal numbers of mean 0 and standard deviation 1. */
  public NDArray normal(long... shape) {
    return draw("pydl4j.RandomNormal", Attrs.NONE, shape);
  }

  /**
   * The next draw of a random op of the family {@code Nd.random()}.
   *
   * @param op its name, such as "pydl4j.RandomExponential"
   * @param parameters of the distribution, in the op's order
   */
  public NDArray draw(String op, Attrs options, long[] shape, NDArray... parameters) {
    try (NDArray from = NDArray.of(new long[] {seed});
        NDArray step = NDArray.of(new long[] {draws.getAndIncrement()})) {
      NDArray[] in = new NDArray[parameters.length + 2];
      in[0] = from;
      in[1] = step;
      System.arraycopy(parameters, 0, in, 2, parameters.length);
      return Calls.one(op, options, Map.of("shape", shape), in);
    }
  }
}
