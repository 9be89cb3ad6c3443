package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;

/** How far a fit is, and what it was like; epochs are counted from 0 within the fit. */
final class ProgressListener implements TrainingListener {
  private final JsonArray epochs = new JsonArray();
  private long rowsPerEpoch = -1;
  private long rows;
  private double[] losses = new double[64];
  private int steps;
  private double epochSum;
  private long epochRows;

  @Override
  public synchronized void onFitStart(TrainingSession session, long rowsOfEpoch, int epochsOfFit) {
    rowsPerEpoch = rowsOfEpoch;
  }

  @Override
  public synchronized void onEpochStart(TrainingSession session, int epoch) {
    epochRows = 0;
    epochSum = 0;
  }

  @Override
  public synchronized void iterationDone(TrainingSession session, Iteration iteration) {
    rows += iteration.rows();
    epochRows += iteration.rows();
    epochSum += iteration.score() * iteration.rows();
    losses = steps == losses.length ? Arrays.copyOf(losses, 2 * steps) : losses;
    losses[steps++] = iteration.score();
  }

  @Override
  public synchronized void onEpochEnd(TrainingSession session, Epoch epoch) {
    epochs.add(Records.toJson(epoch));
    rowsPerEpoch = epoch.rows();
  }

  /**
   * {@code {epoch, rows, rowsPerEpoch, steps, score}}, where score is the mean of the epoch under way, and the values
   * of the last epoch.
   */
  synchronized JsonObject state() {
    JsonObject json = new JsonObject();
    json.addProperty("epoch", epochs.size());
    json.addProperty("rows", rows);
    json.addProperty("rowsPerEpoch", rowsPerEpoch);
    json.addProperty("steps", steps);
    json.addProperty("score", epochRows == 0 ? null : epochSum / epochRows);
    if (!epochs.isEmpty()) {
      json.add("values", epochs.get(epochs.size() - 1).getAsJsonObject().get("values"));
    }
    return json;
  }

  /** Adds the losses of minibatches, and the epochs. */
  synchronized void into(JsonObject json) {
    JsonArray all = new JsonArray(steps);
    for (int i = 0; i < steps; i++) {
      all.add(losses[i]);
    }
    json.add("losses", all);
    json.add("told", epochs);
  }
}
