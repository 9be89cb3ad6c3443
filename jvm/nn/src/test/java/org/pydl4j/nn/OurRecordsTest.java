package org.pydl4j.nn;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.layers.ActivationLayer;
import org.pydl4j.nn.layers.BatchNormalization;
import org.pydl4j.nn.layers.Convolution1DLayer;
import org.pydl4j.nn.layers.ConvolutionLayer;
import org.pydl4j.nn.layers.ConvolutionMode;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.DepthwiseConvolution2D;
import org.pydl4j.nn.layers.DropoutLayer;
import org.pydl4j.nn.layers.EmbeddingLayer;
import org.pydl4j.nn.layers.EmbeddingSequenceLayer;
import org.pydl4j.nn.layers.FlattenLayer;
import org.pydl4j.nn.layers.GlobalPoolingLayer;
import org.pydl4j.nn.layers.GraphLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LSTM;
import org.pydl4j.nn.layers.LastTimeStep;
import org.pydl4j.nn.layers.LayerNormalization;
import org.pydl4j.nn.layers.LossLayer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.PoolingType;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.layers.SelfAttentionLayer;
import org.pydl4j.nn.layers.SeparableConvolution2D;
import org.pydl4j.nn.layers.SimpleRnn;
import org.pydl4j.nn.layers.Subsampling1DLayer;
import org.pydl4j.nn.layers.SubsamplingLayer;
import org.pydl4j.nn.layers.TransformerEncoderLayer;
import org.pydl4j.nn.layers.Upsampling2D;
import org.pydl4j.nn.losses.GraphLoss;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.vertices.DuplicateToTimeSeriesVertex;
import org.pydl4j.nn.vertices.ElementWiseVertex;
import org.pydl4j.nn.vertices.L2NormalizeVertex;
import org.pydl4j.nn.vertices.LastTimeStepVertex;
import org.pydl4j.nn.vertices.MergeVertex;
import org.pydl4j.nn.vertices.ScaleVertex;
import org.pydl4j.nn.vertices.ShiftVertex;
import org.pydl4j.nn.vertices.SubsetVertex;
import org.pydl4j.nn.weights.WeightInit;
import org.pydl4j.testing.ContractTest;
import org.pydl4j.testing.Examples;

/** The contracts of our own layers, vertices, losses, activations, updaters and schedules. */
class OurRecordsTest extends ContractTest {
  private static final Activation TANH = new Activation.Tanh();
  private static final Activation SOFTMAX = new Activation.Softmax();
  private static final Loss MCXENT = new Loss.MCXENT();
  private static final InputType VECTOR = InputType.feedForward(4);
  private static final InputType IMAGE = InputType.convolutional(6, 5, 2);
  private static final InputType FLAT = InputType.convolutionalFlat(6, 5, 2);
  private static final InputType STEPS = InputType.recurrent(4, 6);
  private static final InputType ANY_STEPS = InputType.recurrent(4);

  @Override
  protected Examples examples() {
    Examples all = Examples.of("org.pydl4j.nn");
    vectors(all);
    images(all);
    sequences(all);
    vertices(all);
    losses(all);
    return schedules(all);
  }

  private static void vectors(Examples all) {
    all.layer(DenseLayer.of(3, TANH), VECTOR).layer(new DenseLayer(3, 4, TANH, false, null), VECTOR)
        .layer(DenseLayer.of(3, TANH), STEPS).layer(DenseLayer.of(3, TANH), IMAGE)
        .layer(OutputLayer.of(3, MCXENT, SOFTMAX), VECTOR)
        .layer(new LossLayer(MCXENT, SOFTMAX), VECTOR).layer(new LossLayer(MCXENT, SOFTMAX), STEPS)
        .layer(new ActivationLayer(TANH), VECTOR).layer(new ActivationLayer(SOFTMAX), IMAGE)
        .layer(new DropoutLayer(0.7), VECTOR).layer(new DropoutLayer(0.7), IMAGE).layer(new DropoutLayer(0.7), STEPS)
        .layer(BatchNormalization.of(TANH), VECTOR)
        .layer(new BatchNormalization(0.9, 1e-5, TANH, 1, 0, true), VECTOR)
        .layer(new LayerNormalization(1e-5, TANH), VECTOR)
        .layer(new EmbeddingLayer(6, 3, TANH, true, null), InputType.feedForward(1))
        .layer(new GraphLayer(graph()), VECTOR);
  }

  /** tanh(x w), whose w is drawn; in float64, since a graph computes in the types it has. */
  private static GraphBody graph() {
    try (SameDiff sd = SameDiff.create()) {
      sd.placeholder("x", DType.FLOAT64, -1, 4);
      sd.variable("w", DType.FLOAT64, new long[] {4, 3}, WeightInit.XAVIER, 1);
      String product = sd.op("MatMul", new JsonObject(), strings("x", "w"), List.of()).get(0);
      GraphBody body = sd.body(List.of("x"), sd.op("Tanh", new JsonObject(), strings(product), List.of()));
      return new GraphBody(body.graph(), body.inputs(), body.outputs(), body.constants(),
          Map.of("w", new GraphBody.Start(WeightInit.XAVIER, 0)));
    }
  }

  private static JsonArray strings(String... all) {
    JsonArray array = new JsonArray();
    List.of(all).forEach(array::add);
    return array;
  }

