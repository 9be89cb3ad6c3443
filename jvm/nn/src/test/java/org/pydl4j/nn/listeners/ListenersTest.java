package org.pydl4j.nn.listeners;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.eval.StandardMetric;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.nn.updaters.Sgd;

class ListenersTest {
  private final Model model = new Model(MultiLayerConfiguration.of(NeuralNetConfiguration.of(1, new Sgd(0.1)),
      InputType.feedForward(2),
      OutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax()))).init();

  @AfterEach
  void closeModel() {
    model.close();
  }

  /** Four minibatches of two rows. */
  private static final class FourBatches implements BatchSource {
    private int next;

    @Override
    public boolean hasNext() {
      return next < 4;
    }

    @Override
    public Batch next() {
      next++;
      return Batch.of(NDArray.of(new float[] {1, 0, 0, 1}, 2, 2), NDArray.of(new int[] {0, 1}, 2));
    }

    @Override
    public void reset(long epoch) {
      next = 0;
    }

    @Override
    public long rows() {
      return 8;
    }

    @Override
    public void close() {
      next = 4;
    }
  }

  private void fit(int epochs, TrainingListener... listeners) {
    try (TrainingSession t = new TrainingSession(model).listeners(listeners)) {
      t.fit(new FourBatches(), epochs);
    }
  }

  @Test
  void scoresAreCollectedEveryFewIterations() {
    CollectScoresListener all = new CollectScoresListener(1);
    CollectScoresListener third = new CollectScoresListener(3);
    fit(2, all, third, new ScoreIterationListener(2));
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), all.scores().stream()
        .map(CollectScoresListener.Score::iteration).toList());
    assertEquals(List.of(0L, 3L, 6L), third.scores().stream().map(CollectScoresListener.Score::iteration).toList());
    assertTrue(all.scores().get(7).score() < all.scores().get(0).score());
  }

  @Test
  void speedCountsTheTimeOfStepsAndOfWaitingForData() {
    PerformanceListener p = new PerformanceListener(2);
    p.iterationDone(null, new Iteration(0, 0, 10, 1, 100, 150));
    assertEquals(null, p.speed());
    p.iterationDone(null, new Iteration(1, 0, 30, 1, 100, 150));
    assertEquals(new PerformanceListener.Speed(1, 80, 4, 100), p.speed());
  }

  @Test
  void timeLeftFollowsTheMeanIteration() {
    TimeIterationListener t = new TimeIterationListener(10, 1);
    t.onFitStart(null, 8, 1);
    assertEquals(0, t.left().toMillis());
    t.iterationDone(null, new Iteration(0, 0, 1, 1, 100, 100));
    t.iterationDone(null, new Iteration(1, 0, 1, 1, 0, 200));
    assertEquals(8 * 200, t.left().toMillis());
  }

  @Test
  void evaluationRunsOnHeldOutDataEveryEpoch() {
    List<Double> accuracies = new ArrayList<>();
    EvaluativeListener e = new EvaluativeListener(new FourBatches(), 1, EvaluativeListener.Every.EPOCHS, null,
        List.of(Evaluation::new),
        (m, results) -> accuracies.add(((Evaluation) results.get(0)).accuracy()));
    fit(20, e);
    assertEquals(20, accuracies.size());
    assertEquals(1, accuracies.get(19));
    IEvaluation<?> last = e.lastResults().get(0);
    assertEquals(8, ((Evaluation) last).numExamples());
  }

  /** What a session without data says of the values that it is told. */
  private List<String> heard(TrainingListener listener, double... losses) {
    List<String> out = new ArrayList<>();
    try (TrainingSession t = new TrainingSession(model).validation(new FourBatches(),
        Map.of("", List.of(StandardMetric.of("accuracy"))))) {
      listener.onFitStart(t, 8, losses.length);
      for (int i = 0; i < losses.length && !t.isStopped(); i++) {
        listener.onEpochEnd(t, new Epoch(i, 8, Map.of("loss", losses[i], "val_accuracy", -losses[i])));
        out.add(i + (t.isStopped() ? " stop" : "") + " " + model.trainingState().rateFactor());
      }
      listener.onFitEnd(t);
    }
    return out;
  }

  private static EarlyStopping stopping(Monitor monitor, int patience, Double baseline, int start) {
    return new EarlyStopping(new EarlyStopping.Options(monitor, patience, baseline, false, start));
  }

  @Test
  void earlyStoppingWaitsAsKerasDoes() {
    Monitor loss = Monitor.of("loss");
    assertEquals(List.of("0 1.0", "1 1.0", "2 1.0", "3 stop 1.0"), heard(stopping(loss, 2, null, 0), 3, 2, 2, 2, 1));
    assertEquals(List.of("0 1.0", "1 stop 1.0"), heard(stopping(loss, 0, null, 0), 3, 3, 2));
    assertEquals(List.of("0 1.0", "1 1.0", "2 stop 1.0"),
        heard(stopping(Monitor.of("val_accuracy"), 1, null, 0), 3, 2, 4));
    assertEquals(List.of("0 1.0", "1 stop 1.0"),
        heard(stopping(new Monitor("loss", Monitor.Mode.MAX, 0), 1, null, 0), 3, 2));
    assertEquals(List.of("0 1.0", "1 stop 1.0"),
        heard(stopping(new Monitor("loss", Monitor.Mode.AUTO, 1), 1, null, 0), 3, 2.5));
    assertEquals(List.of("0 1.0", "1 1.0", "2 1.0", "3 stop 1.0"), heard(stopping(loss, 1, null, 2), 1, 2, 3, 4, 5));
    assertEquals(List.of("0 1.0", "1 1.0", "2 stop 1.0"), heard(stopping(loss, 2, 0.5, 0), 3, 2, 2));
    assertEquals(List.of("0 1.0", "1 stop 1.0"), heard(stopping(loss, 2, null, 0), Double.NaN, Double.NaN, Double.NaN));
  }

  @Test
  void ratesFallOnAPlateauDownToTheLeastOne() {
    ReduceLROnPlateau listener = new ReduceLROnPlateau(new ReduceLROnPlateau.Options(Monitor.of("loss"), 0.5, 2, 1, 0));
    assertEquals(List.of("0 1.0", "1 1.0", "2 0.5", "3 0.5", "4 0.5", "5 0.25"), heard(listener, 3, 3, 3, 3, 3, 3));
    model.setTrainingState(TrainingState.NEW);
    fit(6, new ReduceLROnPlateau(
        new ReduceLROnPlateau.Options(new Monitor("loss", Monitor.Mode.MAX, 0), 0.1, 1, 0, 0.05)));
    assertEquals(0.5, model.trainingState().rateFactor(), 1e-9); // the updater's rate is 0.1
  }

  @Test
  void theBestParametersComeBackAfterAnErrorToo() {
    List<float[]> params = new ArrayList<>();
    TrainingListener breaks = new TrainingListener() {
      @Override
      public void onEpochEnd(TrainingSession session, Epoch epoch) {
        params.add(model.params().toFloatArray());
        if (params.size() == 3) {
          throw new IllegalStateException("enough");
        }
      }
    };
    EarlyStopping first =
        new EarlyStopping(new EarlyStopping.Options(new Monitor("loss", Monitor.Mode.MAX, 0), 9, null, true, 0));
    assertThrows(IllegalStateException.class, () -> fit(5, first, breaks));
    assertArrayEquals(params.get(0), model.params().toFloatArray());
    assertEquals(0, first.bestEpoch());
  }

  @Test
  void theLastCheckpointsAreKeptAndLoadAsTheModelThatWasSaved(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    fit(2, new CheckpointListener(folder, 3, 1, 2));
    assertEquals(List.of(new Checkpoint(2, 6, 1, folder.resolve("checkpoint_2_iter_6_epoch_1.zip")),
        new Checkpoint(3, 8, 2, folder.resolve("checkpoint_3_iter_8_epoch_2.zip"))),
        Checkpoint.list(folder));
    assertTrue(Files.exists(folder.resolve("notes.txt")));
    try (Model back = CheckpointListener.loadLast(folder)) {
      assertArrayEquals(model.params().toFloatArray(), back.params().toFloatArray());
      assertEquals(8, back.iterationCount());
      assertEquals(2, back.epochCount());
    }
  }

  @Test
  void senselessSettingsAreNamed(@TempDir Path folder) {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> new ScoreIterationListener(0)).getMessage()
        .contains("[ScoreIterationListener] frequency: got 0"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> new CheckpointListener(folder, 0, 0, 1)).getMessage()
        .contains("everyIterations 0"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> CheckpointListener.loadLast(folder)).getMessage()
        .contains("no checkpoint in"));
  }
}
