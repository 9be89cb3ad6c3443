package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nn.eval.Metric;

/** What is computed over held-out rows after each epoch: the loss and metrics of outputs. */
final class Validation {
  private record Measured(String name, String output, Metric metric) {
  }

  private final BatchSource source;
  private final List<Measured> measured = new ArrayList<>();

  /** @param metrics by output; those under "" are of every output */
  Validation(Trainable model, BatchSource source, Map<String, List<Metric>> metrics) {
    this.source = source;
    List<String> outputs = model.outputNames();
    Map<String, List<Metric>> by = new LinkedHashMap<>();
    metrics.forEach((output, of) -> {
      if (output.isEmpty() && outputs.isEmpty()) {
        throw new IllegalArgumentException("[fit] metrics of which output: got none; expected the name of the variable"
            + " that is compared with the labels. Give metrics by output.");
      }
      for (String one : output.isEmpty() ? outputs : List.of(output)) {
        if (!outputs.isEmpty() && !outputs.contains(one)) {
          throw new IllegalArgumentException("[fit] metrics: got an output '" + one + "'; "
              + Nearest.hint(one, outputs));
        }
        by.computeIfAbsent(one, k -> new ArrayList<>()).addAll(of);
      }
    });
    boolean one = outputs.isEmpty() ? by.size() == 1 : outputs.size() == 1;
    by.forEach((output, of) -> of
        .forEach(m -> measured.add(new Measured(Epoch.HELD_OUT + (one ? "" : output + "_") + m.name(), output, m))));
  }

  /** The names of all numbers, and whether larger ones are better, null where that is not known. */
  Map<String, Boolean> names() {
    Map<String, Boolean> names = new LinkedHashMap<>();
    names.put(Epoch.HELD_OUT + Epoch.LOSS, false);
    measured.forEach(m -> names.put(m.name, m.metric.isBetterWhenLarger()));
    return names;
  }

  /** The numbers by name; of the rows so far when stopped. */
  Map<String, Double> values(Objective objective, BooleanSupplier stopped) {
    Map<Measured, Metric.Score> scores = new LinkedHashMap<>();
    measured.forEach(m -> scores.put(m, m.metric.start()));
    List<String> outputs = measured.stream().map(Measured::output).distinct().toList();
    List<Trainable.Comparison> into = outputs.stream().map(output -> shown(output, scores)).toList();
    long rows = 0;
    double sum = 0;
    try {
      source.reset(0);
      while (!stopped.getAsBoolean() && source.hasNext()) {
        try (Batch batch = source.next()) {
          sum += objective.score(batch, outputs, into) * batch.rows();
          rows += batch.rows();
        }
      }
      Map<String, Double> values = new LinkedHashMap<>();
      values.put(Epoch.HELD_OUT + Epoch.LOSS, sum / rows);
      scores.forEach((m, score) -> values.put(m.name, score.value()));
      return values;
    } finally {
      scores.values().forEach(Metric.Score::close);
    }
  }

  /** Gives what is seen of an output to its metrics. */
  private static Trainable.Comparison shown(String output, Map<Measured, Metric.Score> scores) {
    return (labels, answers, mask) -> scores.forEach((m, score) -> {
      if (m.output.equals(output)) {
        score.add(labels, answers, mask);
      }
    });
  }
}
