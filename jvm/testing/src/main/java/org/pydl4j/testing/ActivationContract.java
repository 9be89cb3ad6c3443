package org.pydl4j.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.ActivationLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Updater;

/**
 * An activation: shapes and gradient on vectors, sequences and images; JSON, file.
 *
 * @param subject the activation
 */
public record ActivationContract(Activation subject) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Activation.class));
    for (InputType in : List.of(InputType.feedForward(4), InputType.recurrent(3, 5),
        InputType.convolutional(4, 3, 2))) {
      String kind = in.getClass().getSimpleName();
      claims.put("keeps the shape, " + kind, () -> Networks.shape((type, updater) -> net(in, type, updater), "subject",
          rows -> batch(in, DType.FLOAT32, rows).withoutLabels()));
      claims.put("has its gradient, " + kind, () -> {
        try (Batch b = batch(in, DType.FLOAT64, Networks.ROWS)) {
          Networks.gradient((type, updater) -> net(in, type, updater), b);
        }
      });
    }
    claims.put("comes back from a file", () -> {
      InputType in = InputType.feedForward(4);
      try (Batch b = batch(in, DType.FLOAT32, Networks.ROWS)) {
        Networks.file((type, updater) -> net(in, type, updater), new Adam(0.01), b);
      }
    });
    return claims;
  }

  private ComputationGraphConfiguration net(InputType in, DType type, Updater updater) {
    List<Layer> head = Networks.head(in);
    List<VertexConf> vertices = new ArrayList<>(List.of(Networks.layer("front", Networks.front(in), "x"),
        Networks.layer("subject", new ActivationLayer(subject), "front")));
    head.forEach(layer -> vertices.add(Networks.layer("head" + vertices.size(), layer,
        vertices.get(vertices.size() - 1).name())));
    return Networks.graph(type, updater, List.of("x"), List.of(in), vertices);
  }

  private static Batch batch(InputType in, DType type, int rows) {
    NDArray y = in instanceof InputType.Recurrent r ? Networks.indices(2, rows, r.timeSeriesLength())
        : Networks.indices(2, rows);
    return Batch.of(Networks.numbers(type, in, rows), y);
  }
}
