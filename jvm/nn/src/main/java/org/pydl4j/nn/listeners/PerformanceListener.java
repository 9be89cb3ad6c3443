package org.pydl4j.nn.listeners;

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
  private int iterations;
  private long rows;
  private double dataMs;
  private double stepMs;
  private volatile Speed last;

  public PerformanceListener(int every) {
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
    LOG.info("iteration {}; samples/s: {}; batches/s: {}; waiting for data: {} ms; score: {}", i.iteration(),
        Math.round(last.samplesPerSecond()),
        Math.round(last.batchesPerSecond() * 10) / 10.0, Math.round(last.dataMs() * 100) / 100.0, i.score());
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
