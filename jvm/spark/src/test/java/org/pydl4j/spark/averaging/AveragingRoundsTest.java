package org.pydl4j.spark.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.training.TrainingState;
import org.pydl4j.spark.LocalSpark;
import org.pydl4j.spark.data.RowBlock;
import org.pydl4j.spark.data.RowBlocks;

class AveragingRoundsTest {
  private static final int SIZE = 3;

  /**
   * Least squares by gradient descent, small enough to check by hand; notes in its last state value how many rows it
   * saw.
   */
  record LeastSquares(double learningRate) implements Worker {
    @Override
    public Learned train(RoundStart round, BatchSource minibatches, int partition) {
      float[] w = round.state().clone();
      TrainingState at = round.at();
      double loss = 0;
      while (minibatches.hasNext()) {
        try (Batch batch = minibatches.next()) {
          loss += step(w, batch);
          at = at.stepped();
        }
      }
      return new Learned(w, at, loss / minibatches.rows());
    }

    private double step(float[] w, Batch batch) {
      double[] gradient = new double[SIZE];
      double loss = 0;
      for (int i = 0; i < batch.rows(); i++) {
        double error = -batch.label(0).getDouble(i, 0);
        for (int j = 0; j < SIZE; j++) {
          error += w[j] * batch.feature(0).getDouble(i, j);
        }
        loss += error * error;
        for (int j = 0; j < SIZE; j++) {
          gradient[j] += 2 * error * batch.feature(0).getDouble(i, j) / batch.rows();
        }
      }
      for (int j = 0; j < SIZE; j++) {
        w[j] -= (float) (learningRate * gradient[j]);
      }
      w[SIZE] += batch.rows();
      return loss;
    }
  }

  /** Fails once in each round of a partition, after its work. */
  record FailsFirst(LeastSquares inner, int failing) implements Worker {
    @Override
    public Learned train(RoundStart round, BatchSource minibatches, int partition) {
      Learned learned = inner.train(round, minibatches, partition);
      if (partition == failing && TaskContext.get().attemptNumber() == 0) {
        throw new IllegalStateException("the first attempt fails");
      }
      return learned;
    }
  }

  private static final LeastSquares WORKER = new LeastSquares(0.05);
  private static final AveragingRounds.Position START = new AveragingRounds.Position(new float[SIZE + 1],
      TrainingState.NEW);