  private static void images(Examples all) {
    all.layer(ConvolutionLayer.of(3, 3, TANH), IMAGE).layer(ConvolutionLayer.of(3, 3, TANH), FLAT)
        .layer(ConvolutionLayer.of(3, 4, TANH).withMode(ConvolutionMode.Same), IMAGE)
        .layer(new DepthwiseConvolution2D(2, 0, List.of(3, 2), List.of(2, 1), List.of(1, 0), List.of(1, 1),
            ConvolutionMode.Truncate, TANH, true, null), IMAGE)
        .layer(new SeparableConvolution2D(3, 0, 2, List.of(3, 3), List.of(1, 1), List.of(0, 0), List.of(1, 1),
            ConvolutionMode.Same, TANH, true, null), IMAGE)
        .layer(SubsamplingLayer.of(PoolingType.MAX, 2), IMAGE).layer(SubsamplingLayer.of(PoolingType.AVG, 2), IMAGE)
        .layer(SubsamplingLayer.of(PoolingType.SUM, 2), IMAGE).layer(SubsamplingLayer.of(PoolingType.PNORM, 2), IMAGE)
        .layer(new Upsampling2D(List.of(2, 3)), IMAGE).layer(BatchNormalization.of(TANH), IMAGE)
        .layer(new LayerNormalization(1e-5, TANH), IMAGE).layer(new FlattenLayer(), IMAGE)
        .layer(new GlobalPoolingLayer(PoolingType.MAX, 2), IMAGE);
  }

  private static void sequences(Examples all) {
    all.layer(RnnOutputLayer.of(3, MCXENT, SOFTMAX), STEPS).layer(RnnOutputLayer.of(3, MCXENT, SOFTMAX), ANY_STEPS)
        .layer(LSTM.of(3), STEPS).layer(LSTM.of(3), ANY_STEPS).layer(new LastTimeStep(LSTM.of(3)), STEPS)
        .layer(new SimpleRnn(3, 0, TANH, null, null), STEPS)
        .layer(new SelfAttentionLayer(4, 0, 2, 3, true, null), STEPS)
        .layer(new TransformerEncoderLayer(2, 6, TANH, Schedule.of(0), false, 1e-5, null), STEPS)
        .layer(new TransformerEncoderLayer(2, 6, TANH, Schedule.of(0), true, 1e-5, null), ANY_STEPS)
        .layer(new Convolution1DLayer(3, 0, 3, 1, 0, 1, ConvolutionMode.Causal, TANH, true, null), STEPS)
        .layer(new Subsampling1DLayer(PoolingType.AVG, 2, 2, 0, ConvolutionMode.Truncate, 2), STEPS)
        .layer(new GlobalPoolingLayer(PoolingType.AVG, 2), STEPS)
        .layer(new GlobalPoolingLayer(PoolingType.PNORM, 2), ANY_STEPS)
        .layer(new LayerNormalization(1e-5, TANH), STEPS).layer(BatchNormalization.of(TANH), STEPS)
        .layer(new EmbeddingSequenceLayer(6, 3, TANH, true, null), InputType.recurrent(1, 6));
  }

  private static void vertices(Examples all) {
    for (ElementWiseVertex.Op op : ElementWiseVertex.Op.values()) {
      all.vertex(new ElementWiseVertex(op), VECTOR, VECTOR);
    }
    all.vertex(new ElementWiseVertex(ElementWiseVertex.Op.Average), IMAGE, IMAGE, IMAGE)
        .vertex(new MergeVertex(), VECTOR, InputType.feedForward(2))
        .vertex(new MergeVertex(), IMAGE, InputType.convolutional(6, 5, 1)).vertex(new MergeVertex(), STEPS, STEPS)
        .vertex(new SubsetVertex(1, 2), VECTOR).vertex(new SubsetVertex(0, 1), STEPS)
        .vertex(new SubsetVertex(1, 1), IMAGE).vertex(new ScaleVertex(0.7), VECTOR)
        .vertex(new ShiftVertex(0.3), STEPS).vertex(new L2NormalizeVertex(1e-8), IMAGE)
        .vertex(new LastTimeStepVertex(), STEPS).vertex(new DuplicateToTimeSeriesVertex(), VECTOR, STEPS);
  }

  private static void losses(Examples all) {
    all.loss(new Loss.MCXENT(List.of(0.5, 2.0, 1.0))).loss(new GraphLoss(distance()));
  }

  /** (y - p)^2 of labels and outputs, a number per element. */
  private static GraphBody distance() {
    try (SameDiff sd = SameDiff.create()) {
      sd.placeholder("y", DType.FLOAT64, -1, 3);
      sd.placeholder("p", DType.FLOAT64, -1, 3);
      String d = sd.op("Sub", new JsonObject(), strings("y", "p"), List.of()).get(0);
      return sd.body(List.of("y", "p"), sd.op("Mul", new JsonObject(), strings(d, d), List.of()));
    }
  }

  private static Examples schedules(Examples all) {
    Schedule.Unit unit = Schedule.Unit.ITERATION;
    return all.schedule(new Schedule.FixedSchedule(0.1)).schedule(new Schedule.StepSchedule(unit, 0.1, 0.5, 10))
        .schedule(new Schedule.ExponentialSchedule(unit, 0.1, 0.99))
        .schedule(new Schedule.InverseSchedule(unit, 0.1, 0.1, 1))
        .schedule(new Schedule.PolySchedule(unit, 0.1, 2, 100))
        .schedule(new Schedule.SigmoidSchedule(Schedule.Unit.EPOCH, 0.1, -0.1, 50))
        .schedule(new Schedule.MapSchedule(unit, Map.of(0, 0.1, 7, 0.01)))
        .schedule(new Schedule.RampSchedule(new Schedule.FixedSchedule(0.1), 10));
  }
}
