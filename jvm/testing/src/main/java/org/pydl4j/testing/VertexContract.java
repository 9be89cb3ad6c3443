package org.pydl4j.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Updater;

/**
 * A vertex: shapes, gradient of each input, JSON, file.
 *
 * @param subject the vertex
 * @param in what it reads; no flat images
 */
public record VertexContract(OpVertex subject, List<InputType> in) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, OpVertex.class));
    claims.put("gives the shape that its type says",
        () -> Networks.shape(this::net, "subject", rows -> batch(DType.FLOAT32, rows).withoutLabels()));
    claims.put("has the gradient of its score", () -> {
      try (Batch b = batch(DType.FLOAT64, Networks.ROWS)) {
        Networks.gradient(this::net, b);
      }
    });
    claims.put("comes back from a file", () -> {
      try (Batch b = batch(DType.FLOAT32, Networks.ROWS)) {
        Networks.file(this::net, new Adam(0.01), b);
      }
    });
    return claims;
  }

  private List<String> names(String prefix) {
    return IntStream.range(0, in.size()).mapToObj(i -> prefix + i).toList();
  }

  private ComputationGraphConfiguration net(DType type, Updater updater) {
    List<VertexConf> vertices = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      vertices.add(Networks.layer("front" + i, Networks.front(in.get(i)), "x" + i));
    }
    vertices.add(new VertexConf("subject", subject, names("front")));
    for (Layer layer : Networks.head(subject.outputType(in))) {
      vertices.add(Networks.layer("head" + vertices.size(), layer, vertices.get(vertices.size() - 1).name()));
    }
    return Networks.graph(type, updater, names("x"), in, vertices);
  }

  private Batch batch(DType type, int rows) {
    List<NDArray> x = in.stream().map(t -> Networks.numbers(type, t, rows)).toList();
    NDArray y = subject.outputType(in) instanceof InputType.Recurrent r
        ? Networks.indices(2, rows, r.timeSeriesLength() > 0 ? r.timeSeriesLength() : Networks.STEPS)
        : Networks.indices(2, rows);
    return Batch.of(x, List.of(y));
  }
}
