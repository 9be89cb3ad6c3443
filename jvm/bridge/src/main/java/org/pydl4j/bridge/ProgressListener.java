package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import org.pydl4j.nn.listeners.Iteration;
import org.pydl4j.nn.listeners.TrainingListener;
import org.pydl4j.nn.model.Model;

/** How far a fit is: {@code {epoch, rows, rowsPerEpoch, score}}; epochs are counted from 0 within the fit. */
final class ProgressListener implements TrainingListener {
  private long rowsPerEpoch = -1;
  private long rows;
  private int epochs;
  private double score = Double.NaN;

  @Override
  public synchronized void onFitStart(Model model, long rowsOfEpoch, int epochsOfFit) {
    rowsPerEpoch = rowsOfEpoch;
  }

  @Override
  public synchronized void iterationDone(Model model, Iteration iteration) {
    rows += iteration.rows();
    score = iteration.score();
  }

  @Override
  public synchronized void onEpochEnd(Model model, int epoch) {
    epochs++;
    rowsPerEpoch = rows / epochs;
  }

  synchronized String json() {
    JsonObject json = new JsonObject();
    json.addProperty("epoch", epochs);
    json.addProperty("rows", rows);
    json.addProperty("rowsPerEpoch", rowsPerEpoch);
    json.addProperty("score", Double.isNaN(score) ? null : score);
    return json.toString();
  }
}
