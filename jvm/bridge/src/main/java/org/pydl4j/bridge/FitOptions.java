package org.pydl4j.bridge;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.eval.Metric;
import org.pydl4j.nn.eval.StandardMetric;
import org.pydl4j.nn.graph.GraphMetric;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.LossWeights;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;

/**
 * How Python wants a model to be trained.
 *
 * @param batchSize rows of a minibatch, of rows in memory and of held-out rows
 * @param shuffle another order of rows in memory in every epoch
 * @param names names of the columns of rows in memory as JSON; null where they stand in order
 * @param validationSplit the part of rows in memory that is held out, their last ones
 * @param validationSource handle of a source of held-out minibatches; 0 for none
 * @param validationNames names of the held-out columns as JSON; null where they stand in order
 * @param metrics of held-out rows by output, a name or a traced function; those under "" are of every output
 * @param lossWeights what losses are multiplied with, by output
 * @param classWeights what losses are multiplied with in training, by output and class; those under "" are of the only
 *     output
 * @param resume whether the fit that was begun last goes on; epochs are those of the whole fit then
 * @param events names of events that Python listens to
 * @param checkpoint file that the model is saved to after every epoch; null for none
 */
record FitOptions(int epochs, int batchSize, boolean shuffle, String names, double validationSplit,
    long validationSource, String validationNames, Map<String, List<JsonElement>> metrics,
    Map<String, Double> lossWeights, Map<String, Map<Long, Double>> classWeights, boolean resume, Set<String> events,
    String checkpoint) {
  FitOptions {
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException("[fit] validation_split: got " + validationSplit
          + "; expected a number from 0 to below 1.");
    }
  }

  /** The metrics by output. */
  Map<String, List<Metric>> measured() {
    return measured(metrics);
  }

  /** Metrics by output as Python names or traces them. */
  static Map<String, List<Metric>> measured(Map<String, List<JsonElement>> metrics) {
    Map<String, List<Metric>> by = new LinkedHashMap<>();
    metrics.forEach((output, given) -> by.put(output, given.stream().map(FitOptions::metric).toList()));
    return by;
  }

  LossWeights weights() {
    return new LossWeights(lossWeights, classWeights);
  }

  private static Metric metric(JsonElement given) {
    return given.isJsonPrimitive() ? StandardMetric.of(given.getAsString())
        : Records.fromJson(given, GraphMetric.class);
  }

  /** How many of the rows are trained on. */
  long trained(long rows) {
    long kept = rows - Math.round(rows * validationSplit);
    if (kept == 0 || validationSplit > 0 && kept == rows) {
      throw new IllegalArgumentException("[fit] validation_split " + validationSplit + " of " + rows
          + " rows leaves " + kept + " to train on; expected rows on both sides. Choose another split.");
    }
    return kept;
  }

  /** Saves the model where it is asked for. */
  TrainingListener saver() {
    Path path = checkpoint == null ? null : Path.of(checkpoint);
    return new TrainingListener() {
      @Override
      public void onEpochEnd(TrainingSession session, Epoch epoch) {
        if (path != null) {
          session.model().save(path);
        }
      }
    };
  }
}
