package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nn.samediff.Training;

/** Training of a SameDiff graph that Python watches and may stop; its result is {@code {losses, rows, epochs}}. */
final class SameDiffJob implements Jobs.Job {
  private final Training training;
  private final BatchSource data;
  private final int epochs;
  private final List<Double> losses = new ArrayList<>();
  private long rows;
  private int epochsDone;
  private volatile boolean stopped;

  SameDiffJob(Training training, BatchSource data, int epochs) {
    this.training = training;
    this.data = data;
    this.epochs = epochs;
  }

  @Override
  public Object run() {
    while (epochsDone < epochs && !stopped) {
      data.reset();
      while (!stopped && data.hasNext()) {
        step(data.next());
      }
      if (!stopped) {
        training.setCounts(training.iteration(), training.epoch() + 1);
        synchronized (this) {
          epochsDone++;
        }
      }
    }
    return result();
  }

  private void step(Batch taken) {
    try (Batch batch = taken) {
      double loss = training.fitBatch(batch);
      synchronized (this) {
        losses.add(loss);
        rows += batch.rows();
      }
    }
  }

  private synchronized String result() {
    JsonObject o = new JsonObject();
    JsonArray all = new JsonArray();
    losses.forEach(all::add);
    o.add("losses", all);
    o.addProperty("rows", rows);
    o.addProperty("epochs", epochsDone);
    return o.toString();
  }

  @Override
  public synchronized String progress() {
    JsonObject o = new JsonObject();
    o.addProperty("epoch", epochsDone);
    o.addProperty("rows", rows);
    o.addProperty("rowsPerEpoch", data.rows());
    o.addProperty("score", losses.isEmpty() ? null : losses.get(losses.size() - 1));
    o.addProperty("iteration", losses.size());
    return o.toString();
  }

  @Override
  public void stop() {
    stopped = true;
    if (data instanceof PushedBatches) { // which may wait for Python
      data.close();
    }
  }
}
