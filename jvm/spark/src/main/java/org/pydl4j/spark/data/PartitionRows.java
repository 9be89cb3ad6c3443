package org.pydl4j.spark.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;

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

  public int rows() {
    return rows;
  }

  /** The rows with these numbers, in this order, as a batch; the caller closes it. */
  public Batch batch(int[] numbers, int from, int to) {
    NDArray[] arrays = new NDArray[4];
    try {
      for (int column = 0; column < arrays.length; column++) {
        arrays[column] = gather(column, numbers, from, to);
      }
      return new Batch(arrays[0], arrays[1], arrays[2], arrays[3], to - from);
    } catch (RuntimeException e) {
      for (NDArray a : arrays) {
        if (a != null) {
          a.close();
        }
      }
      throw e;
    }
  }

  private NDArray gather(int column, int[] numbers, int from, int to) {
    PackedColumn first = blocks.get(blockOf(numbers[from])).columns().get(column);
    if (first == null) {
      return null;
    }
    int size = first.rowSize();
    float[] values = new float[(to - from) * size];
    for (int i = from; i < to; i++) {
      int block = blockOf(numbers[i]);
      PackedColumn c = blocks.get(block).columns().get(column);
      if (!first.fits(c)) {
        throw new IllegalArgumentException("[Spark rows] rows of a minibatch differ in shape: got "
            + (c == null ? "none" : Arrays.toString(c.rowShape())) + " after " + Arrays.toString(first.rowShape())
            + "; expected equal shapes. Pad sequences to one length in the pipeline.");
      }
      c.copyRow(numbers[i] - firstRow[block], values, (i - from) * size);
    }
    return first.array(values, to - from);
  }

  private int blockOf(int row) {
    int at = Arrays.binarySearch(firstRow, row);
    return at >= 0 ? at : -at - 2;
  }
}
