package org.pydl4j.nn.model;

import org.pydl4j.nd.array.NDArray;

/**
 * Where training stands: the input and the result of {@link Trainer#round}, which is a pure function. What Spark ships.
 *
 * @param params flat parameters
 * @param updaterState flat updater state
 * @param iteration minibatches so far
 * @param epoch epochs so far
 * @param seed seed of dropout in this round
 * @param rows examples trained on in the round
 * @param batches minibatches of the round
 * @param scoreSum sum over minibatches of score times rows
 */
public record Round(NDArray params, NDArray updaterState, long iteration, int epoch, long seed, long rows,
    long batches, double scoreSum) implements AutoCloseable {
  /** The start of a round. */
  public static Round start(NDArray params, NDArray updaterState, long iteration, int epoch, long seed) {
    return new Round(params, updaterState, iteration, epoch, seed, 0, 0, 0);
  }

  /** The start of a round at a model's present state: views on the model's arrays. */
  public static Round of(Model model) {
    long seed = model.configuration().conf().seed();
    return start(model.params(), model.updaterState(), model.iterationCount(), model.epochCount(), seed);
  }

  @Override
  public void close() {
    params.close();
    updaterState.close();
  }
}
