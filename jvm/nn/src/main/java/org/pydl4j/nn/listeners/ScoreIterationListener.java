package org.pydl4j.nn.listeners;

import java.util.function.Consumer;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the score every few iterations. DL4J: ScoreIterationListener. */
public final class ScoreIterationListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreIterationListener.class);
  private final int every;
  private final Consumer<String> out;

  public ScoreIterationListener(int every) {
    this(every, LOG::info);
  }

  /**
   * The same, whose messages go elsewhere than into the log.
   *
   * @param out takes them
   */
  public ScoreIterationListener(int every, Consumer<String> out) {
    this.out = out;
    this.every = Frequency.checked("ScoreIterationListener", every);
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration i) {
    if (i.iteration() % every == 0) {
      out.accept("Score at iteration " + i.iteration() + " is " + i.score());
    }
  }
}
