package org.pydl4j.spark.averaging;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Counts that every row of every partition is trained exactly once per epoch. Rows of a partition come in order. */
final class Ledger {
  private final long[] rows;
  private final long[] trained;

  /**
   * @param rows of each partition
   * @param before rows of each that were trained before, at most
   */
  Ledger(long[] rows, long before) {
    this.rows = rows.clone();
    this.trained = LongStream.of(rows).map(n -> Math.min(n, before)).toArray();
  }

  void enter(WorkerReport report) {
    if (report.firstRow() != trained[report.partition()]) {
      throw new IllegalStateException("[Spark training] partition " + report.partition()
          + " trained the wrong rows: got rows from " + report.firstRow() + " on; expected from "
          + trained[report.partition()] + " on. " + WHAT_TO_DO);
    }
    trained[report.partition()] += report.rows();
  }

  /** Ends the epoch. */
  void close() {
    if (!Arrays.equals(rows, trained)) {
      throw new IllegalStateException("[Spark training] not every row was trained once in the epoch: got rows per "
          + "partition " + Arrays.toString(trained) + "; expected " + Arrays.toString(rows) + ". " + WHAT_TO_DO);
    }
  }

  private static final String WHAT_TO_DO =
      "The input changed while it was being read, or its reader gives other rows the second time. Write it to files.";
}
