package org.pydl4j.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Updater;

/**
 * A layer: shapes, gradient (central differences in float64, with masks where it reads sequences and does not refuse
 * them by UnsupportedOperationException), JSON, file, training on workers of a cluster.
 *
 * @param subject the layer
 * @param in what it reads
 */
public record LayerContract(Layer subject, InputType in) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Layer.class));
    claims.put("gives the shape that its type says",
        () -> Networks.shape(this::net, "subject", rows -> batch(DType.FLOAT32, rows, false).withoutLabels()));
    claims.put("has the gradient of its score", () -> {
      try (Batch b = batch(DType.FLOAT64, Networks.ROWS, false)) {
        Networks.gradient(this::net, b);
      }
    });
    if (in instanceof InputType.Recurrent) {
      claims.put("has the gradient of its score where steps are masked, or refuses masks", () -> {
        try (Batch b = batch(DType.FLOAT64, Networks.ROWS, true)) {
          Networks.gradient(this::net, b);
        } catch (IllegalArgumentException e) {
          if (!(e.getCause() instanceof UnsupportedOperationException)) {
            throw e;
          }
        }
      });
    }
    claims.put("comes back from a file", () -> {
      try (Batch b = batch(DType.FLOAT32, Networks.ROWS, false)) {
        Networks.file(this::net, new Adam(0.01), b);
      }
    });
    claims.put("learns on a worker of a cluster what it learns here", () -> {
      try (Batch b = batch(DType.FLOAT32, Networks.ROWS, false)) {
        Networks.worker(this::net, new Adam(0.01), b);
      }
    });
    return claims;
  }

  private boolean readsIndices() {
    return subject.reads() == InputKind.INDEX || subject.reads() == InputKind.INDICES;
  }

  private ComputationGraphConfiguration net(DType type, Updater updater) {
    List<VertexConf> vertices = new ArrayList<>();
    Layer front = readsIndices() ? null : Networks.front(in);
    if (front != null) {
      vertices.add(Networks.layer("front", front, "x"));
    }
    vertices.add(Networks.layer("subject", subject, front == null ? "x" : "front"));
    if (!(subject instanceof LossHead)) {
      for (Layer layer : Networks.head(out())) {
        vertices.add(Networks.layer("head" + vertices.size(), layer, vertices.get(vertices.size() - 1).name()));
      }
    }
    return Networks.graph(type, updater, List.of("x"), List.of(in), vertices);
  }

  private InputType out() {
    return subject.outputType(subject.reads() == InputKind.CONVOLUTIONAL || subject.reads() == InputKind.ANY
        ? shaped(in) : subject.reads() == InputKind.FEED_FORWARD ? InputType.feedForward(in.elements()) : in);
  }

  private static InputType shaped(InputType t) {
    return t instanceof InputType.ConvolutionalFlat f ? InputType.convolutional(f.height(), f.width(), f.channels())
        : t;
  }

  private Batch batch(DType type, int rows, boolean masked) {
    long steps = in instanceof InputType.Recurrent r && r.timeSeriesLength() > 0 ? r.timeSeriesLength()
        : Networks.STEPS;
    NDArray x = switch (subject.reads()) {
      case INDEX -> Networks.indices(Math.min(subject.vocabulary(), 100), rows, 1);
      case INDICES -> Networks.indices(Math.min(subject.vocabulary(), 100), rows, steps);
      default -> Networks.numbers(type, in, rows);
    };
    InputType out = out();
    NDArray y;
    if (subject instanceof LossHead) {
      y = out instanceof InputType.Recurrent ? Networks.probabilities(type, rows, out.features(), steps)
          : Networks.probabilities(type, rows, out.features());
    } else {
      y = out instanceof InputType.Recurrent r
          ? Networks.indices(2, rows, r.timeSeriesLength() > 0 ? r.timeSeriesLength() : steps)
          : Networks.indices(2, rows);
    }
    return Batch.of(x, y, masked ? Networks.lengths(rows, steps) : null, null);
  }
}
