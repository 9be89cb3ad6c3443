package org.pydl4j.spark.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Permutation;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.eval.Metric;
import org.pydl4j.nn.eval.StandardMetric;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.LossWeights;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.spark.LocalSpark;
import org.pydl4j.spark.averaging.AveragingRounds;
import org.pydl4j.spark.averaging.Minibatches;
import org.pydl4j.spark.averaging.RoundStats;
import org.pydl4j.spark.averaging.Wire;
import org.pydl4j.spark.data.PartitionRows;
import org.pydl4j.spark.data.RowBlock;
import org.pydl4j.spark.data.RowBlocks;

class SparkDl4jMultiLayerTest {
  private static final int SIZE = 6;
  private final JavaSparkContext spark = LocalSpark.context();

  /** A perceptron, with batch normalization and dropout where asked for. */
  private static Model network(String updater, boolean noisy) {
    String hidden = noisy ? """
        , {"layer": {"@type": "BatchNormalization"}},
        {"layer": {"@type": "DropoutLayer"}, "common": {"dropOut": 0.8}}""" : "";
    return new Model(NetworkConfiguration.fromJson("""
        {"@type": "MultiLayerConfiguration", "conf": {"seed": 5, "common": {"updater": %s}},
         "inputType": {"@type": "FeedForward", "size": 6},
         "layers": [{"layer": {"@type": "DenseLayer", "nOut": 8, "activation": "Tanh"}}%s,
                    {"layer": {"@type": "OutputLayer", "nOut": 3, "loss": "MCXENT", "activation": "Softmax"}}]}"""
        .formatted(updater, hidden)))
        .init().setThreads(1);
  }

