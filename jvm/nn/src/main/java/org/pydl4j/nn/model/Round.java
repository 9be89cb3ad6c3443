package org.pydl4j.nn.model;

import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.training.FitSummary;
import org.pydl4j.nn.training.LossWeights;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;

/**
 * Where training stands: the input and the result of {@link #train}, a pure function. What Spark ships.
 *
 * @param params flat parameters
 * @param updaterState flat updater state
 * @param at how far training is
 * @param seed seed of dropout in this round
 * @param rows examples trained on in the round
 * @param batches minibatches of the round
 * @param scoreSum sum over minibatches of score times rows
 */
public record Round(NDArray params, NDArray updaterState, TrainingState at, long seed, long rows, long batches,
    double scoreSum) implements AutoCloseable {
  /** The start of a round. */
  public static Round start(NDArray params, NDArray updaterState, TrainingState at, long seed) {
    return new Round(params, updaterState, at, seed, 0, 0, 0);
  }

  /** The start of a round at a model's present state: views on the model's arrays. */
  public static Round of(Model model) {
    return start(model.params(), model.updaterState(), model.trainingState(), model.seed());
  }

  /**
   * One pass over the minibatches that are left in a source, from this start: a pure function of the start, the source
   * and the model's configuration and thread count. The model's own parameters are not touched.
   *
   * @param weights what losses are multiplied with
   * @return new arrays that the caller closes
   */
  public Round train(Model model, BatchSource source, LossWeights weights) {
    Model own = model.sibling();
    own.setParams(params).setUpdaterState(updaterState).setTrainingState(at);
    try (own; TrainingSession session = new TrainingSession(own).seed(seed).lossWeights(weights)) {
      FitSummary done = session.fitRest(source);
      return new Round(own.params().dup(), own.updaterState().dup(), own.trainingState(), seed, done.rows(),
          done.batches(), done.scoreSum());
    }
  }

  /** The same, all losses weighing 1. */
  public Round train(Model model, BatchSource source) {
    return train(model, source, LossWeights.NONE);
  }

  @Override
  public void close() {
    params.close();
    updaterState.close();
  }
}