  private static RowBlock block(int source, int sequence, int firstRow, int rows) {
    float[] x = new float[rows * SIZE];
    float[] y = new float[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < SIZE; j++) {
        x[i * SIZE + j] = (float) Math.sin((firstRow + i) * 1.7 + j * j);
        y[i] += (j - 1.5f) * x[i * SIZE + j];
      }
    }
    try (Batch batch = Batch.of(NDArray.of(x, rows, SIZE), NDArray.of(y, rows, 1))) {
      return RowBlock.of(source, sequence, batch);
    }
  }

  /** As many partitions as there are counts, with these rows, in blocks of at most 40. */
  private static JavaRDD<RowBlock> blocks(int... counts) {
    List<List<RowBlock>> parts = new ArrayList<>();
    int row = 0;
    for (int source = 0; source < counts.length; source++) {
      List<RowBlock> part = new ArrayList<>();
      for (int done = 0; done < counts[source]; done += 40) {
        int rows = Math.min(40, counts[source] - done);
        part.add(block(source, part.size(), row, rows));
        row += rows;
      }
      parts.add(part);
    }
    return LocalSpark.context().parallelize(parts, counts.length).flatMap(List::iterator);
  }

  private static AveragingRounds.Position train(
      RowBlocks rows, AveragingSettings settings, int epochs, List<RoundStats> stats) {
    try (rows) {
      AveragingRounds rounds = new AveragingRounds(LocalSpark.context(), rows, WORKER, settings);
      AveragingRounds.Position at = START;
      for (int epoch = 0; epoch < epochs; epoch++) {
        at = rounds.epoch(at, 0, (round, after) -> stats.add(round));
      }
      return at;
    }
  }

  @Test
  void oneWorkerEqualsNoAveragingToTheBit() {
    float[] alone = START.state().clone();
    for (int epoch = 0; epoch < 2; epoch++) {
      for (int first = 0; first < 100; first += 16) {
        RowBlock rows = block(0, 0, first, Math.min(16, 100 - first));
        try (Batch batch = new org.pydl4j.spark.data.PartitionRows(List.of(rows).iterator())
            .batch(org.pydl4j.nd.array.Permutation.identity(rows.rows()), 0, rows.rows())) {
          WORKER.step(alone, batch);
        }
      }
    }
    AveragingSettings settings = new AveragingSettings(3, 16, Wire.FLOAT32, false, 1);
    AveragingRounds.Position end = train(RowBlocks.inPlace(blocks(100), 1), settings, 2, new ArrayList<>());
    assertArrayEquals(alone, end.state());
    assertEquals(14, end.at().iteration());
  }

  @Test
  void averagingEveryGradientStepEqualsOneMachineWithTheWholeBatch() {
    float[] alone = START.state().clone();
    for (int step = 0; step < 4; step++) {
      RowBlock left = block(0, 0, step * 10, 10);
      RowBlock right = block(1, 0, 40 + step * 10, 10);
      int[] all = org.pydl4j.nd.array.Permutation.identity(20);
      try (Batch batch = new org.pydl4j.spark.data.PartitionRows(List.of(left, right).iterator()).batch(all, 0, 20)) {
        WORKER.step(alone, batch);
      }
    }
    AveragingSettings settings = new AveragingSettings(1, 10, Wire.FLOAT32, false, 1);
    AveragingRounds.Position end = train(RowBlocks.inPlace(blocks(40, 40), 2), settings, 1, new ArrayList<>());
    for (int j = 0; j < SIZE; j++) {
      assertEquals(alone[j], end.state()[j], 1e-6);
    }
  }

  @Test
  void everyRowCountsOncePerEpochHoweverUnevenThePartitions() {
    List<RoundStats> stats = new ArrayList<>();
    train(RowBlocks.inPlace(blocks(130, 1, 45), 3), new AveragingSettings(2, 16, Wire.BFLOAT16, true, 7), 2, stats);
    assertEquals(2 * 176, stats.stream().mapToLong(RoundStats::rows).sum());
    assertEquals(10, stats.size());
  }

  @Test
  void shufflingDealsAllRowsEvenly() {
    try (RowBlocks rows = RowBlocks.shuffled(blocks(130, 1, 45), 4, 3)) {
      assertEquals(176, rows.rows());
      for (long n : rows.rowsPerPartition()) {
        assertTrue(n >= 43 && n <= 45, () -> "got " + n);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndTheLossFalls() {
    AveragingSettings settings = new AveragingSettings(2, 8, Wire.BFLOAT16, true, 5);
    List<RoundStats> stats = new ArrayList<>();
    float[] once = train(RowBlocks.shuffled(blocks(100, 60), 2, 5), settings, 3, stats).state();
    float[] again = train(RowBlocks.shuffled(blocks(100, 60), 2, 5), settings, 3, new ArrayList<>()).state();
    assertArrayEquals(once, again);
    assertTrue(stats.get(stats.size() - 1).loss() < 0.1 * stats.get(0).loss());
  }

  @Test
  void aRetriedTaskChangesNoBit() {
    AveragingSettings settings = new AveragingSettings(4, 8, Wire.BFLOAT16, true, 5);
    float[] undisturbed = train(RowBlocks.inPlace(blocks(50, 60), 2), settings, 1, new ArrayList<>()).state();
    try (RowBlocks rows = RowBlocks.inPlace(blocks(50, 60), 2)) {
      AveragingRounds rounds = new AveragingRounds(LocalSpark.context(), rows, new FailsFirst(WORKER, 1), settings);
      assertArrayEquals(undisturbed, rounds.epoch(START, 0, (s, after) -> {}).state());
    }
  }

  @Test
  void anEpochGoesOnAtAnyRoundToTheSameBits() {
    AveragingSettings settings = new AveragingSettings(1, 8, Wire.BFLOAT16, true, 5);
    try (RowBlocks rows = RowBlocks.inPlace(blocks(50, 60), 2)) {
      AveragingRounds rounds = new AveragingRounds(LocalSpark.context(), rows, WORKER, settings);
      List<AveragingRounds.Position> after = new ArrayList<>();
      AveragingRounds.Position whole = rounds.epoch(START, 0, (round, at) -> after.add(at));
      assertEquals(8, after.size());
      for (int first : new int[] {1, 6, 7}) {
        assertArrayEquals(whole.state(), rounds.epoch(after.get(first - 1), first, (round, at) -> {}).state());
      }
    }
  }

  @Test
  void aFailureKeepsTheLastRoundsResult() {
    Worker diverges = (round, minibatches, partition) -> {
      if (round.at().epoch() == 1) {
        throw new ArithmeticException("diverged");
      }
      return WORKER.train(round, minibatches, partition);
    };
    AveragingSettings settings = new AveragingSettings(4, 8, Wire.FLOAT32, false, 5);
    float[] afterOneEpoch = train(RowBlocks.inPlace(blocks(50), 1), settings, 1, new ArrayList<>()).state();
    try (RowBlocks rows = RowBlocks.inPlace(blocks(50), 1)) {
      AveragingRounds rounds = new AveragingRounds(LocalSpark.context(), rows, diverges, settings);
      AveragingRounds.Position second = rounds.epoch(START, 0, (s, after) -> {});
      assertArrayEquals(afterOneEpoch, second.state());
      assertEquals(1, second.at().epoch());
      assertThrows(Exception.class, () -> rounds.epoch(second, 0, (s, after) -> {}));
      assertArrayEquals(afterOneEpoch, second.state());
    }
  }

  @Test
  void anEmptyInputIsRefused() {
    JavaRDD<RowBlock> none = LocalSpark.context().parallelize(List.<RowBlock>of(), 2);
    assertThrows(IllegalArgumentException.class, () -> RowBlocks.inPlace(none, 2));
  }
}
