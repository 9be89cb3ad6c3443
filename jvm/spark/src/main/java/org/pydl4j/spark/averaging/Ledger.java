package org.pydl4j.spark.averaging;

import java.util.Arrays;

/** Counts that every row of every partition is trained exactly once per epoch. Rows of a partition come in order. */
final class Ledger {
  private final long[] rows;
  private final long[] trained;

  /** @param rows of each partition */
  Ledger(long[] rows) {
    this.rows = rows.clone();
    this.trained = new long[rows.length];
  }

  void enter(WorkerReport report) {
    if (report.firstRow() != trained[report.partition()]) {
      throw new IllegalStateException("[Spark training] partition " + report.partition()
          + " trained the wrong rows: got rows from " + report.firstRow() + " on; expected from "
          + trained[report.partition()] + " on. " + WHAT_TO_DO);
    }
    trained[report.partition()] += report.rows();
  }

  /** Ends an epoch. */
  void close() {
    if (!Arrays.equals(rows, trained)) {
      throw new IllegalStateException("[Spark training] not every row was trained once in the epoch: got rows per "
          + "partition " + Arrays.toString(trained) + "; expected " + Arrays.toString(rows) + ". " + WHAT_TO_DO);
    }
    Arrays.fill(trained, 0);
  }

  private static final String WHAT_TO_DO =
      "The input changed while it was being read, or its reader gives other rows the second time. Write it to files.";
}
