package org.pydl4j.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.eval.StandardMetric;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Nesterovs;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.updaters.UpdateInputs;
import org.pydl4j.nn.updaters.Updater;

/** What steps of training do, for networks and SameDiff graphs alike, beside the formulas written out. */
class TrainingStepsTest {
  private static final double EXACT = 1e-12;

  private static Schedule steps(double first, double second) {
    return new Schedule.MapSchedule(Schedule.Unit.ITERATION, Map.of(0, first, 2, second));
  }

  @ParameterizedTest
  @EnumSource
  void momentumFollowsItsSchedule(Line.Kind kind) {
    Nesterovs updater = new Nesterovs(0.05, 0.123, null, steps(0.9, 0.5));
    try (Line line = Line.of(kind, Line.How.of(updater)); TrainingSession s = new TrainingSession(line.model());
        Batch rows = Line.rows(8, 1)) {
      double[] w = line.w();
      double[] v = new double[2];
      for (double mu : new double[] {0.9, 0.9, 0.5, 0.5}) {
        double[] g = Line.gradient(w, rows);
        for (int j = 0; j < 2; j++) {
          double before = v[j];
          v[j] = mu * v[j] - 0.05 * g[j];
          w[j] += -mu * before + (1 + mu) * v[j];
        }
        s.fitBatch(rows);
        assertArrayEquals(w, line.w(), EXACT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMomentumThatStaysIsTheOneWithoutSchedule(Line.Kind kind) {
    try (Line plain = Line.of(kind, Line.How.of(new Nesterovs(0.05, 0.9)));
        Line scheduled = Line.of(kind, Line.How.of(new Nesterovs(0.05, 0.1, null, steps(0.9, 0.9))));
        TrainingSession a = new TrainingSession(plain.model());
        TrainingSession b = new TrainingSession(scheduled.model()); Batch rows = Line.rows(8, 1)) {
      for (int i = 0; i < 3; i++) {
        a.fitBatch(rows);
        b.fitBatch(rows);
      }
      assertArrayEquals(plain.w(), scheduled.w(), EXACT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void penaltiesFollowTheirSchedulesInScoresAndSteps(Line.Kind kind) {
    Line.How how = Line.How.of(new Sgd(0.1)).penalized(steps(0.3, 0), steps(0.02, 0.2));
    try (Line line = Line.of(kind, how); TrainingSession s = new TrainingSession(line.model());
        Batch rows = Line.rows(8, 1)) {
      double[] w = line.w();
      double[][] penalties = {{0.3, 0.02}, {0.3, 0.02}, {0, 0.2}, {0, 0.2}};
      for (double[] p : penalties) {
        double score = Line.loss(w, rows) + p[0] * (Math.abs(w[0]) + Math.abs(w[1]))
            + p[1] * (w[0] * w[0] + w[1] * w[1]) / 2;
        assertEquals(score, line.model().objective().score(rows), EXACT);
        double[] g = Line.gradient(w, rows);
        for (int j = 0; j < 2; j++) {
          w[j] -= 0.1 * (g[j] + p[0] * Math.signum(w[j]) + p[1] * w[j]);
        }
        assertEquals(score, s.fitBatch(rows), EXACT);
        assertArrayEquals(w, line.w(), EXACT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRateFactorScalesScheduledRatesAndIsSaved(Line.Kind kind, @TempDir Path folder) {
    try (Line line = Line.of(kind, Line.How.of(new Sgd(9, steps(0.1, 0.2)))); Batch rows = Line.rows(8, 1)) {
      double[] w = line.w();
      line.model().setRateFactor(0.5);
      try (TrainingSession s = new TrainingSession(line.model())) {
        for (int i = 0; i < 2; i++) {
          step(w, rows, 0.05);
          s.fitBatch(rows);
        }
      }
      try (Line again = line.saved(folder); TrainingSession s = new TrainingSession(again.model())) {
        assertEquals(0.5, again.model().rateFactor());
        step(w, rows, 0.1);
        s.fitBatch(rows);
        assertArrayEquals(w, again.w(), EXACT);
        again.model().setRateFactor(1);
        step(w, rows, 0.2);
        s.fitBatch(rows);
        assertArrayEquals(w, again.w(), EXACT);
      }
      assertThrows(IllegalArgumentException.class, () -> line.model().setRateFactor(Double.NaN));
      assertThrows(IllegalArgumentException.class, () -> line.model().setRateFactor(-1));
    }
  }

  private static void step(double[] w, Batch rows, double rate) {
    double[] g = Line.gradient(w, rows);
    for (int j = 0; j < 2; j++) {
      w[j] -= rate * g[j];
    }
  }

  @ParameterizedTest
  @EnumSource
  void accumulatedMinibatchesAreOneOfAllTheirRows(Line.Kind kind) {
    UpdatePolicy three = new UpdatePolicy(3, 0.7, null);
    Line.How plain = Line.How.of(new Adam(0.1)).penalized(Schedule.of(0.01), steps(0.1, 0.2));
    try (Line line = Line.of(kind, plain.with(three));
        Line whole = Line.of(kind, plain.with(new UpdatePolicy(1, 0.7, null)));
        TrainingSession s = new TrainingSession(line.model()); TrainingSession t = new TrainingSession(whole.model());
        Batch rows = Line.rows(30, 1)) {
      s.fit(new ArrayBatches(rows, 4, null), 2); // 8 minibatches, the last of 2 rows: updates by 12, 12 and 6 rows
      t.fit(new ArrayBatches(rows, 12, null), 2);
      assertArrayEquals(whole.w(), line.w(), 1e-10);
      assertEquals(16, line.model().iterationCount());
      assertEquals(6, line.model().trainingState().updates());
      assertEquals(0, line.model().trainingState().waiting());
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsThatWaitAreSaved(Line.Kind kind, @TempDir Path folder) {
    Line.How how = Line.How.of(new Sgd(0.1)).with(new UpdatePolicy(2, null, null));
    try (Line line = Line.of(kind, how); Batch rows = Line.rows(8, 1);
        TrainingSession s = new TrainingSession(line.model())) {
      double[] w = line.w();
      s.fitBatch(rows.part(0, 2));
      assertArrayEquals(w, line.w());
      try (Line again = line.saved(folder); TrainingSession t = new TrainingSession(again.model())) {
        t.fitBatch(rows.part(2, 8));
        step(w, rows, 0.1);
        assertArrayEquals(w, again.w(), EXACT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreClippedByTheirGlobalNorm(Line.Kind kind) {
    Line.How how = Line.How.of(new Sgd(1)).with(new UpdatePolicy(1, 0.3, null));
    try (Line line = Line.of(kind, how); Batch rows = Line.rows(8, 1);
        TrainingSession s = new TrainingSession(line.model())) {
      double[] w = line.w();
      double[] g = Line.gradient(w, rows);
      double norm = Math.hypot(g[0], g[1]);
      assertTrue(norm > 0.3);
      s.fitBatch(rows);
      assertArrayEquals(new double[] {w[0] - g[0] * 0.3 / norm, w[1] - g[1] * 0.3 / norm}, line.w(), EXACT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void averagedWeightsDecayAreSavedAndLeaveTrainingAlone(Line.Kind kind, @TempDir Path folder) {
    Line.How plain = Line.How.of(new Adam(0.1));
    try (Line line = Line.of(kind, plain.with(new UpdatePolicy(1, null, 0.9))); Line other = Line.of(kind, plain);
        Batch rows = Line.rows(8, 1)) {
      double[] average = line.w();
      try (TrainingSession s = new TrainingSession(line.model());
          TrainingSession t = new TrainingSession(other.model())) {
        for (int i = 0; i < 4; i++) {
          s.fitBatch(rows);
          t.fitBatch(rows);
          for (int j = 0; j < 2; j++) {
            average[j] = 0.9 * average[j] + 0.1 * line.w()[j];
          }
        }
      }
      assertArrayEquals(other.w(), line.w());
      assertArrayEquals(average, line.ema(), EXACT);
      try (Line again = line.saved(folder)) {
        assertArrayEquals(line.w(), again.w());
        assertArrayEquals(average, again.ema(), EXACT);
      }
      String told = assertThrows(IllegalArgumentException.class, other::ema).getMessage();
      assertTrue(told.startsWith("[ema]"), told);
    }
  }

  @ParameterizedTest
  @EnumSource
  void epochsOfSchedulesCountEpochs(Line.Kind kind) {
    Schedule l2 = new Schedule.MapSchedule(Schedule.Unit.EPOCH, Map.of(0, 0.0, 1, 0.5));
    try (Line line = Line.of(kind, Line.How.of(new Sgd(0.1)).penalized(Schedule.of(0), l2));
        Batch rows = Line.rows(8, 1);
        TrainingSession s = new TrainingSession(line.model())) {
      double[] w = line.w();
      s.fit(new ArrayBatches(rows, 8, null), 2);
      for (double penalty : List.of(0.0, 0.5)) {
        double[] g = Line.gradient(w, rows);
        for (int j = 0; j < 2; j++) {
          w[j] -= 0.1 * (g[j] + penalty * w[j]);
        }
      }
      assertArrayEquals(w, line.w(), EXACT);
    }
  }

  private static Batch weighted(Batch rows, NDArray weights) {
    return new Batch(rows.features(), List.of(rows.labels().get(0).weighted(weights)));
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreTheSlopesOfTheScoreAndChangeNothing(Line.Kind kind) {
    Line.How how = Line.How.of(new Adam(0.1)).penalized(Schedule.of(0.1), steps(0.3, 0.7))
        .with(new UpdatePolicy(3, 0.01, 0.9));
    try (Line line = Line.of(kind, how); Batch rows = Line.rows(8, 1);
        NDArray weights = NDArray.of(new double[] {0, 1, 2, 3, 0, 1, 2, 3}, 8)) {
      Batch batch = weighted(rows, weights);
      TrainingState before = line.model().trainingState();
      double[] w = line.w();
      try (Gradient g = line.model().gradient(batch)) {
        assertEquals(line.model().objective().score(batch), g.score(), EXACT);
        assertEquals(line.model().trainedNames(), List.copyOf(g.byName().keySet()));
        double[] slopes = g.byName().values().iterator().next().toDoubleArray();
        for (int j = 0; j < 2; j++) {
          double[] ends = new double[2];
          for (int side = 0; side < 2; side++) {
            double[] moved = w.clone();
            moved[j] += side == 0 ? 1e-6 : -1e-6;
            line.set(moved);
            ends[side] = line.model().objective().score(batch);
          }
          assertEquals((ends[0] - ends[1]) / 2e-6, slopes[j], 1e-7);
        }
      }
      line.set(w);
      assertEquals(before, line.model().trainingState());
    }
  }

  @ParameterizedTest
  @EnumSource
  void weightsOfOutputsMultiplyThoseOfRows(Line.Kind kind) {
    String output = kind == Line.Kind.NETWORK ? "layer0" : "y";
    try (Line line = Line.of(kind, Line.How.of(new Sgd(0.1))); Batch rows = Line.rows(4, 1);
        NDArray once = NDArray.of(new double[] {1, 0, 2, 4}, 4);
        NDArray halved = NDArray.of(new double[] {0.5, 0, 1, 2}, 4);
        Line other = Line.of(kind, Line.How.of(new Sgd(0.1)));
        TrainingSession s =
            new TrainingSession(line.model()).lossWeights(new LossWeights(Map.of(output, 0.5), Map.of()));
        TrainingSession t = new TrainingSession(other.model())) {
      assertEquals(t.fitBatch(weighted(rows, halved)), s.fitBatch(weighted(rows, once)), EXACT);
      assertArrayEquals(other.w(), line.w(), EXACT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void weightsOfClassesAreThoseOfTheRowsOfThatClass(Line.Kind kind) {
    LossWeights byClass = new LossWeights(Map.of(), Map.of("", Map.of(0L, 2.0, 2L, 0.5)));
    try (Line line = Line.of(kind, Line.How.of(new Sgd(0.1))); Line other = Line.of(kind, Line.How.of(new Sgd(0.1)));
        Batch rows = Line.rows(6, 1); NDArray own = NDArray.of(new double[] {1, 3, 1, 1, 1, 0.5}, 6, 1);
        NDArray labels = NDArray.of(new double[] {0, 2, 1, 5, -3, 0.5}, 6, 1);
        NDArray weights = NDArray.of(new double[] {2, 1.5, 1, 1, 1, 0.5}, 6);
        TrainingSession s = new TrainingSession(line.model()).lossWeights(byClass);
        TrainingSession t = new TrainingSession(other.model())) {
      Batch classes = new Batch(rows.features(), List.of(Batch.Column.of(labels)));
      assertEquals(t.fitBatch(weighted(classes, weights)), s.fitBatch(weighted(classes, own)), EXACT);
      assertArrayEquals(other.w(), line.w(), EXACT);
    }
  }

  @Test
  void classesAreNumberedFromZero() {
    for (long number : new long[] {-1, 1L << 40}) {
      String told = assertThrows(IllegalArgumentException.class,
          () -> new LossWeights(Map.of(), Map.of("", Map.of(number, 2.0)))).getMessage();
      assertTrue(told.contains("got the class " + number), told);
    }
  }

  @ParameterizedTest
  @EnumSource
  void metricsOfHeldOutRowsComeFromTheRunOfTheirLoss(Line.Kind kind) {
    try (Line line = Line.of(kind, Line.How.of(new Sgd(0.01))); Batch rows = Line.rows(8, 1)) {
      Trainable answersNothing = (Trainable) Proxy.newProxyInstance(Trainable.class.getClassLoader(),
          new Class<?>[] {Trainable.class}, (proxy, method, args) -> {
            assertNotEquals("compare", method.getName());
            return method.invoke(line.model(), args);
          });
      List<Epoch> epochs = new ArrayList<>();
      String output = kind == Line.Kind.NETWORK ? "layer0" : "xw";
      try (TrainingSession s = new TrainingSession(answersNothing)
          .validation(new ArrayBatches(rows, 3, null), Map.of(output, List.of(StandardMetric.of("mse"))))
          .listeners(new TrainingListener() {
            @Override
            public void onEpochEnd(TrainingSession session, Epoch epoch) {
              epochs.add(epoch);
            }
          })) {
        s.fit(new ArrayBatches(rows, 8, null), 2);
      }
      assertEquals(Line.loss(line.w(), rows), epochs.get(1).values().get("val_loss"), EXACT);
      assertEquals(Line.loss(line.w(), rows), epochs.get(1).values().get("val_mse"), EXACT);
    }
  }

  /** An updater of a user's own that leaves parameters alone. */
  private record Frozen() implements Updater {
    @Override
    public double learningRate() {
      return 0;
    }

    @Override
    public Schedule learningRateSchedule() {
      return null;
    }

    @Override
    public List<String> stateParts() {
      return List.of();
    }

    @Override
    public boolean trains() {
      return false;
    }

    @Override
    public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
      throw new AssertionError("asked for an update");
    }
  }

  @Test
  void whatAnUpdaterDoesNotTrainHasNoGradientAndNoState() {
    UpdatePolicy averaged = new UpdatePolicy(1, null, 0.9);
    try (Line line = Line.of(Line.Kind.NETWORK, Line.How.of(new Frozen()).with(averaged)); Batch rows = Line.rows(8, 1);
        TrainingSession s = new TrainingSession(line.model())) {
      s.fitBatch(rows);
      assertArrayEquals(Line.START, line.w());
      assertEquals(List.of(), line.model().trainedNames());
    }
  }
}
