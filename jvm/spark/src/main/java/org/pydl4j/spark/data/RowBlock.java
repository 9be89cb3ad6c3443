package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pydl4j.nd.array.Batch;

/**
 * Some rows ready for training, as a cluster keeps and sends them: a Batch, packed.
 *
 * @param source number of the part of the input that the rows came from
 * @param sequence of the block among those of its source
 * @param rows number of rows
 */
public record RowBlock(int source, int sequence, int rows, List<PackedColumn> features, List<PackedColumn> labels)
    implements Serializable {

  static final int MOST_ROWS = 1024;
  static final int MOST_VALUES = 1 << 20;

  /** Rows of a block of rows of that many values. */
  static int rowsPerBlock(long values) {
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, values)));
  }

  /** Packs a batch, which stays the caller's. */
  public static RowBlock of(int source, int sequence, Batch batch) {
    return new RowBlock(source, sequence, Math.toIntExact(batch.rows()),
        serializable(batch.features().stream().map(PackedColumn::of)),
        serializable(batch.labels().stream().map(PackedColumn::of)));
  }

  /** The given rows as a block of their own. */
  public RowBlock take(int[] picked) {
    return new RowBlock(source, sequence, picked.length,
        serializable(features.stream().map(c -> c.with(r -> r.take(picked)))),
        serializable(labels.stream().map(c -> c.with(r -> r.take(picked)))));
  }

  private static List<PackedColumn> serializable(Stream<PackedColumn> columns) {
    return columns.collect(Collectors.toCollection(ArrayList::new));
  }

  /** Bytes of the packed values. */
  public long bytes() {
    return Stream.concat(features.stream(), labels.stream()).mapToLong(PackedColumn::bytes).sum();
  }
}
