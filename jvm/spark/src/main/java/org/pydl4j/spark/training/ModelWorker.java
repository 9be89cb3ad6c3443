package org.pydl4j.spark.training;

import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Permutation;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.Round;
import org.pydl4j.nn.training.LossWeights;
import org.pydl4j.spark.averaging.RoundStart;
import org.pydl4j.spark.averaging.Worker;

/**
 * Trains a network in a task by the session that trains locally.
 *
 * @param configuration of the network, as JSON
 * @param how it computes
 * @param weights what losses are multiplied with
 */
record ModelWorker(String configuration, Computation how, LossWeights weights) implements Worker {
  @Override
  public String engine() {
    return how.engine();
  }

  @Override
  public Learned train(RoundStart start, BatchSource minibatches, int partition) {
    Model model = WorkerModels.of(configuration, how, start.threads());
    long seed = model.configuration().conf().seed();
    long own = partition == 0 ? seed : Permutation.mix(seed, partition); // one worker draws what local training draws
    try (Round from = round(model, start, own); Round to = from.train(model, minibatches, weights)) {
      return new Learned(ModelState.join(to.params(), to.updaterState()), to.at(), to.scoreSum() / to.rows());
    }
  }

  private static Round round(Model model, RoundStart start, long seed) {
    NDArray params = ModelState.params(start.state(), model);
    return Round.start(params, ModelState.updaterState(start.state(), model), start.at(), seed);
  }
}
