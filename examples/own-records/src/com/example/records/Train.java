package com.example.records;

import java.nio.file.Path;
import java.util.Arrays;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.TrainingSession;

/** Trains a network of these records, saves it to the given file, and loads it again. */
public final class Train {
  private Train() {}

  public static void main(String[] args) {
    float[] x = new float[64 * 2];
    float[] y = new float[64];
    for (int i = 0; i < 64; i++) {
      x[2 * i] = (i % 8) / 4f - 1;
      x[2 * i + 1] = (i / 8) / 4f - 1;
      y[i] = x[2 * i] * x[2 * i + 1];
    }
    MultiLayerConfiguration conf = MultiLayerConfiguration.of(
        NeuralNetConfiguration.of(7, new Lion(0.01, 0.9, 0.99, new CosineSchedule(0.01, 400))),
        InputType.feedForward(2), DenseLayer.of(8, new Snake(2)), new GatedDense(8, 0),
        OutputLayer.of(1, new LogCosh(), new Activation.Identity()));
    Path file = Path.of(args[0]);
    try (Model model = new Model(conf).init(); TrainingSession session = new TrainingSession(model);
        NDArray features = NDArray.of(x, 64, 2); NDArray labels = NDArray.of(y, 64, 1);
        Batch batch = Batch.of(features, labels)) {
      double first = session.fitBatch(batch);
      double last = first;
      for (int i = 0; i < 300; i++) {
        last = session.fitBatch(batch);
      }
      model.save(file);
      try (Model loaded = Model.load(file); NDArray a = model.output(features); NDArray b = loaded.output(features)) {
        System.out.println("first " + first + " last " + last + " equal "
            + Arrays.equals(a.toFloatArray(), b.toFloatArray()));
        System.out.println(loaded.configuration().toJson());
      }
    }
  }
}
