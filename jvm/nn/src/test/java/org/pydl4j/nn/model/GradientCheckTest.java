package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.LayerVertex;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.BatchNormalization;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.Convolution1DLayer;
import org.pydl4j.nn.layers.ConvolutionLayer;
import org.pydl4j.nn.layers.ConvolutionMode;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.DepthwiseConvolution2D;
import org.pydl4j.nn.layers.EmbeddingLayer;
import org.pydl4j.nn.layers.EmbeddingSequenceLayer;
import org.pydl4j.nn.layers.FlattenLayer;
import org.pydl4j.nn.layers.GlobalPoolingLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LSTM;
import org.pydl4j.nn.layers.LastTimeStep;
import org.pydl4j.nn.layers.Layer;
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
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.vertices.DuplicateToTimeSeriesVertex;
import org.pydl4j.nn.vertices.ElementWiseVertex;
import org.pydl4j.nn.vertices.L2NormalizeVertex;
import org.pydl4j.nn.vertices.LastTimeStepVertex;
import org.pydl4j.nn.vertices.MergeVertex;
import org.pydl4j.nn.vertices.ScaleVertex;
import org.pydl4j.nn.vertices.ShiftVertex;
import org.pydl4j.nn.vertices.SubsetVertex;

/**
 * With Sgd(1) a training step subtracts the gradient: it must equal central differences of the score in float64. The
 * score of a training graph (batch moments) is read by steps of rate 0. Here for stacks and graphs; for each layer,
 * vertex, loss and activation alone OurRecordsTest holds it.
 */
class GradientCheckTest {
  private static final double STEP = 1e-6;
  private static final Loss MCXENT = new Loss.MCXENT();
  private static final Activation SOFTMAX = new Activation.Softmax();
  private static final Activation TANH = new Activation.Tanh();

  private static NeuralNetConfiguration conf(double rate, Common common) {
    return NeuralNetConfiguration.of(7, new Sgd(rate)).withDataType(DType.FLOAT64)
        .withCommon(common.withUpdater(new Sgd(rate)));
  }

  private static NetworkConfiguration withRate(NetworkConfiguration c, double rate) {
    if (c instanceof MultiLayerConfiguration m) {
      return new MultiLayerConfiguration(conf(rate, m.conf().common()), m.layers(), m.inputType(), m.backpropType(),
          m.tbpttLength());
    }
    ComputationGraphConfiguration g = c.toGraph();
    return new ComputationGraphConfiguration(conf(rate, g.conf().common()), g.networkInputs(), g.inputTypes(),
        g.vertices(), g.networkOutputs(), g.backpropType(), g.tbpttLength());
  }

  private static void check(NetworkConfiguration given, Batch batch) {
    try (Model one = new Model(withRate(given, 1)).init(); Model zero = new Model(withRate(given, 0)).init();
        TrainingSession t = new TrainingSession(one); TrainingSession z = new TrainingSession(zero); batch) {
      double[] start = one.params().toDoubleArray();
      t.fitBatch(batch);
      double[] after = one.params().toDoubleArray();
      for (ParamLayout.Slot slot : one.layout().slots()) {
        if (!one.layout().blocks().get(slot.block()).trained()) {
          continue;
        }
        double worst = 0;
        String where = "";
        long stride = Math.max(1, slot.spec().size() / 12);
        for (long i = slot.offset(); i < slot.end(); i += stride) {
          double numeric = (scoreAt(zero, z, start, i, STEP, batch) - scoreAt(zero, z, start, i, -STEP,
              batch)) / (2 * STEP);
          double analytic = start[(int) i] - after[(int) i];
          double error = Math.abs(numeric - analytic) / Math.max(1e-3, Math.abs(numeric) + Math.abs(analytic));
          if (error > worst) {
            worst = error;
            where = "element " + (i - slot.offset()) + ": analytic " + analytic + ", numeric " + numeric;
          }
        }
        assertTrue(worst < 1e-5, slot.spec().key() + " " + where);
      }
    }
  }

  private static double scoreAt(Model m, TrainingSession t, double[] start, long at, double delta, Batch batch) {
    try (NDArray p = NDArray.of(start.clone(), start.length)) {
      p.putDoubleAt(at, start[(int) at] + delta);
      m.setParams(p).setTrainingState(TrainingState.NEW);
      return t.fitBatch(batch);
    }
  }

  private static MultiLayerConfiguration net(Common common, InputType in, Layer... layers) {
    return MultiLayerConfiguration.of(conf(1, common), in, layers);
  }

  private static DynamicTest test(String name, Batch batch, InputType in, Layer... layers) {
    return dynamicTest(name, () -> check(net(Common.NONE, in, layers), batch));
  }

