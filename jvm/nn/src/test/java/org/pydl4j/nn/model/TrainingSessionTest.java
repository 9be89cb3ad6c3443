package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.BackpropType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.layers.Common;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.DropoutLayer;
import org.pydl4j.nn.layers.EmbeddingSequenceLayer;
import org.pydl4j.nn.layers.FlattenLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LSTM;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.layers.RnnOutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.training.FitSummary;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.Trainable;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.nn.updaters.AMSGrad;
import org.pydl4j.nn.updaters.AdaDelta;
import org.pydl4j.nn.updaters.AdaGrad;
import org.pydl4j.nn.updaters.AdaMax;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.GradientNormalization;
import org.pydl4j.nn.updaters.LazyAdam;
import org.pydl4j.nn.updaters.Nadam;
import org.pydl4j.nn.updaters.Nesterovs;
import org.pydl4j.nn.updaters.RmsProp;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.updaters.Updater;
import org.pydl4j.nn.vertices.DuplicateToTimeSeriesVertex;

class TrainingSessionTest {
  private static double accuracy(Model m, Batch b) {
    int[] p = m.predict(b.feature(0));
    int right = 0;
    for (int i = 0; i < p.length; i++) {
      right += p[i] == b.label(0).getLongAt(i) ? 1 : 0;
    }
    return (double) right / p.length;
  }

