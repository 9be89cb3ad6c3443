package org.pydl4j.spark.data;

import java.io.Serializable;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.array.SparseRows;

/** The rows of one array of a Batch, packed. */
sealed interface PackedRows extends Serializable permits PackedArray, PackedSparseRows {
  static PackedRows of(Rows rows) {
    return rows instanceof SparseRows s ? PackedSparseRows.of(s) : PackedArray.of((NDArray) rows);
  }

  int rows();

  /** Shape of one row. */
  long[] rowShape();

  /** The rows with these numbers. */
  PackedRows take(int[] picked);

  /** Bytes of the packed values. */
  long bytes();

  /** Whether rows of the other can stand in one array with these. */
  boolean fits(PackedRows other);
}
