package org.pydl4j.spark.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows that a training works on, one partition per worker, cached on the executors; spilled to disk when memory is
 * short.
 */
public final class RowBlocks implements AutoCloseable {
  private final JavaRDD<RowBlock> rdd;
  private final long[] rowsPerPartition;

  private RowBlocks(JavaRDD<RowBlock> rdd, long[] rowsPerPartition) {
    this.rdd = rdd;
    this.rowsPerPartition = rowsPerPartition;
  }

  /** Deals all rows to the workers anew, in an order that the seed chooses, and reads them once. */
  public static RowBlocks shuffled(JavaRDD<RowBlock> blocks, int workers, long seed) {
    return cached(blocks.mapPartitionsWithIndex(new Dealing(workers, seed), false)
        .mapToPair(dealt -> dealt)
        .partitionBy(new HashPartitioner(workers))
        .values()
        .mapPartitions(RowBlocks::inOrder));
  }

  /** Leaves rows where they are, at most that many partitions, and reads them once. */
  public static RowBlocks inPlace(JavaRDD<RowBlock> blocks, int workers) {
    return cached(blocks.getNumPartitions() > workers ? blocks.coalesce(workers) : blocks);
  }

  private static Iterator<RowBlock> inOrder(Iterator<RowBlock> arrived) {
    List<RowBlock> blocks = new ArrayList<>();
    arrived.forEachRemaining(blocks::add);
    blocks.sort(Comparator.comparingInt(RowBlock::source).thenComparingInt(RowBlock::sequence));
    return blocks.iterator();
  }

  private static RowBlocks cached(JavaRDD<RowBlock> blocks) {
    // Values are packed bytes already, so serialized storage would only copy them in every round.
    JavaRDD<RowBlock> cached = blocks.setName("pydl4j rows").persist(StorageLevel.MEMORY_AND_DISK());
    long[] rows = cached.mapPartitions(RowBlocks::count).collect().stream().mapToLong(n -> n).toArray();
    if (Arrays.stream(rows).sum() == 0) {
      cached.unpersist();
      throw new IllegalArgumentException(
          "[Spark rows] no rows: got an empty input; expected at least one row. Check paths and filters.");
    }
    return new RowBlocks(cached, rows);
  }

  private static Iterator<Long> count(Iterator<RowBlock> blocks) {
    long n = 0;
    while (blocks.hasNext()) {
      n += blocks.next().rows();
    }
    return List.of(n).iterator();
  }

  /** The blocks on the executors. */
  public JavaRDD<RowBlock> rdd() {
    return rdd;
  }

  /** How many parts they lie in. */
  public int partitions() {
    return rowsPerPartition.length;
  }

  /** The rows of each part. */
  public long[] rowsPerPartition() {
    return rowsPerPartition.clone();
  }

  /** The rows of all parts. */
  public long rows() {
    return Arrays.stream(rowsPerPartition).sum();
  }

  /** The rows of the largest part. */
  public long largestPartition() {
    return Arrays.stream(rowsPerPartition).max().orElse(0);
  }

  /** Gives the executors' memory back. */
  @Override
  public void close() {
    rdd.unpersist();
  }
}