  @Test
  void anMlpLearnsXor() {
    MultiLayerConfiguration conf = Nets.stack(new Adam(0.05), InputType.feedForward(2),
        DenseLayer.of(8, new Activation.Tanh()),
        OutputLayer.of(1, new Loss.XENT(), new Activation.Sigmoid()));
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m);
        Batch b = Batch.of(NDArray.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2),
            NDArray.of(new float[] {0, 1, 1, 0}, 4, 1))) {
      for (int i = 0; i < 300; i++) {
        t.fitBatch(b);
      }
      assertArrayEquals(new int[] {0, 1, 1, 0}, m.predict(b.feature(0)));
      assertTrue(m.score() < 0.1, "score " + m.score());
      assertEquals(300, m.iterationCount());
    }
  }

  @Test
  void everyUpdaterLearnsClouds() {
    for (Updater u : new Updater[] {new Sgd(0.3), new Nesterovs(0.05, 0.9), new Adam(0.02), new RmsProp(0.02),
        new AdaGrad(0.1, 1e-6, null), new AdaDelta(0.95, 1e-6),
        new AdaMax(0.02, 0.9, 0.999, 1e-8, null), new Nadam(0.02, 0.9, 0.999, 1e-8, null),
        new AMSGrad(0.02, 0.9, 0.999, 1e-8, null), new LazyAdam(0.02)}) {
      MultiLayerConfiguration conf = Nets.stack(u, InputType.feedForward(4), DenseLayer.of(16, new Activation.ReLU()),
          OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
      try (Model m = new Model(conf).init().setThreads(1); TrainingSession t = new TrainingSession(m);
          BatchSource train = Nets.source(Nets.clouds(192, 1), 32); Batch test = Nets.clouds(100, 2)) {
        FitSummary s = t.fit(train, u instanceof AdaDelta ? 60 : 15);
        assertEquals(192L * s.epochs(), s.rows());
        assertTrue(accuracy(m, test) > 0.9, u + ": " + accuracy(m, test));
      }
    }
  }

  private static float[] fitTable(Updater updater, int threads, long[]... batches) {
    MultiLayerConfiguration conf = Nets.stack(updater, InputType.recurrent(1, 3),
        new EmbeddingSequenceLayer(50, 40, new Activation.Identity(), false, null), new FlattenLayer(),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    try (Model m = new Model(conf).init().setThreads(threads); TrainingSession t = new TrainingSession(m)) {
      for (long[] rows : batches) {
        try (Batch b =
            Batch.of(NDArray.of(rows, rows.length / 3, 3), NDArray.of(new long[rows.length / 3], rows.length / 3))) {
          t.fitBatch(b);
        }
      }
      return m.params().toFloatArray();
    }
  }

  @Test
  void lazyAdamMovesTheRowsOfTheMinibatchAsAdamDoesAndNoOthers() {
    long[] one = {0, 7, 7, 7, 49, 12};
    long[] other = {3, 12, 4, 5, 6, 12};
    float[] start = fitTable(new LazyAdam(0.01), 1);
    float[] lazy = fitTable(new LazyAdam(0.01), 1, one);
    assertArrayEquals(fitTable(new Adam(0.01), 1, one), lazy, 1e-6f);
    float[] next = fitTable(new LazyAdam(0.01), 1, one, other);
    for (int row = 0; row < 50; row++) {
      int r = row;
      boolean moved = Arrays.stream(other).anyMatch(i -> i == r);
      boolean movedBefore = Arrays.stream(one).anyMatch(i -> i == r);
      assertEquals(moved, Math.abs(next[40 * row] - lazy[40 * row]) > 1e-4, "row " + row);
      assertEquals(movedBefore, Math.abs(lazy[40 * row] - start[40 * row]) > 1e-4, "row " + row);
    }
  }

  @Test
  void aRowsGradientIsTheSameOnAnyNumberOfThreads() {
    long[] many = new Random(1).longs(3000, 0, 50).toArray();
    assertArrayEquals(Arrays.copyOf(fitTable(new LazyAdam(0.01), 1, many), 2000),
        Arrays.copyOf(fitTable(new LazyAdam(0.01), 2, many), 2000), 1e-6f);
  }

  @Test
  void oneHotLabelsAndClassIndicesTrainAlike() {
    try (Model a = new Model(Nets.mlp()).init(); Model b = new Model(Nets.mlp()).init();
        TrainingSession ta = new TrainingSession(a);
        TrainingSession tb = new TrainingSession(b); Batch index = Nets.clouds(32, 3)) {
      NDArray oneHot = NDArray.zeros(DType.FLOAT32, 32, 3);
      for (int i = 0; i < 32; i++) {
        oneHot.putDouble(1, i, index.label(0).getLongAt(i));
      }
      ta.fitBatch(index);
      tb.fitBatch(Batch.of(index.feature(0), oneHot));
      assertArrayEquals(a.params().toFloatArray(), b.params().toFloatArray());
      oneHot.close();
    }
  }

  @Test
  void aRoundIsAPureFunctionThatEqualsAFit() {
    try (Model m = new Model(Nets.mlp()).init(); Model fitted = m.copy();
        TrainingSession t = new TrainingSession(fitted);
        BatchSource s = Nets.source(Nets.clouds(96, 4), 32)) {
      float[] before = m.params().toFloatArray();
      try (Round once = Round.of(m).train(m, s)) {
        s.reset(0);
        try (Round twice = Round.of(m).train(m, s)) {
          assertArrayEquals(once.params().toFloatArray(), twice.params().toFloatArray());
          assertArrayEquals(once.updaterState().toFloatArray(), twice.updaterState().toFloatArray());
        }
        assertEquals(96, once.rows());
        assertEquals(3, once.batches());
        t.fit(s, 1);
        assertArrayEquals(fitted.params().toFloatArray(), once.params().toFloatArray());
      }
      assertArrayEquals(before, m.params().toFloatArray());
    }
  }

  @Test
  void stopEndsAFitAfterTheMinibatchAndListenersSeeEachOne() {
    List<Iteration> seen = new ArrayList<>();
    try (Model m = new Model(Nets.mlp()).init(); TrainingSession t = new TrainingSession(m);
        BatchSource s = Nets.source(Nets.clouds(96, 4), 16)) {
      t.listeners(new TrainingListener() {
        @Override
        public void iterationDone(TrainingSession session, Iteration iteration) {
          seen.add(iteration);
          if (seen.size() == 8) {
            t.stop();
          }
        }
      });
      FitSummary f = t.fit(s, 10);
      assertTrue(f.stopped());
      assertEquals(8, f.batches());
      assertEquals(8, seen.size());
      assertEquals(7, seen.get(7).iteration());
      assertEquals(1, seen.get(7).epoch());
      assertFalse(t.fit(s, 1).stopped());
    }
  }

  @Test
  void badDataIsNamed() {
    try (Model m = new Model(Nets.mlp()).init(); TrainingSession t = new TrainingSession(m);
        Batch b = Nets.clouds(8, 5)) {
      assertMessage("[labels] hold an index out of range: got 7 in row 2", () -> {
        try (NDArray y = NDArray.of(new long[] {0, 1, 7}, 3); NDArray x = Nets.uniform(DType.FLOAT32, 1, 3, 4)) {
          t.fitBatch(Batch.of(x, y));
        }
      });
      assertMessage("[features] have the wrong shape: got [3, 5]; expected [N, 4]", () -> {
        try (NDArray y = NDArray.of(new long[] {0, 1, 2}, 3); NDArray x = Nets.uniform(DType.FLOAT32, 1, 3, 5)) {
          t.fitBatch(Batch.of(x, y));
        }
      });
      assertMessage("[labels] have the wrong shape: got [3, 2]; expected [N, 3], or class indices [N]", () -> {
        try (NDArray y = NDArray.zeros(DType.FLOAT32, 3, 2); NDArray x = Nets.uniform(DType.FLOAT32, 1, 3, 4)) {
          t.fitBatch(Batch.of(x, y));
        }
      });
      assertMessage("[features] hold a value that is not finite: got NaN in row 1", () -> {
        try (NDArray y = NDArray.of(new long[] {0, 1, 2}, 3); NDArray x = Nets.uniform(DType.FLOAT32, 1, 3, 4)) {
          x.putDouble(Double.NaN, 1, 2);
          t.fitBatch(Batch.of(x, y));
        }
      });
      assertMessage("[labels] hold a value that is no index: got NaN in row 1", () -> {
        try (NDArray y = NDArray.of(new double[] {0, Double.NaN, 2}, 3);
            NDArray x = Nets.uniform(DType.FLOAT32, 1, 3, 4)) {
          t.fitBatch(Batch.of(x, y));
        }
      });
      assertMessage("[labels] got 0 arrays", () -> t.fitBatch(Batch.of(b.feature(0), null)));
      try (BatchSource empty = Nets.source(Nets.clouds(0, 1), 4)) {
        assertMessage("[fit] the source is empty", () -> t.fit(empty, 1));
      }
      assertEquals(0, m.iterationCount());
    }
  }

  @Test
  void aSecondFitAtTheSameTimeIsRefused() {
    try (Model m = new Model(Nets.mlp()).init(); TrainingSession t = new TrainingSession(m);
        TrainingSession other = new TrainingSession(m);
        BatchSource s = Nets.source(Nets.clouds(16, 4), 16)) {
      t.listeners(new TrainingListener() {
        @Override
        public void iterationDone(TrainingSession session, Iteration iteration) {
          IllegalStateException e = assertThrows(IllegalStateException.class, () -> other.fit(s, 1));
          assertTrue(e.getMessage().startsWith("[fit] the model is being trained"), e.getMessage());
        }
      });
      assertEquals(1, t.fit(s, 1).batches());
      assertEquals(1, other.fit(s, 1).batches());
    }
  }

  @Test
  void trainingAndQueriesLeakNothing() {
    MultiLayerConfiguration conf = Nets.stack(new Adam(0.01), InputType.recurrent(3), LSTM.of(4),
        RnnOutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax()));
    conf = new MultiLayerConfiguration(conf.conf(), conf.layers(), conf.inputType(), BackpropType.TruncatedBPTT, 4);
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m);
        NDArray x = Nets.uniform(DType.FLOAT64, 1, 4, 3, 6);
        Batch b = Batch.of(x, NDArray.zeros(DType.INT32, 4, 6))) {
      long after = 0;
      for (int i = 0; i < 6; i++) {
        t.fitBatch(b);
        m.output(x).close();
        m.rnnTimeStep(x).close();
        m.score(b);
        m.scoreExamples(b);
        if (i == 2) {
          after = Backends.pool().usedBytes();
        }
      }
      assertEquals(after, Backends.pool().usedBytes());
    }
  }

  @Test
  void divergenceIsNamed() {
    MultiLayerConfiguration conf = Nets.stack(new Sgd(1e30), InputType.feedForward(4),
        DenseLayer.of(4, new Activation.Identity()), OutputLayer.of(2, new Loss.MSE(), new Activation.Identity()));
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m);
        Batch b = Batch.of(Nets.uniform(DType.FLOAT32, 1, 8, 4), Nets.uniform(DType.FLOAT32, 2, 8, 2))) {
      ArithmeticException e = assertThrows(ArithmeticException.class, () -> {
        for (int i = 0; i < 20; i++) {
          t.fitBatch(b);
        }
      });
      assertTrue(e.getMessage().startsWith("[fit] training diverged"), e.getMessage());
    }
  }

  @Test
  void l2ShrinksWeightsAsWeightDecayDoesForSgd() {
    Common l2 =
        new Common(new Sgd(0.1), null, null, null, Schedule.of(0.01), null, null, null, null, null, null, null, null);
    Common decay =
        new Common(new Sgd(0.1), null, null, null, null, null, null, Schedule.of(0.01), null, null, null, null, null);
    float[][] params = new float[2][];
    for (int i = 0; i < 2; i++) {
      MultiLayerConfiguration conf = MultiLayerConfiguration.of(Nets.conf(new Sgd(0.1))
          .withCommon(i == 0 ? l2 : decay), InputType.feedForward(4),
          DenseLayer.of(5, new Activation.Tanh()), OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
      try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m); Batch b = Nets.clouds(16, 6)) {
        t.fitBatch(b);
        params[i] = m.params().toFloatArray();
      }
    }
    assertArrayEquals(params[0], params[1], 1e-6f);
  }

  @Test
  void learningRatesFollowTheirSchedule() {
    Schedule halved = new Schedule.StepSchedule(Schedule.Unit.ITERATION, 0.4, 0.5, 2);
    MultiLayerConfiguration conf = Nets.stack(new Sgd(9, halved), InputType.feedForward(4),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    MultiLayerConfiguration unit = Nets.stack(new Sgd(1), InputType.feedForward(4),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    try (Model m = new Model(conf).init(); Model one = new Model(unit).init();
        TrainingSession t = new TrainingSession(m);
        TrainingSession o = new TrainingSession(one); Batch b = Nets.clouds(16, 6)) {
      for (double rate : new double[] {0.4, 0.4, 0.2, 0.2, 0.1}) {
        float[] before = m.params().toFloatArray();
        one.setParams(m.params());
        t.fitBatch(b);
        o.fitBatch(b);
        for (int i = 0; i < before.length; i++) {
          double gradient = before[i] - one.params().getDoubleAt(i);
          assertEquals(before[i] - rate * gradient, m.params().getDoubleAt(i), 1e-6);
        }
      }
    }
  }

  /** The change of one step of Sgd(1): the gradient after normalization. */
  private static double[] step(Common common, Batch b) {
    MultiLayerConfiguration conf = MultiLayerConfiguration.of(Nets.conf(new Sgd(1)).withCommon(common),
        InputType.feedForward(4), DenseLayer.of(5, new Activation.Tanh()),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m)) {
      double[] d = m.params().toDoubleArray();
      t.fitBatch(b);
      for (int i = 0; i < d.length; i++) {
        d[i] -= m.params().getDoubleAt(i);
      }
      return d;
    }
  }

  private static double norm(double[] v, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += v[i] * v[i];
    }
    return Math.sqrt(sum);
  }

  @Test
  void gradientsAreNormalizedAsConfigured() {
    Common plain = Common.of(new Sgd(1));
    try (Batch b = Nets.clouds(16, 6)) {
      double[] g = step(plain, b);
      for (GradientNormalization kind : GradientNormalization.values()) {
        double limit = 0.05;
        double[] got =
            step(new Common(new Sgd(1), null, null, null, null, null, null, null, null, null, kind, limit, null),
                b);
        int[] bounds = {0, 20, 25, 40, 43};
        for (int k = 0; k < 4; k++) {
          int from = kind.name().endsWith("PerLayer") ? bounds[k / 2 * 2] : bounds[k];
          int to = kind.name().endsWith("PerLayer") ? bounds[k / 2 * 2 + 2] : bounds[k + 1];
          double norm = norm(g, from, to);
          for (int i = bounds[k]; i < bounds[k + 1]; i++) {
            double want = switch (kind) {
              case None -> g[i];
              case ClipElementWiseAbsoluteValue -> Math.max(-limit, Math.min(limit, g[i]));
              case RenormalizeL2PerLayer, RenormalizeL2PerParamType -> g[i] / norm;
              case ClipL2PerLayer, ClipL2PerParamType -> norm > limit ? g[i] * limit / norm : g[i];
            };
            assertEquals(want, got[i], 1e-5, kind + " element " + i);
          }
        }
      }
    }
  }

  @Test
  void dropoutChangesWithTheStepAndRepeatsWithTheSeed() {
    MultiLayerConfiguration conf = MultiLayerConfiguration.of(Nets.conf(new Sgd(0))
        .withCommon(Common.of(new Sgd(0)).withDropOut(0.5)), InputType.feedForward(4),
        DenseLayer.of(32, new Activation.Tanh()), OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    try (Model a = new Model(conf).init(); Model c = new Model(conf).init();
        TrainingSession ta = new TrainingSession(a);
        TrainingSession tc = new TrainingSession(c); Batch b = Nets.clouds(16, 6)) {
      double first = ta.fitBatch(b);
      double second = ta.fitBatch(b);
      assertTrue(first != second);
      assertEquals(first, tc.fitBatch(b));
      assertEquals(second, tc.fitBatch(b));
    }
  }

  /** Parameters after some steps of a stack with dropout. */
  private static float[] dropped(Schedule retain, int steps) {
    MultiLayerConfiguration conf = Nets.stack(new Sgd(0.1), InputType.feedForward(4),
        DenseLayer.of(32, new Activation.Tanh()), new DropoutLayer(retain),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
    try (Model m = new Model(conf).init(); TrainingSession t = new TrainingSession(m); Batch b = Nets.clouds(16, 6)) {
      for (int i = 0; i < steps; i++) {
        t.fitBatch(b);
      }
      return m.params().toFloatArray();
    }
  }

  private static Schedule retained(double first, double second) {
    return new Schedule.MapSchedule(Schedule.Unit.ITERATION, Map.of(0, first, 1, second));
  }

  @Test
  void dropoutFollowsItsScheduleAndDropsWhatAFixedOneDrops() {
    float[] half = dropped(Schedule.of(0.5), 1);
    assertArrayEquals(half, dropped(retained(0.5, 1), 1), 1e-6f);
    assertArrayEquals(dropped(Schedule.of(1), 1), dropped(retained(1, 0.5), 1), 1e-6f);
    assertArrayEquals(dropped(Schedule.of(1), 1), dropped(retained(0, 0.5), 1), 1e-6f);
    assertArrayEquals(dropped(Schedule.of(0.5), 2), dropped(retained(0.5, 0.5), 2), 1e-6f);
    assertFalse(Arrays.equals(dropped(Schedule.of(0.5), 2), dropped(retained(0.5, 1), 2)));
  }

  @Test
  void aRoundFollowsSchedulesAndRatesAndUpdatesByWhatWaits() {
    Schedule momentum = new Schedule.MapSchedule(Schedule.Unit.ITERATION, Map.of(0, 0.9, 2, 0.1));
    MultiLayerConfiguration plain = Nets.mlp();
    MultiLayerConfiguration conf = new MultiLayerConfiguration(plain.conf()
        .withCommon(Common.of(new Nesterovs(0.1, 0.5, null, momentum))).withUpdates(new UpdatePolicy(2, 1.0, 0.9)),
        plain.layers(), plain.inputType(), plain.backpropType(), plain.tbpttLength());
    try (Model m = new Model(conf).init(); Model fitted = m.copy(); BatchSource s = Nets.source(Nets.clouds(96, 4), 16);
        BatchSource odd = Nets.source(Nets.clouds(80, 4), 16)) {
      m.setRateFactor(0.5);
      fitted.setRateFactor(0.5);
      try (TrainingSession t = new TrainingSession(fitted)) {
        t.fit(s, 1);
        t.fit(odd, 1);
      }
      s.reset(0);
      odd.reset(0);
      try (Round one = Round.of(m).train(m, s); Round two = one.train(m, odd)) {
        assertArrayEquals(fitted.params().toFloatArray(), two.params().toFloatArray());
        assertArrayEquals(fitted.updaterState().toFloatArray(), two.updaterState().toFloatArray());
        assertEquals(new TrainingState(11, 0, 6, 0, 0, 0.5, null), two.at());
      }
    }
  }

  /** A vector and two sequences, with labels at each step; parameters stay as they are. */
  private static ComputationGraphConfiguration joined(BackpropType type) {
    ComputationGraphConfiguration c = NeuralNetConfiguration.builder().seed(5).updater(new Sgd(0)).graphBuilder()
        .addInput("fixed", InputType.feedForward(6)).addInput("a", InputType.recurrent(2))
        .addInput("b", InputType.recurrent(3)).addVertex("repeated", new DuplicateToTimeSeriesVertex(), "fixed", "a")
        .addLayer("lstm", LSTM.of(4), "repeated", "a", "b")
        .addLayer("out", RnnOutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax()), "lstm").outputs("out")
        .build();
    return new ComputationGraphConfiguration(c.conf(), c.networkInputs(), c.inputTypes(), c.vertices(),
        c.networkOutputs(), type, 3);
  }

  @Test
  void truncatedBackpropagationCutsAllSequencesAndNothingElse() {
    try (Model whole = new Model(joined(BackpropType.Standard)).init();
        Model cut = new Model(joined(BackpropType.TruncatedBPTT)).init();
        TrainingSession w = new TrainingSession(whole); TrainingSession c = new TrainingSession(cut);
        NDArray fixed = Nets.uniform(DType.FLOAT32, 1, 5, 6); NDArray a = Nets.uniform(DType.FLOAT32, 2, 5, 2, 6);
        NDArray b = Nets.uniform(DType.FLOAT32, 3, 5, 3, 6); NDArray shorter = Nets.uniform(DType.FLOAT32, 3, 5, 3, 4);
        NDArray mask = NDArray.full(DType.FLOAT32, 1, 5, 6); NDArray y = NDArray.zeros(DType.INT64, 5, 6)) {
      mask.putDouble(0, 1, 5);
      mask.putDouble(0, 2, 1);
      y.putDouble(1, 3, 2);
      Column labels = Column.of("out", y).masked(mask);
      Batch inOrder =
          new Batch(List.of(Column.of(fixed), Column.of(a), Column.of(b)), List.of(Column.of(y).masked(mask)));
      Batch named =
          new Batch(List.of(Column.of("b", b), Column.of("fixed", fixed), Column.of("a", a)), List.of(labels));
      for (Batch batch : List.of(inOrder, named)) {
        assertEquals(w.fitBatch(batch), c.fitBatch(batch), 1e-5);
      }
      assertEquals(4, cut.iterationCount());
      Batch uneven =
          new Batch(List.of(Column.of(fixed), Column.of(a), Column.of(shorter)), List.of(Column.of(y).masked(mask)));
      assertMessage("[fit] sequences of several lengths: got inputs of [6, 4] steps", () -> c.fitBatch(uneven));
    }
  }

  private static void assertMessage(String start, org.junit.jupiter.api.function.Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }
}
