import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J's side of tests.bench.dl4j. Lines of JSON in, lines of JSON out: {"steps": [..], "shape": [..], "answer": [..],
 * "batch": n, "x": file, "y": file} makes a network, {"train": true} fits all minibatches, {"infer": true} asks for them.
 */
final class Worker {
  private final ComputationGraph net;
  private final List<DataSet> minibatches = new ArrayList<>();

  Worker(JsonObject request) throws Exception {
    JsonArray shape = request.getAsJsonArray("shape");
    GraphBuilder graph = new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU).updater(new Adam(1e-4))
        .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT).graphBuilder().addInputs("x")
        .setInputTypes(shape.size() == 1 ? InputType.feedForward(at(shape, 0))
            : InputType.convolutional(at(shape, 1), at(shape, 2), at(shape, 0)));
    String last = "x";
    for (var element : request.getAsJsonArray("steps")) {
      last = add(graph, element.getAsJsonObject());
    }
    net = new ComputationGraph(graph.setOutputs(last).build());
    net.init();
    int batch = request.get("batch").getAsInt();
    INDArray x = rows(request.get("x").getAsString(), shape);
    INDArray y = rows(request.get("y").getAsString(), request.getAsJsonArray("answer"));
    for (long row = 0; row < x.size(0); row += batch) {
      var some = NDArrayIndex.interval(row, row + batch);
      minibatches.add(new DataSet(x.get(some).dup(), y.get(some).dup()));
    }
  }

  public static void main(String[] args) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err);
    Worker worker = null;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonObject request = new JsonParser().parse(line).getAsJsonObject();
      JsonObject answer = new JsonObject();
      try {
        if (request.has("steps")) {
          worker = new Worker(request);
        } else {
          worker.run(request.has("train"));
        }
      } catch (Exception | LinkageError problem) {
        answer.addProperty("failed", problem.toString());
      }
      answers.println(answer);
      answers.flush();
    }
  }

  private void run(boolean training) {
    for (DataSet minibatch : minibatches) {
      if (training) {
        net.fit(minibatch);
      } else {
        net.outputSingle(minibatch.getFeatures());
      }
    }
  }

  private static String add(GraphBuilder graph, JsonObject step) {
    String name = step.get("name").getAsString();
    List<String> reads = new ArrayList<>();
    step.getAsJsonArray("inputs").forEach(read -> reads.add(read.getAsString()));
    String[] inputs = reads.toArray(String[]::new);
    JsonObject size = step.getAsJsonObject("sizes");
    if (step.get("kind").getAsString().equals("add")) {
      graph.addVertex(name + ".sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
      graph.addLayer(name, new ActivationLayer(activation(size)), name + ".sum");
    } else {
      graph.addLayer(name, layer(step.get("kind").getAsString(), size), inputs);
    }
    return name;
  }

  private static Layer layer(String kind, JsonObject size) {
    return switch (kind) {
      case "conv" -> new ConvolutionLayer.Builder(both(size, "kernel"), both(size, "stride"), both(size, "pad"))
          .nOut(size.get("out").getAsInt()).hasBias(size.get("bias").getAsBoolean()).activation(activation(size)).build();
      case "norm" -> new BatchNormalization.Builder().activation(activation(size)).build();
      case "pool" -> new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, both(size, "kernel"),
          both(size, "stride"), both(size, "pad")).build();
      case "mean" -> new GlobalPoolingLayer(PoolingType.AVG);
      case "dense" -> new DenseLayer.Builder().nOut(size.get("out").getAsInt()).activation(activation(size)).build();
      case "classify" -> output(size, LossFunction.MCXENT, Activation.SOFTMAX);
      case "regress" -> output(size, LossFunction.MSE, Activation.IDENTITY);
      default -> throw new IllegalArgumentException("DL4J has no layer for " + kind);
    };
  }

  private static Layer output(JsonObject size, LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(size.get("out").getAsInt()).activation(activation).build();
  }

  private static Activation activation(JsonObject size) {
    return switch (size.get("activation").getAsString()) {
      case "relu" -> Activation.RELU;
      case "relu6" -> Activation.RELU6;
      default -> Activation.IDENTITY;
    };
  }

  private static int[] both(JsonObject size, String name) {
    return new int[] {size.get(name).getAsInt(), size.get(name).getAsInt()};
  }

  private static int at(JsonArray array, int i) {
    return array.get(i).getAsInt();
  }

  /** The floats of a file as rows of a shape. */
  private static INDArray rows(String file, JsonArray shape) throws Exception {
    float[] values = new float[(int) (Files.size(Path.of(file)) / 4)];
    ByteBuffer.wrap(Files.readAllBytes(Path.of(file))).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    long[] dims = new long[shape.size() + 1];
    dims[0] = -1;
    for (int i = 0; i < shape.size(); i++) {
      dims[i + 1] = at(shape, i);
    }
    return Nd4j.create(values).reshape(dims);
  }
}
