package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;

/** Training that Python watches and may stop; its result is FitSummary as JSON, with losses. */
final class FitJob implements Jobs.Job {
  private final FitOptions how;
  private final Runnable check;
  private final BatchSource source;
  private final TrainingSession session;
  private final ProgressListener progress = new ProgressListener();
  private volatile boolean stopped;

  private FitJob(Trainable model, Runnable check, BatchSource source, BatchSource validation, FitOptions how,
      List<TrainingListener> listeners) {
    this.how = how;
    this.check = check;
    this.source = source;
    this.session = new TrainingSession(model).lossWeights(how.weights()).listeners(progress, how.saver())
        .listeners(listeners.toArray(TrainingListener[]::new));
    if (validation != null) {
      session.validation(validation, how.measured());
    } else if (!how.metrics().isEmpty()) {
      throw new IllegalArgumentException(
          "[fit] metrics " + how.metrics().values() + " of no rows: got none that are held"
              + " out; expected some. Give validation_data or validation_split.");
    }
  }

  @Override
  public Set<String> events() {
    return how.events();
  }

  @Override
  public void heardBy(TrainingListener python) {
    session.listeners(python);
  }

  @Override
  public void told() {
    if (source instanceof PushedBatches p) {
      p.wake();
    }
  }

  /**
   * Training on rows in memory, which live until the job has ended. A network checks them once, before it begins.
   *
   * @param validation held-out rows as {@link Batches} describes them; empty for none
   */
  static FitJob of(Trainable model, Batch all, long[] validation, FitOptions how, List<TrainingListener> listeners) {
    if (all.rows() == 0) {
      throw new IllegalArgumentException("[fit] the data are empty: got 0 rows; expected at least 1. "
          + "Check how they were selected.");
    }
    long trained = how.trained(all.rows());
    boolean isNetwork = model instanceof Model;
    Long seed = how.shuffle() ? model.seed() : null;
    BatchSource source = new ArrayBatches(all.part(0, trained), how.batchSize(), seed, isNetwork);
    BatchSource heldOut = trained == all.rows() ? heldOut(validation, how)
        : new ArrayBatches(all.part(trained, all.rows()), how.batchSize(), null, isNetwork);
    Runnable check = isNetwork ? () -> ((Model) model).check(all) : () -> {};
    return new FitJob(model, check, source, heldOut, how, listeners);
  }

  /** Training on a source of minibatches, which stays open. */
  static FitJob of(Trainable model, BatchSource source, long[] validation, FitOptions how,
      List<TrainingListener> listeners) {
    return new FitJob(model, () -> {}, source, heldOut(validation, how), how, listeners);
  }

  private static BatchSource heldOut(long[] described, FitOptions how) {
    if (how.validationSource() != 0) {
      return Handles.get(how.validationSource(), BatchSource.class);
    }
    return described.length == 0 ? null
        : new ArrayBatches(Batches.borrow(described, how.validationNames()), how.batchSize(), null);
  }

  @Override
  public Object run() {
    try (session) {
      check.run();
      if (stopped) {
        return null;
      }
      BatchSource batches = new StoppableBatches(source, () -> stopped);
      JsonObject done = Records.toJson(how.resume() ? session.resume(batches, how.epochs())
          : session.fit(batches, how.epochs())).getAsJsonObject();
      progress.into(done);
      return done.toString();
    } finally {
      endWaiting();
    }
  }

  /** Ends a wait for minibatches of Python. */
  private void endWaiting() {
    if (source instanceof PushedBatches) {
      source.close();
    }
  }

  @Override
  public String progress() {
    JsonObject state = progress.state();
    state.add("said", Said.taken());
    return state.toString();
  }

  @Override
  public void stop() {
    session.stop(); // before the source ends, so that an epoch that is cut short does not count
    stopped = true;
    endWaiting();
  }
}
