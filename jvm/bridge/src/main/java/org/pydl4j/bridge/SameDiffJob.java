package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.samediff.Training;
import org.pydl4j.nn.samediff.TrainingConfig;

/** Training of a SameDiff graph that Python watches and may stop; its result is {@code {losses, rows, epochs}}. */
final class SameDiffJob implements Jobs.Job {
  /** Minibatches as placeholders by name. */
  interface Minibatches {
    void reset();

    boolean hasNext();

    Map<String, NDArray> next();

    long rows();

    /** Ends a wait for what Python pushes. */
    default void close() {}

    /** Rows of arrays in memory. */
    static Minibatches of(ArrayBatches batches, List<String> names) {
      return new Minibatches() {
        @Override
        public void reset() {
          batches.reset();
        }

        @Override
        public boolean hasNext() {
          return batches.hasNext();
        }

        @Override
        public Map<String, NDArray> next() {
          List<NDArray> arrays = batches.nextArrays();
          Map<String, NDArray> m = new LinkedHashMap<>();
          for (int i = 0; i < names.size(); i++) {
            m.put(names.get(i), arrays.get(i));
          }
          return m;
        }

        @Override
        public long rows() {
          return batches.rows();
        }
      };
    }

    /** The minibatches of a source, its arrays under the names of the first mappings of each. */
    static Minibatches of(BatchSource source, TrainingConfig config) {
      return new Minibatches() {
        @Override
        public void reset() {
          source.reset();
        }

        @Override
        public boolean hasNext() {
          return source.hasNext();
        }

        @Override
        public Map<String, NDArray> next() {
          Batch batch = source.next();
          Map<String, NDArray> m = new LinkedHashMap<>();
          put(m, config.dataSetFeatureMapping(), batch.features());
          put(m, config.dataSetLabelMapping(), batch.labels());
          put(m, config.dataSetFeatureMaskMapping(), batch.featuresMask());
          put(m, config.dataSetLabelMaskMapping(), batch.labelsMask());
          return m;
        }

        @Override
        public long rows() {
          return source.rows();
        }

        @Override
        public void close() {
          if (source instanceof PushedBatches) {
            source.close();
          }
        }
      };
    }

    private static void put(Map<String, NDArray> to, List<String> mapping, NDArray array) {
      if (array != null && !mapping.isEmpty()) {
        to.put(mapping.get(0), array);
      } else if (array != null) {
        array.close();
      }
    }
  }

  private final Training training;
  private final Minibatches data;
  private final int epochs;
  private final List<Double> losses = new ArrayList<>();
  private long rows;
  private int epochsDone;
  private volatile boolean stopped;

  SameDiffJob(Training training, Minibatches data, int epochs) {
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

  private void step(Map<String, NDArray> batch) {
    try {
      double loss = training.fitBatch(batch);
      synchronized (this) {
        losses.add(loss);
        rows += batch.values().iterator().next().size(0);
      }
    } finally {
      batch.values().forEach(NDArray::close);
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
    data.close();
  }
}
