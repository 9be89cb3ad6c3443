package org.pydl4j.nn.listeners;

import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the score every few iterations. DL4J: ScoreIterationListener. */
public final class ScoreIterationListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreIterationListener.class);
  private final int every;

  public ScoreIterationListener(int every) {
    this.every = Frequency.checked("ScoreIterationListener", every);
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration i) {
    if (i.iteration() % every == 0) {
      LOG.info("Score at iteration {} is {}", i.iteration(), i.score());
    }
  }
}
