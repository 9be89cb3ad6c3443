package org.pydl4j.spark.averaging;

import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.spark.data.PartitionRows;

/**
 * Minibatches of a partition's rows, such as those of one worker in one round; ends with an exception when Spark kills
 * the task.
 */
public final class Minibatches implements BatchSource {
  private final PartitionRows rows;
  private final int[] order;
  private final int from;
  private final int to;
  private final int batchSize;
  private int at;

  /** Rows order[from] (inclusive) to order[to] (exclusive). */
  public Minibatches(PartitionRows rows, int[] order, int from, int to, int batchSize) {
    this.rows = rows;
    this.order = order;
    this.from = from;
    this.to = to;
    this.batchSize = batchSize;
    this.at = from;
  }

  /** Rows handed out since the start. */
  int taken() {
    return at - from;
  }

  @Override
  public boolean hasNext() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("training was stopped");
    }
    return at < to;
  }

  @Override
  public Batch next() {
    if (at >= to) {
      throw new NoSuchElementException("[minibatches] the round has no further minibatch.");
    }
    int first = at;
    at = Math.min(at + batchSize, to);
    return rows.batch(order, first, at);
  }

  @Override
  public void reset(long epoch) {
    at = from;
  }

  @Override
  public long rows() {
    return to - from;
  }

  @Override
  public void close() {
    // batches belong to who took them
  }
}
