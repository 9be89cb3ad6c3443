package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.EmbeddingLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.updaters.Updater;

/**
 * An updater: finite steps that do not leave the loss higher, dense and of single rows; state that comes back from a
 * file, bit by bit; JSON.
 *
 * @param subject the updater
 */
public record UpdaterContract(Updater subject) implements Contract {
  private static final int TRAINED = 30;

  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Updater.class));
    claims.put("names each part of its state once", () -> Checks.equal(subject.stateParts().size(),
        new LinkedHashSet<>(subject.stateParts()).size(), "distinct names of " + subject.stateParts()));
    claims.put("trains", () -> trains(UpdaterContract::dense, dense()));
    claims.put("trains a table of which a batch reads some rows", () -> trains(UpdaterContract::table, rows()));
    claims.put("comes back from a file with its state", () -> {
      try (Batch b = dense()) {
        Networks.file(UpdaterContract::dense, subject, b);
      }
    });
    return claims;
  }

  private void trains(Networks.Net net, Batch batch) {
    try (batch; Model m = new Model(net.with(DType.FLOAT32, subject)).init()) {
      double[] scores = Networks.train(m, batch, TRAINED);
      double last = scores[TRAINED - 1];
      Checks.hold(Double.isFinite(last) && last <= scores[0], "the loss went from " + scores[0] + " to " + last
          + " in " + TRAINED + " steps; expected that it does not grow.");
      Checks.hold(Networks.list(m.params()).stream().allMatch(Double::isFinite), "a parameter is no number.");
    }
  }

  private static OutputLayer out() {
    return OutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax());
  }

  private static ComputationGraphConfiguration dense(DType type, Updater updater) {
    return Networks.graph(type, updater, List.of("x"), List.of(InputType.feedForward(4)), List.of(
        Networks.layer("a", DenseLayer.of(6, Networks.TANH), "x"), Networks.layer("out", out(), "a")));
  }

  private static Batch dense() {
    return Batch.of(Networks.numbers(DType.FLOAT32, 8, 4), Networks.indices(2, 8));
  }

  private static ComputationGraphConfiguration table(DType type, Updater updater) {
    return Networks.graph(type, updater, List.of("x"), List.of(InputType.feedForward(1)), List.of(
        Networks.layer("a", new EmbeddingLayer(20, 4, Networks.TANH, false, null), "x"),
        Networks.layer("out", out(), "a")));
  }

  private static Batch rows() {
    return Batch.of(Networks.indices(6, 8, 1), Networks.indices(2, 8));
  }
}
