package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.updaters.Updater;

/**
 * A loss: its gradient behind a sigmoid and a softmax, weighted and on sequences; masked rows that count for nothing;
 * JSON, file, training on workers of a cluster. Labels are numbers in (0.1, 0.9).
 *
 * @param subject the loss
 */
public record LossContract(Loss subject) implements Contract {
  private static final Activation SIGMOID = new Activation.Sigmoid();

  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Loss.class));
    for (Activation activation : List.of(SIGMOID, new Activation.Softmax(), Networks.TANH)) {
      claims.put("has its gradient behind " + activation.getClass().getSimpleName(), () -> {
        try (Batch b = batch(DType.FLOAT64, null)) {
          Networks.gradient((type, updater) -> net(type, updater, activation), b);
        }
      });
    }
    claims.put("has its gradient where rows are weighted", () -> {
      try (Batch b = batch(DType.FLOAT64, NDArray.of(new double[] {0.5, 0, 2}, 3))) {
        Networks.gradient(this::net, b);
      }
    });
    claims.put("has its gradient on sequences", () -> {
      try (Batch b = Batch.of(Networks.numbers(DType.FLOAT64, 3, 4, 5), Networks.probabilities(DType.FLOAT64, 3, 3, 5),
          null, Networks.lengths(3, 5))) {
        Networks.gradient((type, updater) -> Networks.graph(type, updater, List.of("x"),
            List.of(InputType.recurrent(4, 5)), List.of(Networks.layer("a", DenseLayer.of(4, Networks.TANH), "x"),
                Networks.layer("out", RnnOutputLayer.of(3, subject, SIGMOID), "a"))),
            b);
      }
    });
    claims.put("counts a masked row for nothing", this::masked);
    claims.put("comes back from a file", () -> {
      try (Batch b = batch(DType.FLOAT32, null)) {
        Networks.file(this::net, new Adam(0.01), b);
      }
    });
    claims.put("learns on a worker of a cluster what it learns here", () -> {
      try (Batch b = batch(DType.FLOAT32, null)) {
        Networks.worker(this::net, new Adam(0.01), b);
      }
    });
    return claims;
  }

  private ComputationGraphConfiguration net(DType type, Updater updater) {
    return net(type, updater, SIGMOID);
  }

  private ComputationGraphConfiguration net(DType type, Updater updater, Activation activation) {
    return Networks.graph(type, updater, List.of("x"), List.of(InputType.feedForward(4)), List.of(
        Networks.layer("a", DenseLayer.of(5, Networks.TANH), "x"),
        Networks.layer("out", OutputLayer.of(3, subject, activation), "a")));
  }

  private static Batch batch(DType type, NDArray mask) {
    return Batch.of(Networks.numbers(type, Networks.ROWS, 4), Networks.probabilities(type, Networks.ROWS, 3), null,
        mask);
  }

  private void masked() {
    try (Model m = new Model(net(DType.FLOAT64, new Sgd(0.1))).init();
        Batch one = batch(DType.FLOAT64, NDArray.of(new double[] {1, 0, 1}, 3));
        Batch other = batch(DType.FLOAT64, NDArray.of(new double[] {1, 0, 1}, 3))) {
      for (int i = 0; i < 3; i++) {
        other.label(0).putDouble(0.2 + 0.3 * i, 1, i);
      }
      Checks.equal(m.score(one), m.score(other), "the score with other labels in the masked row");
    }
  }
}
