package org.pydl4j.codegen;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pydl4j.bridge.constructors.Names;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.Vertex;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;

/**
 * The example in the docstring of a record: a layer in a network with the shape that it gives, an activation's values,
 * a loss of one row; of others the record itself. What comes out is computed by the plain-Java backend.
 */
final class RecordExample {
  /** Inputs that layers are tried with: in Python, in Java's JSON, and an array for it. */
  private record Input(String python, String json, long... dims) {}

  private static final List<Input> INPUTS = List.of(
      new Input("feed_forward(4)", "{'@type': 'FeedForward', 'size': 4}", 2, 4),
      new Input("recurrent(4, 5)", "{'@type': 'Recurrent', 'size': 4, 'timeSeriesLength': 5}", 2, 4, 5),
      new Input("convolutional(8, 8, 2)", "{'@type': 'Convolutional', 'height': 8, 'width': 8, 'channels': 2}", 2, 2,
          8, 8),
      new Input("feed_forward(1)", "{'@type': 'FeedForward', 'size': 1}", 2, 1),
      new Input("recurrent(1, 5)", "{'@type': 'Recurrent', 'size': 1, 'timeSeriesLength': 5}", 2, 1, 5));
  private static final double[] VALUES = {-2, -0.5, 0.5, 2};

  private RecordExample() {}

  /** Lines of a doctest; empty where there is none. */
  @SuppressWarnings("try") // the arena frees what is made inside
  static List<String> of(Class<?> type) {
    try (Arena arena = Arena.open()) {
      return Layer.class.isAssignableFrom(type) ? layer(type)
          : Activation.class.isAssignableFrom(type) ? activation(type)
              : Loss.class.isAssignableFrom(type) ? loss(type)
                  : Updater.class.isAssignableFrom(type) ? updater(type) : made(type);
    }
  }

  private static Model network(String layers, Input input) {
    String json = "{'@type': 'MultiLayerConfiguration', 'conf': {}, 'layers': [" + layers + "], 'inputType': "
        + input.json + "}";
    return new Model(NetworkConfiguration.fromJson(json.replace('\'', '"'))).init();
  }

  private static String network(String layers, String input, String names) {
    return ">>> from pydl4j.nn import " + names + "\n>>> rows = InputType." + input + "\n>>> net = MultiLayerNetwork(["
        + layers + "], input_type=rows).init()";
  }

