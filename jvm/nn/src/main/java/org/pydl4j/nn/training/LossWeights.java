package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.UpdatePolicy;

/**
 * What losses are multiplied with, beside the weights that labels have: those of whole outputs in training and
 * validation, those of classes in training alone. Keras: loss_weights, class_weight.
 *
 * @param outputs by output; 1 where there is none
 * @param classes by output and class; 1 where there is none. Those under "" are of the only output
 */
public record LossWeights(Map<String, Double> outputs, Map<String, Map<Long, Double>> classes) {

  /** All weigh 1. */
  public static final LossWeights NONE = new LossWeights(Map.of(), Map.of());

  public LossWeights {
    outputs = Map.copyOf(outputs);
    classes = Map.copyOf(classes);
    outputs.values().forEach(w -> check("loss", w));
    classes.values().forEach(of -> of.values().forEach(w -> check("class", w)));
  }

  private static void check(String of, double weight) {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException("[fit] weight of a " + of + ": got " + weight
          + "; expected a finite number >= 0.");
    }
  }

  boolean isEmpty() {
    return outputs.isEmpty() && classes.isEmpty();
  }

  /**
   * A minibatch whose labels have these weights, multiplied with their own; its other arrays are borrowed.
   *
   * @param training whether classes weigh, too
   * @param made gets the arrays that were made for it
   */
  Batch on(Batch batch, Objective objective, boolean training, List<NDArray> made) {
    Map<String, Column> labels = objective.labels(batch);
    Map<String, Map<Long, Double>> byClass = training ? named(labels) : Map.of();
    outputs.keySet().forEach(name -> known(name, labels));
    Map<Column, Column> weighted = new LinkedHashMap<>();
    labels.forEach((name, column) -> {
      double factor = outputs.getOrDefault(name, 1.0);
      Map<Long, Double> of = byClass.get(name);
      if (of != null || factor != 1) {
        NDArray weights = of == null ? rows(column, factor) : steps(objective.classes(name, column), of, factor);
        made.add(weights);
        weighted.put(column,
            column.weighted(column.weights() == null ? weights : times(weights, column.weights(), made)));
      }
    });
    return new Batch(batch.features(), batch.labels().stream().map(c -> weighted.getOrDefault(c, c)).toList());
  }

  private Map<String, Map<Long, Double>> named(Map<String, Column> labels) {
    Map<String, Map<Long, Double>> by = new LinkedHashMap<>();
    classes.forEach((name, of) -> {
      if (name.isEmpty() && labels.size() != 1) {
        throw new IllegalArgumentException("[fit] class weights of which output: got none of "
            + String.join(", ", labels.keySet()) + "; expected a name. Give them by output.");
      }
      by.put(name.isEmpty() ? labels.keySet().iterator().next() : known(name, labels), of);
    });
    return by;
  }

  private static String known(String name, Map<String, Column> labels) {
    if (!labels.containsKey(name)) {
      throw new IllegalArgumentException("[fit] weights of an unknown output: got '" + name + "'; "
          + Nearest.hint(name, labels.keySet()));
    }
    return name;
  }

  private static NDArray rows(Column column, double factor) {
    return NDArray.full(DType.FLOAT64, factor, column.values().rows());
  }

  /** The weights of classes, -1 and others without one weigh 1. */
  private static NDArray steps(NDArray classes, Map<Long, Double> of, double factor) {
    try (classes) {
      NDArray weights = NDArray.create(DType.FLOAT64, classes.shape());
      for (long i = 0; i < classes.size(); i++) {
        weights.putDoubleAt(i, factor * of.getOrDefault(classes.getLongAt(i), 1.0));
      }
      return weights;
    }
  }

  /** The product of weights [N] or [N, T]; those of rows count for all their steps. */
  private static NDArray times(NDArray a, NDArray b, List<NDArray> made) {
    NDArray wide = a.size() >= b.size() ? a : b;
    NDArray other = wide == a ? b : a;
    long each = wide.size() / Math.max(1, other.size());
    NDArray product = NDArray.create(DType.FLOAT64, wide.shape());
    for (long i = 0; i < wide.size(); i++) {
      product.putDoubleAt(i, wide.getDoubleAt(i) * other.getDoubleAt(i / each));
    }
    made.add(product);
    return product;
  }

  /** An objective whose losses have these weights. */
  Objective on(Objective objective) {
    return isEmpty() ? objective : new Weighted(objective, this);
  }

  private record Weighted(Objective plain, LossWeights weights) implements Objective {
    @Override
    public UpdatePolicy policy() {
      return plain.policy();
    }

    @Override
    public ScheduledValues scheduled() {
      return plain.scheduled();
    }

    @Override
    public void begin() {
      plain.begin();
    }

    @Override
    public void end() {
      plain.end();
    }

    @Override
    public double train(Batch batch, boolean checked, ToDoubleFunction<Step> run) {
      return with(batch, true, b -> plain.train(b, checked, run));
    }

    @Override
    public double score(Batch batch) {
      return with(batch, false, plain::score);
    }

    private double with(Batch batch, boolean training, ToDoubleFunction<Batch> run) {
      List<NDArray> made = new ArrayList<>();
      try {
        return run.applyAsDouble(weights.on(batch, plain, training, made));
      } finally {
        made.forEach(NDArray::close);
      }
    }

    @Override
    public Step update() {
      return plain.update();
    }

    @Override
    public Map<String, Column> labels(Batch batch) {
      return plain.labels(batch);
    }

    @Override
    public NDArray classes(String output, Column labels) {
      return plain.classes(output, labels);
    }

    @Override
    public void advance(double score) {
      plain.advance(score);
    }
  }
}
