package org.pydl4j.nd.spi;

import java.util.List;

/**
 * A device with its kernels; found by ServiceLoader. Implementations are thread-safe. Backends on main memory compete
 * for being the one that the process computes with; devices with their own memory are asked for by name.
 */
public interface Backend {
  /** Short name, e.g. "cpu", "cuda". */
  String name();

  /** Which device of that name this is. */
  default int index() {
    return 0;
  }

  /** The devices of that name, this one first: the loader finds one object per kind. */
  default List<Backend> devices() {
    return List.of(this);
  }

  /** The higher wins when several on main memory load; the plain-Java backend has 0. */
  int priority();

  /** Library names, versions, SIMD level: one line for the log. */
  String describe();

  /**
   * Whether the user holds it to an older instruction set than the machine's: then machines are to agree in all bits.
   */
  default boolean isCapped() {
    return false;
  }

  /** The libraries that it computes with, the main one first. */
  default List<Library> libraries() {
    return List.of();
  }

  Memory memory();

  /** A new queue; every frame of a plan has one. */
  default Stream newStream() {
    return new HostStream(memory());
  }

  /**
   * Sets how many threads kernels use that the calling thread runs from now on; cheap when nothing changes. Means
   * nothing on a device that has its own.
   */
  default void useThreads(int threads) {
  }

  /** Whether convolutions are faster on activations laid out [N, spatial..., C]; the planner then rewrites them so. */
  default boolean prefersChannelsLast() {
    return false;
  }

  /** Whether products and convolutions of bfloat16 are faster than of float32, so that autocast is worth it. */
  default boolean hasBfloat16() {
    return false;
  }

  /**
   * A kernel for the call, or null when this backend has none: then the planner decomposes the op or runs it on the
   * host. Called once per plan step; must be a pure function of the call.
   */
  Kernel kernel(KernelCall call);

  /**
   * The kernels that can compute a call, by name, the first choice (an empty name) first. Tuning times them, and a
   * choice table names one in the call.
   */
  default List<String> alternatives(KernelCall call) {
    return List.of("");
  }
}
