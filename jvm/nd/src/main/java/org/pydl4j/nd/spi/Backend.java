package org.pydl4j.nd.spi;

/** A device with its kernels; found by ServiceLoader. Implementations are thread-safe. */
public interface Backend {
  /** Short name, e.g. "cpu". */
  String name();

  /** The higher wins when several load; the plain-Java backend has 0. */
  int priority();

  /** Library names, versions, SIMD level: one line for the log. */
  String describe();

  Memory memory();

  /** Sets how many threads kernels use that the calling thread runs from now on; cheap when nothing changes. */
  default void useThreads(int threads) {
  }

  /** Whether convolutions are faster on activations laid out [N, spatial..., C]; the planner then rewrites them so. */
  default boolean prefersChannelsLast() {
    return false;
  }

  /**
   * A kernel for the call, or null when this backend has none: then the planner decomposes the op or takes its reference kernel.
   * Called once per plan step; must be a pure function of the call.
   */
  Kernel kernel(KernelCall call);
}
