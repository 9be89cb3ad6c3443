package org.pydl4j.nn.listeners;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;

/** Keeps the scores of every few iterations, for curves. DL4J: CollectScoresIterationListener. */
public final class CollectScoresListener implements TrainingListener {
  /** The score of one iteration. */
  public record Score(long iteration, double score) {
  }

  private final int every;
  private final List<Score> scores = new ArrayList<>();

  public CollectScoresListener(int every) {
    this.every = Frequency.checked("CollectScoresListener", every);
  }

  @Override
  public synchronized void iterationDone(TrainingSession session, Iteration i) {
    if (i.iteration() % every == 0) {
      scores.add(new Score(i.iteration(), i.score()));
    }
  }

  /** What was collected so far. */
  public synchronized List<Score> scores() {
    return List.copyOf(scores);
  }
}
