package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;

/** How far a fit is, and what it was like; epochs are counted from 0 within the fit. */
final class ProgressListener implements TrainingListener {
  private final JsonArray epochLosses = new JsonArray();
  private final JsonArray validationLosses = new JsonArray();
  private long rowsPerEpoch = -1;
  private long rows;
  private double[] losses = new double[64];
  private int steps;

  @Override
  public synchronized void onFitStart(Trainable model, long rowsOfEpoch, int epochsOfFit) {
    rowsPerEpoch = rowsOfEpoch;
  }

  @Override
  public synchronized void iterationDone(Trainable model, Iteration iteration) {
    rows += iteration.rows();
    losses = steps == losses.length ? Arrays.copyOf(losses, 2 * steps) : losses;
    losses[steps++] = iteration.score();
  }

  @Override
  public synchronized void onEpochEnd(Trainable model, Epoch epoch) {
    epochLosses.add(epoch.loss());
    if (!Double.isNaN(epoch.validationLoss())) {
      validationLosses.add(epoch.validationLoss());
    }
    rowsPerEpoch = rows / epochLosses.size();
  }

  /** {@code {epoch, rows, rowsPerEpoch, steps, score}}. */
  synchronized String json() {
    JsonObject json = new JsonObject();
    json.addProperty("epoch", epochLosses.size());
    json.addProperty("rows", rows);
    json.addProperty("rowsPerEpoch", rowsPerEpoch);
    json.addProperty("steps", steps);
    json.addProperty("score", steps == 0 ? null : losses[steps - 1]);
    return json.toString();
  }

  /** Adds the losses of minibatches, of epochs, and of held-out rows after epochs. */
  synchronized void into(JsonObject json) {
    JsonArray all = new JsonArray(steps);
    for (int i = 0; i < steps; i++) {
      all.add(losses[i]);
    }
    json.add("losses", all);
    json.add("epochLosses", epochLosses);
    json.add("validationLosses", validationLosses);
  }
}
