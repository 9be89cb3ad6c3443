package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;

/**
 * Some rows ready for training, as a cluster keeps and sends them: the arrays of a Batch, packed.
 *
 * @param source number of the part of the input that the rows came from
 * @param sequence of the block among those of its source
 * @param rows number of rows
 * @param columns features, labels, features mask, labels mask; null where the Batch has none
 */
public record RowBlock(int source, int sequence, int rows, List<PackedColumn> columns) implements Serializable {
  static final int MOST_ROWS = 1024;
  static final int MOST_VALUES = 1 << 20;

  /** Rows of a block of rows of that shape; unknown dims are -1. */
  static int rowsPerBlock(long[] featureShape) {
    long values = Arrays.stream(featureShape).filter(d -> d > 0).reduce(1, (a, b) -> a * b);
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / values));
  }

  /** Packs a batch, which stays the caller's. */
  public static RowBlock of(int source, int sequence, Batch batch) {
    List<PackedColumn> columns = new ArrayList<>();
    for (NDArray a : Arrays.asList(batch.features(), batch.labels(), batch.featuresMask(), batch.labelsMask())) {
      columns.add(a == null ? null : PackedColumn.of(a));
    }
    return new RowBlock(source, sequence, Math.toIntExact(batch.rows()), columns);
  }

  /** The given rows as a block of their own. */
  public RowBlock take(int[] picked) {
    List<PackedColumn> taken = new ArrayList<>();
    for (PackedColumn c : columns) {
      if (c == null) {
        taken.add(null);
        continue;
      }
      float[] values = new float[picked.length * c.rowSize()];
      for (int i = 0; i < picked.length; i++) {
        c.copyRow(picked[i], values, i * c.rowSize());
      }
      taken.add(PackedColumn.of(c.dtype(), c.rowShape(), picked.length, values, values.length));
    }
    return new RowBlock(source, sequence, picked.length, taken);
  }

  /** Bytes of the packed values. */
  public long bytes() {
    return columns.stream().filter(Objects::nonNull).mapToLong(c -> c.data().length).sum();
  }
}
