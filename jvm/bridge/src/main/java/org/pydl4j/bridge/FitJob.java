package org.pydl4j.bridge;

import java.util.List;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.listeners.TrainingListener;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.Trainer;

/** Training that Python watches and may stop; its result is the JSON of FitSummary. */
final class FitJob implements Jobs.Job {
  private final Model model;
  private final Batch all;
  private final BatchSource source;
  private final int epochs;
  private final Trainer trainer;
  private final ProgressListener progress = new ProgressListener();
  private final boolean owned;
  private volatile boolean stopped;

  /** Training on rows in memory, which are checked once, before it begins. */
  FitJob(Model model, Batch all, int batchSize, Long seed, int epochs, List<TrainingListener> listeners) {
    this(model, all, new ArrayBatches(all, batchSize, seed, true), true, epochs, listeners);
  }

  /**
   * @param owned whether the source is closed at the end
   */
  FitJob(Model model, BatchSource source, boolean owned, int epochs, List<TrainingListener> listeners) {
    this(model, null, source, owned, epochs, listeners);
  }

  private FitJob(Model model, Batch all, BatchSource source, boolean owned, int epochs,
      List<TrainingListener> listeners) {
    this.model = model;
    this.all = all;
    this.source = source;
    this.owned = owned;
    this.epochs = epochs;
    this.trainer = new Trainer(model).listeners(progress).listeners(listeners.toArray(TrainingListener[]::new));
  }

  @Override
  public Object run() {
    try (trainer) {
      if (all != null) {
        model.check(all);
      }
      return stopped ? null : Records.toText(trainer.fit(new StoppableBatches(source, () -> stopped), epochs));
    } finally {
      if (owned) {
        source.close();
      }
    }
  }

  @Override
  public String progress() {
    return progress.json();
  }

  @Override
  public void stop() {
    stopped = true;
    trainer.stop();
    if (owned) {
      source.close();
    }
  }
}
