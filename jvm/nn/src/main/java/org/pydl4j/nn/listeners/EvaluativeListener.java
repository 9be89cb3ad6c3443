package org.pydl4j.nn.listeners;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the model on held-out data every few iterations or epochs, logs it and hands it to a callback. DL4J:
 * EvaluativeListener.
 */
public final class EvaluativeListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluativeListener.class);

  /** What the frequency counts. */
  public enum Every { ITERATIONS, EPOCHS }

  private final BatchSource source;
  private final int frequency;
  private final Every unit;
  private final String output;
  private final List<Supplier<IEvaluation<?>>> evaluations;
  private final BiConsumer<Trainable, List<IEvaluation<?>>> callback;
  private volatile List<IEvaluation<?>> last = List.of();

  /**
   * @param source held-out data; reset before each evaluation, stays open
   * @param frequency iterations or epochs between evaluations
   * @param output whose answers are evaluated; null where there is one only
   * @param evaluations make fresh accumulators, e.g. {@code Evaluation::new}
   * @param callback gets the results; may be null
   */
  public EvaluativeListener(BatchSource source, int frequency, Every unit, String output,
      List<Supplier<IEvaluation<?>>> evaluations, BiConsumer<Trainable, List<IEvaluation<?>>> callback) {
    this.source = source;
    this.output = output;
    this.frequency = Frequency.checked("EvaluativeListener", frequency);
    this.unit = unit;
    this.evaluations = List.copyOf(evaluations);
    this.callback = callback;
  }

  @Override
  public void iterationDone(TrainingSession session, Iteration i) {
    if (unit == Every.ITERATIONS && (i.iteration() + 1) % frequency == 0) {
      evaluate(session.model(), "iteration " + i.iteration());
    }
  }

  @Override
  public void onEpochEnd(TrainingSession session, Epoch epoch) {
    if (unit == Every.EPOCHS && (epoch.number() + 1) % frequency == 0) {
      evaluate(session.model(), "epoch " + epoch.number());
    }
  }

  private void evaluate(Trainable model, String when) {
    List<IEvaluation<?>> fresh = List.copyOf(evaluations.stream().<IEvaluation<?>>map(Supplier::get).toList());
    model.forEachOutput(source, output, (labels, outputs, mask) -> fresh.forEach(e -> e.eval(labels, outputs, mask)));
    fresh.forEach(e -> LOG.info("Evaluation after {}: {}", when, e.stats()));
    last = fresh;
    if (callback != null) {
      callback.accept(model, fresh);
    }
  }

  /** The last results, empty before the first. */
  public List<IEvaluation<?>> lastResults() {
    return last;
  }
}
