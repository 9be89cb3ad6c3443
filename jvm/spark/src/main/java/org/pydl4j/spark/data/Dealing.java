package org.pydl4j.spark.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.Function2;
import org.pydl4j.nd.array.Permutation;
import scala.Tuple2;

/**
 * Deals the rows of each source to the workers like cards, in an order that the seed chooses: all workers get the same
 * number of rows, give or take one per source, and no worker gets one label only.
 */
record Dealing(int workers, long seed)
    implements Function2<Integer, Iterator<RowBlock>, Iterator<Tuple2<Integer, RowBlock>>> {

  @Override
  public Iterator<Tuple2<Integer, RowBlock>> call(Integer source, Iterator<RowBlock> blocks) {
    return new Hands(source, blocks);
  }

  private final class Hands implements Iterator<Tuple2<Integer, RowBlock>> {
    private final Iterator<RowBlock> blocks;
    private final Queue<Tuple2<Integer, RowBlock>> ready = new ArrayDeque<>();
    private int next;

    Hands(int source, Iterator<RowBlock> blocks) {
      this.blocks = blocks;
      this.next = source % workers;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && blocks.hasNext()) {
        deal(blocks.next());
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, RowBlock> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void deal(RowBlock block) {
      int[] order = Permutation.of(block.rows(), seed, block.source(), block.sequence());
      int[][] hands = new int[workers][(block.rows() + workers - 1) / workers];
      int[] sizes = new int[workers];
      for (int row : order) {
        hands[next][sizes[next]++] = row;
        next = (next + 1) % workers;
      }
      for (int worker = 0; worker < workers; worker++) {
        if (sizes[worker] > 0) {
          ready.add(new Tuple2<>(worker, block.take(Arrays.copyOf(hands[worker], sizes[worker]))));
        }
      }
    }
  }
}