  private static NDArray x(long... dims) {
    return Nets.uniform(DType.FLOAT64, 5, dims);
  }

  private static NDArray classes(int n, long... dims) {
    NDArray a = NDArray.create(DType.INT64, dims);
    for (long i = 0; i < a.size(); i++) {
      a.putLongAt(i, (i * 7 + i / 3) % n);
    }
    return a;
  }

  /** 1 up to a length that differs by row, then 0. */
  private static NDArray lengths(long rows, long steps) {
    NDArray m = NDArray.zeros(DType.FLOAT32, rows, steps);
    for (long i = 0; i < rows; i++) {
      for (long k = 0; k < steps - i % steps; k++) {
        m.putDouble(1, i, k);
      }
    }
    return m;
  }

  private static OutputLayer out(int n) {
    return OutputLayer.of(n, MCXENT, SOFTMAX);
  }

  @TestFactory
  Stream<DynamicTest> stacksOfLayersHaveTheGradientOfTheirScore() {
    InputType image = InputType.convolutional(6, 6, 2);
    InputType series = InputType.recurrent(3, 5);
    return Stream.of(
        test("Dense", Batch.of(x(5, 4), classes(3, 5)), InputType.feedForward(4), DenseLayer.of(6, TANH), out(3)),
        test("Dense without bias", Batch.of(x(5, 4), classes(3, 5)), InputType.feedForward(4),
            new DenseLayer(6, 4, TANH, false, null), out(3)),
        test("Dense on sequences", Batch.of(x(3, 3, 5), classes(2, 3, 5)), series, DenseLayer.of(4, TANH),
            RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("Convolution", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH), out(3)),
        test("Convolution Same", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 4, TANH)
            .withMode(ConvolutionMode.Same), out(3)),
        test("Convolution of flat images", Batch.of(x(3, 72), classes(3, 3)), InputType.convolutionalFlat(6, 6, 2),
            ConvolutionLayer.of(3, 3, TANH), out(3)),
        test("Convolution1D causal", Batch.of(x(3, 3, 5), classes(2, 3, 5)), series,
            new Convolution1DLayer(4, 0, 3, 1, 0, 1, ConvolutionMode.Causal, TANH, true, null),
            RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("Subsampling1D", Batch.of(x(3, 3, 6), classes(2, 3)), InputType.recurrent(3, 6),
            new Convolution1DLayer(4, 0, 3, 1, 0, 1, ConvolutionMode.Same, TANH, true, null),
            new Subsampling1DLayer(PoolingType.MAX, 2, 2, 0, ConvolutionMode.Truncate, 2),
            new GlobalPoolingLayer(PoolingType.AVG, 2), out(2)),
        test("MaxPool", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH),
            SubsamplingLayer.of(PoolingType.MAX, 2), out(3)),
        test("AvgPool", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH),
            SubsamplingLayer.of(PoolingType.AVG, 2), out(3)),
        test("SumPool", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH),
            SubsamplingLayer.of(PoolingType.SUM, 2), out(3)),
        test("PNormPool", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH),
            SubsamplingLayer.of(PoolingType.PNORM, 2), out(3)),
        test("Upsampling2D", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH),
            new Upsampling2D(List.of(2, 3)), ConvolutionLayer.of(2, 3, TANH), out(3)),
        test("BatchNormalization of images", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image,
            ConvolutionLayer.of(3, 3, new Activation.Identity()), BatchNormalization.of(TANH), out(3)),
        test("BatchNormalization of vectors", Batch.of(x(5, 4), classes(3, 5)), InputType.feedForward(4),
            DenseLayer.of(6, TANH), BatchNormalization.of(TANH), out(3)),
        test("GlobalPooling of images", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image, ConvolutionLayer.of(3, 3, TANH),
            new GlobalPoolingLayer(PoolingType.AVG, 2), out(3)),
        test("Embedding", Batch.of(classes(6, 5, 1), classes(3, 5)), InputType.feedForward(1),
            new EmbeddingLayer(6, 4, TANH, true, null), out(3)),
        test("LayerNormalization of vectors", Batch.of(x(5, 4), classes(3, 5)), InputType.feedForward(4),
            DenseLayer.of(6, TANH), new LayerNormalization(1e-5, TANH), out(3)),
        test("LayerNormalization of images", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image,
            ConvolutionLayer.of(3, 3, TANH), new LayerNormalization(1e-5, TANH), out(3)),
        test("LayerNormalization of sequences", Batch.of(x(3, 3, 5), classes(2, 3, 5)), series,
            new LayerNormalization(1e-5, TANH), RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("SelfAttention", Batch.of(x(3, 3, 5), classes(2, 3, 5)), series,
            new SelfAttentionLayer(4, 0, 2, 3, true, null), RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("SelfAttention without projections", Batch.of(x(3, 3, 5), classes(2, 3, 5), lengths(3, 5), null),
            series, LSTM.of(4), new SelfAttentionLayer(4, 0, 1, 0, false, null), RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("TransformerEncoder", Batch.of(x(3, 4, 5), classes(2, 3, 5)), InputType.recurrent(4),
            new TransformerEncoderLayer(2, 6, new Activation.GELU(false), Schedule.of(0), false, 1e-5, null),
            RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("TransformerEncoder with preNorm and masks",
            Batch.of(x(3, 4, 5), classes(2, 3), lengths(3, 5), null), InputType.recurrent(4),
            new TransformerEncoderLayer(2, 6, TANH, Schedule.of(0), true, 1e-5, null),
            new GlobalPoolingLayer(PoolingType.AVG, 2),
            out(2)),
        test("DepthwiseConvolution2D", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image,
            new DepthwiseConvolution2D(2, 0, List.of(3, 2), List.of(2, 1), List.of(1, 0), List.of(1, 1),
                ConvolutionMode.Truncate, TANH, true, null),
            out(3)),
        test("SeparableConvolution2D", Batch.of(x(3, 2, 6, 6), classes(3, 3)), image,
            new SeparableConvolution2D(3, 0, 2, List.of(3, 3), List.of(1, 1), List.of(0, 0), List.of(1, 1),
                ConvolutionMode.Same, TANH, true, null),
            out(3)),
        test("Flatten", Batch.of(classes(6, 3, 5), classes(2, 3)), InputType.recurrent(1, 5),
            new EmbeddingSequenceLayer(6, 4, TANH, false, null), new FlattenLayer(), out(2)),
        test("EmbeddingSequence", Batch.of(classes(6, 3, 5), classes(2, 3)), InputType.recurrent(1, 5),
            new EmbeddingSequenceLayer(6, 4, TANH, true, null),
            new GlobalPoolingLayer(PoolingType.AVG, 2), out(2)),
        test("LSTM", Batch.of(x(3, 3, 5), classes(2, 3, 5)), series, LSTM.of(4), RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("LSTM with masks", Batch.of(x(3, 3, 5), classes(2, 3, 5), lengths(3, 5), null), series, LSTM.of(4),
            LSTM.of(3), RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("LSTM of any length", Batch.of(x(3, 3, 5), classes(2, 3, 5)), InputType.recurrent(3), LSTM.of(4),
            RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("LastTimeStep", Batch.of(x(3, 3, 5), classes(2, 3)), InputType.recurrent(3), new LastTimeStep(LSTM.of(4)),
            out(2)),
        test("LastTimeStep with masks", Batch.of(x(3, 3, 5), classes(2, 3), lengths(3, 5), null),
            InputType.recurrent(3), new LastTimeStep(LSTM.of(4)), out(2)),
        test("SimpleRnn", Batch.of(x(3, 3, 5), classes(2, 3, 5)), series, new SimpleRnn(4, 0, TANH, null, null),
            RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("GlobalPooling MAX with masks", Batch.of(x(3, 3, 5), classes(2, 3), lengths(3, 5), null), series,
            LSTM.of(4), new GlobalPoolingLayer(PoolingType.MAX, 2), out(2)),
        test("GlobalPooling AVG with masks", Batch.of(x(3, 3, 5), classes(2, 3), lengths(3, 5), null), series,
            LSTM.of(4), new GlobalPoolingLayer(PoolingType.AVG, 2), out(2)),
        test("GlobalPooling PNORM", Batch.of(x(3, 3, 5), classes(2, 3)), series, LSTM.of(4),
            new GlobalPoolingLayer(PoolingType.PNORM, 2), out(2)),
        test("labels mask", Batch.of(x(3, 3, 5), classes(2, 3, 5), null, lengths(3, 5)), series, LSTM.of(4),
            RnnOutputLayer.of(2, MCXENT, SOFTMAX)),
        test("LossLayer", Batch.of(x(5, 4), classes(3, 5)), InputType.feedForward(4), DenseLayer.of(3, TANH),
            new LossLayer(MCXENT, SOFTMAX)));
  }

  @TestFactory
  Stream<DynamicTest> softmaxWithAnyClassLossHasItsGradient() {
    return Stream.of(MCXENT, new Loss.NegativeLogLikelihood(), new Loss.SparseMCXENT(),
        new Loss.MCXENT(List.of(0.5, 2.0, 1.0)), new Loss.MSE(), new Loss.KLD(null))
        .map(loss -> test(loss.toString(), Batch.of(x(5, 4), loss.isClassification() ? classes(3, 5) : x(5, 3)),
            InputType.feedForward(4), DenseLayer.of(6, TANH),
            OutputLayer.of(3, loss, SOFTMAX)));
  }

  @Test
  void regularizationIsInTheScoreAndTheGradient() {
    Common c = new Common(null, null, null, Schedule.of(0.02), Schedule.of(0.03), Schedule.of(0.01), Schedule.of(0.05),
        null, null, null, null, null, null);
    check(net(c, InputType.feedForward(4), DenseLayer.of(6, TANH), out(3)), Batch.of(x(5, 4), classes(3, 5)));
  }

  @Test
  void dropoutWithOneSeedAndStepHasTheGradientOfItsScore() {
    check(net(Common.NONE.withDropOut(0.6), InputType.feedForward(4), DenseLayer.of(6, TANH), out(3)),
        Batch.of(x(5, 4), classes(3, 5)));
  }

  private static VertexConf layer(String name, Layer l, String... in) {
    return new VertexConf(name, new LayerVertex(l, Common.NONE), List.of(in));
  }

  @Test
  void verticesHaveTheGradientOfTheirScore() {
    List<VertexConf> v = List.of(layer("a", DenseLayer.of(4, TANH), "in"), layer("b", DenseLayer.of(4, TANH), "in"),
        new VertexConf("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), List.of("a", "b")),
        new VertexConf("average", new ElementWiseVertex(ElementWiseVertex.Op.Average), List.of("a", "sum")),
        new VertexConf("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), List.of("a", "b")),
        new VertexConf("max", new ElementWiseVertex(ElementWiseVertex.Op.Max), List.of("a", "b")),
        new VertexConf("difference", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), List.of("product", "max")),
        new VertexConf("scaled", new ScaleVertex(0.7), List.of("difference")),
        new VertexConf("shifted", new ShiftVertex(0.3), List.of("scaled")),
        new VertexConf("normal", new L2NormalizeVertex(1e-8), List.of("shifted")),
        new VertexConf("merged", new MergeVertex(), List.of("normal", "average")),
        new VertexConf("part", new SubsetVertex(1, 5), List.of("merged")), layer("out", out(3), "part"));
    check(new ComputationGraphConfiguration(conf(1, Common.NONE), List.of("in"), List.of(InputType.feedForward(4)), v,
        List.of("out"), BackpropType.Standard, 20),
        Batch.of(x(5, 4), classes(3, 5)));
  }

  @Test
  void sequenceVerticesHaveTheGradientOfTheirScore() {
    List<VertexConf> v = List.of(layer("encoder", LSTM.of(4), "in"), new VertexConf("last", new LastTimeStepVertex(),
        List.of("encoder")),
        new VertexConf("again", new DuplicateToTimeSeriesVertex(), List.of("last", "in")),
        layer("decoder", LSTM.of(3), "again", "in"),
        layer("out", RnnOutputLayer.of(2, MCXENT, SOFTMAX), "decoder"));
    check(new ComputationGraphConfiguration(conf(1, Common.NONE), List.of("in"), List.of(InputType.recurrent(3)), v,
        List.of("out"), BackpropType.Standard, 20),
        Batch.of(x(3, 3, 5), classes(2, 3, 5)));
  }

  @Test
  void severalInputsAndOutputsTrain() {
    List<VertexConf> v = List.of(layer("a", DenseLayer.of(4, TANH), "left", "right"), layer("class", out(3), "a"),
        layer("value", OutputLayer.of(1, new Loss.MSE(), new Activation.Identity()), "a"));
    ComputationGraphConfiguration g = new ComputationGraphConfiguration(conf(0.1, Common.NONE),
        List.of("left", "right"), List.of(InputType.feedForward(2), InputType.feedForward(3)), v,
        List.of("class", "value"), BackpropType.Standard, 20);
    try (Model m = new Model(g).init(); TrainingSession t = new TrainingSession(m); NDArray l = x(5, 2);
        NDArray r = x(5, 3);
        NDArray y = NDArray.zeros(DType.FLOAT32, 5, 3); NDArray value = x(5)) {
      Batch b = Batch.of(List.of(l, r), List.of(y, value));
      double first = t.fitBatch(b);
      double last = first;
      for (int i = 0; i < 20; i++) {
        last = t.fitBatch(b);
      }
      assertTrue(last < first, first + " -> " + last);
      List<NDArray> out = m.outputs(List.of(l, r), List.of());
      assertTrue(out.get(0).size(1) == 3 && out.get(1).size(1) == 1);
      assertTrue(Map.of("class", 3L, "value", 1L).get("value") == m.types().get("value").features());
    }
  }
}
