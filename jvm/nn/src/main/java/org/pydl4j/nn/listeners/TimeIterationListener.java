package org.pydl4j.nn.listeners;

import java.time.Duration;
import java.util.function.Consumer;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the time left to a number of iterations. DL4J: TimeIterationListener. */
public final class TimeIterationListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(TimeIterationListener.class);
  private final long iterations;
  private final int every;
  private final Consumer<String> out;
  private long done;
  private double spentMs;

  /**
   * @param iterations how many a fit will make
   * @param every iterations between messages
   */
  public TimeIterationListener(long iterations, int every) {
    this(iterations, every, LOG::info);
  }

  /**
   * The same, whose messages go elsewhere than into the log.
   *
   * @param out takes them
   */
  public TimeIterationListener(long iterations, int every, Consumer<String> out) {
    this.out = out;
    this.iterations = iterations;
    this.every = Frequency.checked("TimeIterationListener", every);
  }

  @Override
  public void onFitStart(TrainingSession session, long rowsPerEpoch, int epochs) {
    done = 0;
    spentMs = 0;
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration i) {
    done++;
    spentMs += i.dataMs() + i.stepMs();
    if (done % every == 0) {
      out.accept(done + " of " + iterations + " iterations done; remaining: " + left());
    }
  }

  /** The time that the iterations left will take at the mean speed so far; zero before the first. */
  public Duration left() {
    return done == 0 ? Duration.ZERO : Duration.ofMillis(Math.round(spentMs / done * Math.max(0, iterations - done)));
  }
}
