package org.pydl4j.spark.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.array.SparseRows;

/** All rows of a partition by number: the blocks in their order, nothing unpacked before it is asked for. */
public final class PartitionRows {
  private final List<RowBlock> blocks = new ArrayList<>();
  private final int[] firstRow;
  private final int rows;

  public PartitionRows(Iterator<RowBlock> all) {
    all.forEachRemaining(blocks::add);
    firstRow = new int[blocks.size()];
    int n = 0;
    for (int i = 0; i < firstRow.length; i++) {
      firstRow[i] = n;
      n = Math.addExact(n, blocks.get(i).rows());
    }
    rows = n;
  }

  /** How many there are. */
  public int rows() {
    return rows;
  }

  /** The rows with these numbers, in this order, as a batch; the caller closes it. */
  public Batch batch(int[] numbers, int from, int to) {
    List<Rows> made = new ArrayList<>();
    try {
      return new Batch(columns(RowBlock::features, numbers, from, to, made),
          columns(RowBlock::labels, numbers, from, to, made));
    } catch (RuntimeException e) {
      made.forEach(Rows::close);
      throw e;
    }
  }

  private List<Column> columns(Function<RowBlock, List<PackedColumn>> role, int[] numbers, int from, int to,
      List<Rows> made) {
    List<Column> out = new ArrayList<>();
    List<PackedColumn> first = role.apply(blocks.get(blockOf(numbers[from])));
    for (int i = 0; i < first.size(); i++) {
      int place = i;
      Function<RowBlock, PackedColumn> column = b -> role.apply(b).get(place);
      out.add(new Column(first.get(i).name(), gather(b -> column.apply(b).values(), numbers, from, to, made),
          (NDArray) gather(b -> column.apply(b).mask(), numbers, from, to, made),
          (NDArray) gather(b -> column.apply(b).weights(), numbers, from, to, made)));
    }
    return out;
  }

  /** One array of the rows; null where no block has it, ones in blocks that lack it beside others. */
  private Rows gather(Function<RowBlock, PackedRows> which, int[] numbers, int from, int to, List<Rows> made) {
    Map<Integer, PackedRows> of = new HashMap<>();
    PackedRows first = null;
    for (int i = from; i < to; i++) {
      PackedRows rows = of.computeIfAbsent(blockOf(numbers[i]), b -> which.apply(blocks.get(b)));
      first = first == null ? rows : first;
    }
    if (first == null) {
      return null;
    }
    for (int i = from; i < to; i++) {
      int block = blockOf(numbers[i]);
      PackedRows rows = of.get(block);
      if (rows == null && first instanceof PackedArray a) {
        of.put(block, a.ones(blocks.get(block).rows()));
      } else if (!first.fits(rows)) {
        throw new IllegalArgumentException("[Spark rows] rows of a minibatch differ in shape: got "
            + Arrays.toString(rows.rowShape()) + " after " + Arrays.toString(first.rowShape())
            + "; expected equal types and shapes. Pad sequences to one length in the pipeline.");
      }
    }
    Rows rows = first instanceof PackedArray a ? dense(a, of, numbers, from, to) : sparse(of, numbers, from, to);
    made.add(rows);
    return rows;
  }

  private NDArray dense(PackedArray first, Map<Integer, PackedRows> of, int[] numbers, int from, int to) {
    int size = first.rowBytes();
    byte[] values = new byte[Math.multiplyExact(to - from, size)];
    for (int i = from; i < to; i++) {
      int block = blockOf(numbers[i]);
      ((PackedArray) of.get(block)).copyRow(numbers[i] - firstRow[block], values, (i - from) * size);
    }
    return first.array(values, to - from);
  }

  private SparseRows sparse(Map<Integer, PackedRows> of, int[] numbers, int from, int to) {
    List<SparseRows> parts = new ArrayList<>();
    try {
      for (int i = from; i < to; i++) {
        int block = blockOf(numbers[i]);
        parts.add(((PackedSparseRows) of.get(block)).take(new int[] {numbers[i] - firstRow[block]}).unpacked());
      }
      return (SparseRows) Rows.concat(parts);
    } finally {
      parts.forEach(SparseRows::close);
    }
  }

  private int blockOf(int row) {
    int at = Arrays.binarySearch(firstRow, row);
    return at >= 0 ? at : -at - 2;
  }
}
