package org.pydl4j.nn.training;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;

/** What can be trained, as sessions and listeners know it: networks and SameDiff graphs. */
public interface Trainable {
  /** How far training is. */
  TrainingState trainingState();

  /** Changes how far training is, at once for all threads. */
  Trainable changeTrainingState(UnaryOperator<TrainingState> change);

  /** Sets how far training is. */
  default Trainable setTrainingState(TrainingState state) {
    return changeTrainingState(before -> state);
  }

  /** What all learning rates are multiplied with; saved with the model. */
  default double rateFactor() {
    return trainingState().rateFactor();
  }

  /** Multiplies all learning rates with a number above 0 from the next step on; from any thread, also during a fit. */
  default Trainable setRateFactor(double factor) {
    return changeTrainingState(s -> s.withRateFactor(factor));
  }

  /** Minibatches trained on in its whole life. */
  default long iterationCount() {
    return trainingState().iteration();
  }

  /** Epochs trained in its whole life. */
  default int epochCount() {
    return trainingState().epoch();
  }

  /** The loss of the last minibatch, regularization included; NaN before training. */
  double score();

  /** Writes it with the state of its training into one file. */
  void save(Path path);

  /**
   * The score of a minibatch with labels as the next step of training computes it, and its gradients, regularization
   * included; nothing changes. What normalization, clipping and the updater make of gradients is not in it.
   */
  Gradient gradient(Batch batch);

  /** Names of the parameters that training changes, in order. */
  List<String> trainedNames();

  /** Its training steps, for one session at a time. */
  Objective objective();

  /** What random numbers of training are drawn from. */
  long seed();

  /** What answers come from: the outputs that metrics look at where none is named; empty where one must be. */
  List<String> outputNames();

  /** Takes what a minibatch's answers are compared with. */
  interface Comparison {
    /** @param mask [N] or [N, T], 0 where a row or time step does not count; null when all do */
    void take(NDArray labels, NDArray answers, NDArray mask);
  }

  /**
   * Answers the features of a minibatch with labels.
   *
   * @param outputs names of outputs
   * @param into one for each of them
   */
  void compare(Batch batch, List<String> outputs, List<Comparison> into);

  /**
   * Answers one epoch of a source: what evaluations are made of.
   *
   * @param output its name; null where there is one only
   */
  default void forEachOutput(BatchSource source, String output, Comparison into) {
    List<String> all = outputNames();
    if (output == null ? all.size() != 1 : !all.isEmpty() && !all.contains(output)) {
      throw new IllegalArgumentException(
          "[evaluate] which output: got " + (output == null ? "none" : "'" + output + "'")
              + " of " + all.size() + "; expected one of " + String.join(", ", all) + ". Name one.");
    }
    List<String> which = List.of(output == null ? all.get(0) : output);
    source.reset(0);
    if (!source.hasNext()) {
      throw new IllegalArgumentException("[evaluate] the source is empty: got no minibatch; expected at least one."
          + " Check the data's path and filters.");
    }
    while (source.hasNext()) {
      try (Batch batch = source.next()) {
        compare(batch, which, List.of(into));
      }
    }
  }

  /** A copy of all parameters and moving averages, those of the weights included. */
  Snapshot snapshot();

  /** Parameters as they were once; the owner closes it. */
  interface Snapshot extends AutoCloseable {
    /** Puts them back. */
    void restore();

    @Override
    void close();

    /** Copies of arrays, which are put back where they come from. */
    static Snapshot of(List<NDArray> places) {
      List<NDArray> copies = places.stream().map(NDArray::dup).toList();
      return new Snapshot() {
        @Override
        public void restore() {
          for (int i = 0; i < copies.size(); i++) {
            places.get(i).assign(copies.get(i));
          }
        }

        @Override
        public void close() {
          copies.forEach(NDArray::close);
        }
      };
    }
  }
}
