package org.pydl4j.nn.listeners;

import java.util.Locale;
import java.util.function.Consumer;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures samples and minibatches per second and the share of time spent waiting for data, every few iterations. DL4J:
 * PerformanceListener.
 */
public final class PerformanceListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(PerformanceListener.class);

  /**
   * The speed over the last few iterations.
   *
   * @param samplesPerSecond examples per second, waiting for data included
   * @param batchesPerSecond minibatches per second, waiting for data included
   * @param dataMs mean time per iteration spent waiting for data
   */
  public record Speed(long iteration, double samplesPerSecond, double batchesPerSecond, double dataMs) {
  }

  private final int every;
  private final Consumer<String> out;
  private int iterations;
  private long rows;
  private double dataMs;
  private double stepMs;
  private volatile Speed last;

  public PerformanceListener(int every) {
    this(every, LOG::info);
  }

  /**
   * The same, whose messages go elsewhere than into the log.
   *
   * @param out takes them
   */
  public PerformanceListener(int every, Consumer<String> out) {
    this.out = out;
    this.every = Frequency.checked("PerformanceListener", every);
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration i) {
    iterations++;
    rows += i.rows();
    dataMs += i.dataMs();
    stepMs += i.stepMs();
    if (iterations < every) {
      return;
    }
    double seconds = Math.max(dataMs + stepMs, 1e-6) / 1e3;
    last = new Speed(i.iteration(), rows / seconds, iterations / seconds, dataMs / iterations);
    out.accept(String.format(Locale.ROOT,
        "iteration %d; samples/s: %d; batches/s: %.1f; waiting for data: %.2f ms; score: %s", i.iteration(),
        Math.round(last.samplesPerSecond()), last.batchesPerSecond(), last.dataMs(), i.score()));
    iterations = 0;
    rows = 0;
    dataMs = 0;
    stepMs = 0;
  }

  /** The last measurement, null before the first. */
  public Speed speed() {
    return last;
  }
}
