package org.pydl4j.nd.plan.options;

/**
 * How a graph is compiled, beside its shapes.
 *
 * @param threads threads per run, at least 1
 * @param segments of activation checkpointing: 0 is none, {@link #AUTO} as many as need the least memory; see the pass
 *     of that name
 * @param autocast whether float32 products and convolutions compute in bfloat16, where the backend is no faster
 *     in bfloat16, a warning is logged and everything stays float32
 * @param choices kernels that were found faster than the backend's first choice
 */
public record PlanOptions(int threads, int segments, boolean autocast, Choices choices) {

  /** As many segments as need the least memory. */
  public static final int AUTO = -1;
  /** More threads than any machine has: what is beyond is a mistake. */
  public static final int MAX_THREADS = 4096;

  public PlanOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "[threads] got " + threads + "; expected 1 to " + MAX_THREADS + ", best the number of cores.");
    }
    if (segments < AUTO) {
      throw new IllegalArgumentException("[activation checkpointing] segments: got " + segments
          + "; expected 0 (off), a number of segments, or -1 (automatic).");
    }
  }

  public static PlanOptions of(int threads) {
    return new PlanOptions(threads, 0, false, Choices.NONE);
  }

  public PlanOptions withSegments(int count) {
    return new PlanOptions(threads, count, autocast, choices);
  }

  public PlanOptions withAutocast(boolean on) {
    return new PlanOptions(threads, segments, on, choices);
  }

  public PlanOptions withChoices(Choices table) {
    return new PlanOptions(threads, segments, autocast, table);
  }
}