  private static List<String> layer(Class<?> type) {
    List<String> fields = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (RecordComponent c : needed(type)) {
      boolean inner = c.getType() == Layer.class;
      fields.add("'" + c.getName() + "': " + (inner ? "{'@type': 'LSTM', 'nOut': 4}" : "4"));
      boolean isFirst = c.getName().equals(type.getRecordComponents()[0].getName());
      arguments.add((isFirst ? "" : Names.snake(c.getName()) + "=") + (inner ? "LSTM(4)" : "4"));
    }
    String json = "{'layer': {'@type': '" + type.getSimpleName() + "'"
        + fields.stream().map(f -> ", " + f).collect(Collectors.joining()) + "}}";
    String call = type.getSimpleName() + "(" + String.join(", ", arguments) + ")";
    for (Input input : INPUTS) {
      try (Model m = network(json, input)) {
        String out = OpExample.shape(m.output(NDArray.zeros(DType.FLOAT32, input.dims)));
        String names = Arrays.stream(new String[] {type.getSimpleName(), call.contains("LSTM(4)") ? "LSTM" : "",
            "InputType", "MultiLayerNetwork"}).filter(n -> !n.isEmpty()).distinct().collect(Collectors.joining(", "));
        List<String> lines = new ArrayList<>(List.of(">>> import numpy as np"));
        lines.addAll(List.of(network(call, input.python, names).split("\n")));
        lines.add(">>> net.output(np.zeros("
            + Arrays.stream(input.dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"))
            + ")).shape");
        lines.add(out);
        return lines;
      } catch (IllegalArgumentException e) {
        continue; // it reads other inputs
      }
    }
    return List.of();
  }

  private static List<String> activation(Class<?> type) {
    String json = "{'layer': {'@type': 'ActivationLayer', 'activation': '" + type.getSimpleName() + "'}}";
    try (Model m = network(json, INPUTS.get(0))) {
      NDArray y = m.output(NDArray.of(new float[] {-2, -0.5f, 0.5f, 2}, 1, VALUES.length));
      List<String> lines = new ArrayList<>(List.of(">>> import numpy as np"));
      lines.addAll(List.of(network("ActivationLayer(activations." + type.getSimpleName() + "())", INPUTS.get(0).python,
          "ActivationLayer, InputType, MultiLayerNetwork, activations").split("\n")));
      lines.add(">>> y = net.output([" + Arrays.toString(VALUES) + "])");
      lines.add(">>> np.asarray(y, np.float64).round(4).tolist()");
      lines.add(OpExample.nested(y, 0, 0));
      return lines;
    }
  }

  private static List<String> loss(Class<?> type) {
    String json = "{'layer': {'@type': 'LossLayer', 'activation': 'softmax', 'loss': '" + type.getSimpleName() + "'}}";
    try (Model m = network(json, INPUTS.get(0))) {
      boolean indices = type.getSimpleName().startsWith("Sparse");
      NDArray x = NDArray.of(new float[] {1, 2, 0, -1}, 1, 4);
      NDArray y = indices ? NDArray.of(new long[] {1}, 1) : NDArray.of(new float[] {0, 1, 0, 0}, 1, 4);
      double score = m.score(Batch.of(x, y));
      List<String> lines = new ArrayList<>(List.of(network("layer", INPUTS.get(0).python,
          "InputType, LossLayer, MultiLayerNetwork, losses").split("\n")));
      lines.add(2, ">>> layer = LossLayer(losses." + type.getSimpleName() + "(), activation=\"softmax\")");
      lines.add(">>> round(net.score([[1.0, 2.0, 0.0, -1.0]], " + (indices ? "[1]" : "[[0.0, 1.0, 0.0, 0.0]]")
          + "), 4)");
      lines.add(OpExample.number(Math.rint(score * 1e4) / 1e4));
      return lines;
    }
  }

  private static List<String> updater(Class<?> type) {
    String name = type.getSimpleName();
    return List.of(">>> import numpy as np", ">>> from pydl4j.nn import "
        + List.of(name, "InputType", "MultiLayerNetwork", "OutputLayer").stream().sorted()
            .collect(Collectors.joining(", ")),
        ">>> rows = InputType.feed_forward(4)",
        ">>> net = MultiLayerNetwork([OutputLayer(2)], input_type=rows, updater=" + name + "(), seed=1).init()",
        ">>> history = net.fit(np.eye(4), [0, 1, 0, 1], epochs=5, progress=False)",
        ">>> history.losses[-1] <= history.losses[0]", "True");
  }

  /** The record itself, made of what it needs. */
  private static List<String> made(Class<?> type) {
    boolean isOfDatavec = Transform.class.isAssignableFrom(type) || Condition.class.isAssignableFrom(type)
        || type.getName().contains(".datavec.");
    boolean isOfNn = Updater.class.isAssignableFrom(type) || Schedule.class.isAssignableFrom(type)
        || Vertex.class.isAssignableFrom(type) || type.getName().contains(".conf.");
    if (InputType.class.isAssignableFrom(type) || !isOfDatavec && !isOfNn) {
      return List.of();
    }
    List<String> imports = new ArrayList<>(List.of(type.getSimpleName()));
    String call = call(type, imports).orElse("");
    if (call.isEmpty()) {
      return List.of();
    }
    String home = isOfDatavec ? "pydl4j._generated.transforms" : "pydl4j.nn";
    return List.of(">>> from " + home.replace("pydl4j._generated.transforms", "pydl4j.datavec") + " import "
        + imports.stream().distinct().sorted().collect(Collectors.joining(", ")), ">>> made = " + call,
        ">>> made == " + call, "True");
  }

  /** A call of the constructor with what it needs. */
  private static Optional<String> call(Class<?> type, List<String> imports) {
    List<String> arguments = new ArrayList<>();
    for (RecordComponent c : needed(type)) {
      Optional<String> value = sample(c.getGenericType(), imports);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      boolean isFirst = c.getName().equals(type.getRecordComponents()[0].getName());
      arguments.add((isFirst ? "" : Names.snake(c.getName()) + "=") + value.get());
    }
    return Optional.of(type.getSimpleName() + "(" + String.join(", ", arguments) + ")");
  }

  private static List<RecordComponent> needed(Class<?> type) {
    Object defaults;
    try {
      var method = type.getDeclaredMethod("defaults");
      method.setAccessible(true);
      defaults = method.invoke(null);
    } catch (NoSuchMethodException e) {
      defaults = Map.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    Object known = defaults;
    return Arrays.stream(type.getRecordComponents())
        .filter(c -> known instanceof Map<?, ?> m && !m.containsKey(c.getName()) && c.getType() != Optional.class)
        .toList();
  }

  private static Optional<String> sample(Type type, List<String> imports) {
    if (type instanceof ParameterizedType p) {
      boolean list = Collection.class.isAssignableFrom((Class<?>) p.getRawType());
      Optional<String> one = sample(p.getActualTypeArguments()[list ? 0 : 1], imports);
      return list ? one.map(v -> "[" + v + "]") : sample(p.getActualTypeArguments()[0], imports)
          .flatMap(k -> one.map(v -> "{" + k + ": " + v + "}"));
    }
    Class<?> c = (Class<?>) type;
    if (c == String.class) {
      return Optional.of("\"price\"");
    } else if (c == double.class || c == Double.class || c == float.class || c == Number.class) {
      return Optional.of("0.5");
    } else if (c.isPrimitive() && c != boolean.class || Number.class.isAssignableFrom(c)) {
      return Optional.of("2");
    } else if (c == boolean.class) {
      return Optional.of("True");
    } else if (c.isEnum()) {
      return Optional.of("\"" + Names.constant((Enum<?>) c.getEnumConstants()[0]) + "\"");
    } else if (c == Object.class) {
      return Optional.of("2");
    } else if (Records.takesNumbers(c)) {
      return Optional.of("0.5");
    } else if (c.isRecord()) {
      imports.add(c.getSimpleName());
      return call(c, imports);
    } else if (c == Condition.class) {
      imports.add("IsMissing");
      return Optional.of("IsMissing(\"price\")");
    }
    return Optional.empty();
  }
}
