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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.eval.IEvaluation;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
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
