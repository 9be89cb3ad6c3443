package org.pydl4j.nn.listeners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves model, updater state and counters every few iterations or epochs, keeping the last few files. DL4J:
 * CheckpointListener.
 */
public final class CheckpointListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointListener.class);

  private final Path folder;
  private final int everyIterations;
  private final int everyEpochs;
  private final int keepLast;
  private final Consumer<String> out;

  /**
   * @param folder made when missing; checkpoints already there are counted on and cleared by keepLast too
   * @param everyIterations minibatches between checkpoints, 0 for none
   * @param everyEpochs epochs between checkpoints, 0 for none
   * @param keepLast files to keep, 0 for all
   */
  public CheckpointListener(Path folder, int everyIterations, int everyEpochs, int keepLast) {
    this(folder, everyIterations, everyEpochs, keepLast, LOG::info);
  }

  /**
   * The same, whose messages go elsewhere than into the log.
   *
   * @param out takes them
   */
  public CheckpointListener(Path folder, int everyIterations, int everyEpochs, int keepLast, Consumer<String> out) {
    this.out = out;
    if (everyIterations < 0 || everyEpochs < 0 || keepLast < 0 || everyIterations + everyEpochs == 0) {
      throw new IllegalArgumentException("[CheckpointListener] got everyIterations " + everyIterations
          + ", everyEpochs " + everyEpochs + ", keepLast " + keepLast
          + "; expected one of the first two above 0 and none below 0.");
    }
    this.folder = folder;
    this.everyIterations = everyIterations;
    this.everyEpochs = everyEpochs;
    this.keepLast = keepLast;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("[CheckpointListener] cannot make " + folder + ": " + e.getMessage()
          + ". Choose a writable folder.", e);
    }
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration i) {
    if (everyIterations > 0 && (i.iteration() + 1) % everyIterations == 0) {
      save(session.model());
    }
  }

  @Override
  public void onEpochEnd(TrainingSession session, Epoch epoch) {
    if (everyEpochs > 0 && (epoch.number() + 1) % everyEpochs == 0) {
      save(session.model());
    }
  }

  private void save(Trainable model) {
    List<Checkpoint> before = Checkpoint.list(folder);
    int number = before.isEmpty() ? 0 : before.get(before.size() - 1).number() + 1;
    Checkpoint c = Checkpoint.in(folder, number, model.iterationCount(), model.epochCount());
    model.save(c.path());
    out.accept("Saved checkpoint " + c.number() + " of iteration " + c.iteration() + " and epoch " + c.epoch() + " as "
        + c.path());
    int surplus = keepLast == 0 ? 0 : Math.max(0, before.size() + 1 - keepLast);
    before.subList(0, surplus).forEach(CheckpointListener::delete);
  }

  private static void delete(Checkpoint c) {
    try {
      Files.deleteIfExists(c.path());
    } catch (IOException e) {
      LOG.warn("Cannot delete the old checkpoint {}: {}", c.path(), e.getMessage());
    }
  }

  /** The last model saved in a folder. */
  public static Model loadLast(Path folder) {
    List<Checkpoint> all = Checkpoint.list(folder);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("[checkpoint] no checkpoint in " + folder
          + ": expected a file checkpoint_*.zip. Check the path.");
    }
    return Model.load(all.get(all.size() - 1).path());
  }
}