  private static RowBlock block(int source, int firstRow, int rows) {
    float[] x = new float[rows * SIZE];
    float[] y = new float[rows * 3];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < SIZE; j++) {
        x[i * SIZE + j] = (float) Math.sin((firstRow + i) * 1.3 + j * j);
        sum += x[i * SIZE + j] * (j - 2);
      }
      y[i * 3 + (sum < -1 ? 0 : sum < 1 ? 1 : 2)] = 1;
    }
    try (Batch batch = Batch.of(NDArray.of(x, rows, SIZE), NDArray.of(y, rows, 3))) {
      return RowBlock.of(source, 0, batch);
    }
  }

  /** Partitions of 60 rows. */
  private JavaRDD<RowBlock> rows(int partitions) {
    List<RowBlock> blocks = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      blocks.add(block(i, 60 * i, 60));
    }
    return spark.parallelize(blocks, partitions);
  }

  private static void step(TrainingSession trainer, List<RowBlock> from, int first, int last) {
    int rows = from.stream().mapToInt(RowBlock::rows).sum();
    try (Batch batch = new PartitionRows(from.iterator()).batch(Permutation.identity(rows), first, last)) {
      trainer.fitBatch(batch);
    }
  }

  private static ParameterAveragingTrainingMaster.Builder master() {
    return ParameterAveragingTrainingMaster.builder().wire(Wire.FLOAT32).shuffle(false).seed(3);
  }

  private void train(
      Model model, int partitions, ParameterAveragingTrainingMaster master, int epochs, List<RoundStats> stats) {
    try (RowBlocks blocks = RowBlocks.inPlace(rows(partitions), partitions)) {
      new SparkDl4jMultiLayer(spark, model, master).onRound(stats::add).fit(blocks, epochs, false);
    }
  }

  @Test
  void oneWorkerEqualsLocalTrainingToTheBitWithAdamDropoutAndBatchNormalization() {
    String adam = "{\"@type\": \"Adam\", \"learningRate\": 0.01}";
    try (Model local = network(adam, true); Model distributed = network(adam, true);
        TrainingSession trainer = new TrainingSession(local)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        for (int first = 0; first < 60; first += 16) {
          step(trainer, List.of(block(0, 0, 60)), first, Math.min(60, first + 16));
        }
      }
      train(distributed, 1, master().averagingFrequency(3).batchSizePerWorker(16).build(), 2, new ArrayList<>());
      assertArrayEquals(local.params().toFloatArray(), distributed.params().toFloatArray());
      assertArrayEquals(local.updaterState().toFloatArray(), distributed.updaterState().toFloatArray());
      assertEquals(local.iterationCount(), distributed.iterationCount());
      assertEquals(2, distributed.epochCount());
    }
  }

  private static TrainingListener keeping(List<Epoch> epochs) {
    return new TrainingListener() {
      @Override
      public void onEpochEnd(TrainingSession session, Epoch epoch) {
        epochs.add(epoch);
      }
    };
  }

  private static Minibatches minibatches(RowBlock block) {
    return new Minibatches(new PartitionRows(List.of(block).iterator()), Permutation.identity(block.rows()), 0,
        block.rows(), 16);
  }

  @Test
  void heldOutRowsMetricsAndClassWeightsCountAsTheyDoLocally() {
    String adam = "{\"@type\": \"Adam\", \"learningRate\": 0.01}";
    LossWeights weights = new LossWeights(Map.of("layer1", 2.0), Map.of("", Map.of(0L, 3.0, 2L, 0.25)));
    Map<String, List<Metric>> metrics = Map.of("", List.of(StandardMetric.of("accuracy")));
    List<Epoch> here = new ArrayList<>();
    List<Epoch> there = new ArrayList<>();
    try (Model local = network(adam, false); Model distributed = network(adam, false);
        TrainingSession session = new TrainingSession(local).lossWeights(weights).listeners(keeping(here))
            .validation(minibatches(block(1, 60, 60)), metrics);
        RowBlocks blocks = RowBlocks.inPlace(rows(1), 1)) {
      session.fit(minibatches(block(0, 0, 60)), 2);
      new SparkDl4jMultiLayer(spark, distributed, master().averagingFrequency(1).batchSizePerWorker(16).build())
          .lossWeights(weights).listeners(keeping(there))
          .validation(spark.parallelize(List.of(block(1, 60, 30), block(2, 90, 30)), 2), metrics).fit(blocks, 2, false);
      assertArrayEquals(local.params().toFloatArray(), distributed.params().toFloatArray());
      assertEquals(List.of("loss", "val_loss", "val_accuracy"), List.copyOf(there.get(1).values().keySet()));
      for (int i = 0; i < 2; i++) {
        Map<String, Double> expected = here.get(i).values();
        there.get(i).values().forEach((name, value) -> assertEquals(expected.get(name), value, 1e-6, name));
      }
    }
  }

  @Test
  void averagingEveryStepOfSgdEqualsOneMachineWithTheWholeBatch() {
    String sgd = "{\"@type\": \"Sgd\", \"learningRate\": 0.1}";
    try (Model local = network(sgd, false); Model distributed = network(sgd, false);
        TrainingSession trainer = new TrainingSession(local)) {
      RowBlock left = block(0, 0, 60);
      RowBlock right = block(1, 60, 60);
      for (int first = 0; first < 60; first += 10) {
        int[] both = new int[10];
        for (int i = 0; i < both.length; i++) {
          both[i] = first + i;
        }
        step(trainer, List.of(left.take(both), right.take(both)), 0, 20);
      }
      train(distributed, 2, master().averagingFrequency(1).batchSizePerWorker(10).build(), 1, new ArrayList<>());
      assertArrayEquals(local.params().toFloatArray(), distributed.params().toFloatArray(), 1e-5f);
    }
  }

  @Test
  void trainingOnSixteenBitWireLearns() {
    String adam = "{\"@type\": \"Adam\", \"learningRate\": 0.02}";
    try (Model model = network(adam, false)) {
      List<RoundStats> stats = new ArrayList<>();
      ParameterAveragingTrainingMaster master =
          ParameterAveragingTrainingMaster.builder().averagingFrequency(4).batchSizePerWorker(8).build();
      train(model, 3, master, 15, stats);
      assertTrue(stats.get(stats.size() - 1).loss() < 0.4 * stats.get(0).loss(), () -> stats.toString());
      assertEquals(15 * 180, stats.stream().mapToLong(RoundStats::rows).sum());
    }
  }

  @Test
  void workersFollowTheDriversChoicesAndOtherEnginesAreRefused() {
    Choices here = new Choices(Backends.backend().describe(), Map.of("a call", "dnnl"));
    try (Model model = network("{\"@type\": \"Sgd\"}", false)) {
      model.setChoices(here).setAutocast(true).setActivationCheckpointing(2);
      Computation how = Computation.of(model);
      assertEquals(Backends.backend().describe(), how.engine());
      try (Model worker = how.applyTo(network("{\"@type\": \"Sgd\"}", false))) {
        assertEquals(model.options(), worker.options());
      }
      ModelWorker elsewhere = new ModelWorker(model.configuration().toJson(),
          new Computation(0, false, Choices.NONE.toJson(), "another engine"), LossWeights.NONE);
      try (RowBlocks blocks = RowBlocks.inPlace(rows(1), 1)) {
        AveragingRounds rounds = new AveragingRounds(spark, blocks, elsewhere, master().build().settings());
        AveragingRounds.Position start = new AveragingRounds.Position(ModelState.of(model), TrainingState.NEW);
        Exception e = assertThrows(Exception.class, () -> rounds.epoch(start, 0, (stats, after) -> {}));
        assertTrue(e.getMessage().contains("expected 'another engine'"), e::getMessage);
      }
    }
  }

  @Test
  void networksInSixtyFourBitsAreRefused() {
    try (Model wide = new Model(NetworkConfiguration.fromJson("""
        {"@type": "MultiLayerConfiguration", "conf": {"dataType": "FLOAT64"},
         "inputType": {"@type": "FeedForward", "size": 2},
         "layers": [{"layer": {"@type": "OutputLayer", "nOut": 2, "loss": "MSE"}}]}""")).init()) {
      assertEquals(DType.FLOAT64, wide.params().dtype());
      ParameterAveragingTrainingMaster master = master().build();
      assertThrows(IllegalArgumentException.class, () -> new SparkDl4jMultiLayer(spark, wide, master));
    }
  }
}
