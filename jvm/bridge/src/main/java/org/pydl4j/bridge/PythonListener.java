package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;

/** Hands the events of a fit to Python, one by one; training waits until Python has dealt with each. */
final class PythonListener implements TrainingListener {
  private final Set<String> wanted;
  private final Consumer<String> out;
  private boolean answered;
  private boolean closed;

  /**
   * @param wanted names of events that Python listens to
   * @param out takes an event as JSON, of which {@code event} is the name
   */
  PythonListener(Set<String> wanted, Consumer<String> out) {
    this.wanted = wanted;
    this.out = out;
  }

  @Override
  public void onFitStart(TrainingSession session, long rowsPerEpoch, int epochs) {
    JsonObject e = new JsonObject();
    e.addProperty("rowsPerEpoch", rowsPerEpoch);
    e.addProperty("epochs", epochs);
    tell("on_fit_start", e);
  }

  @Override
  public void onFitResumed(TrainingSession session, List<Epoch> epochs) {
    JsonObject e = new JsonObject();
    e.add("epochs", Records.toJson(epochs));
    tell("on_fit_resumed", e);
  }

  @Override
  public void onEpochStart(TrainingSession session, int epoch) {
    JsonObject e = new JsonObject();
    e.addProperty("epoch", epoch);
    tell("on_epoch_start", e);
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration iteration) {
    if (wanted.contains("iteration_done")) {
      tell("iteration_done", Records.toJson(iteration).getAsJsonObject());
    }
  }

  @Override
  public void onEpochEnd(TrainingSession session, Epoch epoch) {
    tell("on_epoch_end", Records.toJson(epoch).getAsJsonObject());
  }

  @Override
  public void onFitEnd(TrainingSession session) {
    tell("on_fit_end", new JsonObject());
  }

  private synchronized void tell(String event, JsonObject content) {
    if (closed || !wanted.contains(event)) {
      return;
    }
    content.addProperty("event", event);
    answered = false;
    out.accept(content.toString());
    boolean interrupted = false;
    while (!answered && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Python has dealt with the event. */
  synchronized void answer() {
    answered = true;
    notifyAll();
  }

  /** Python listens no more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
