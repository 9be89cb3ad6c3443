package org.pydl4j.datavec.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.nd.array.Permutation;

/** The rows, or sequences, of a source, epoch after epoch: from memory when they all fit, else read again. */
final class RowCache implements AutoCloseable {
  private final Supplier<RecordIterator> source;
  private final InvalidRows invalid;
  private final long capacityBytes;
  private List<Object[]> rows;
  private RecordIterator open;
  private boolean tooLarge;

  RowCache(Supplier<RecordIterator> source, InvalidRows invalid, long capacityBytes) {
    this.source = source;
    this.invalid = invalid;
    this.capacityBytes = capacityBytes;
  }

  private RecordIterator read() {
    close();
    invalid.clear();
    open = source.get();
    return open;
  }

  /** The rows in their order. */
  Iterator<Object[]> inOrder() {
    return rows != null ? rows.iterator() : new Filling(read());
  }

  /** The rows in an order decided by (seed, epoch). */
  Iterator<Object[]> shuffled(long seed, long epoch) {
    if (rows == null && !tooLarge) {
      Filling all = new Filling(read());
      while (!tooLarge && all.hasNext()) {
        all.next();
      }
      if (tooLarge) {
        close();
      }
    }
    if (rows == null) {
      return new ShuffleWindow(new Filling(read()), capacityBytes, new Random(Permutation.mix(seed, epoch)));
    }
    List<Object[]> all = rows;
    return IntStream.of(Permutation.of(all.size(), seed, epoch)).mapToObj(all::get).iterator();
  }

  /** About how many bytes a row holds on the heap. */
  static long bytes(Object[] row) {
    long sum = 32 + 8L * row.length;
    for (Object v : row) {
      if (v instanceof Image i) {
        sum += 64 + i.pixels().length;
      } else if (v instanceof ArrayValue a) {
        sum += 64 + 4L * a.values().length;
      } else if (v instanceof String s) {
        sum += 48 + s.length();
      } else if (v instanceof byte[] b) {
        sum += 16 + b.length;
      } else if (v instanceof Object[] step) {
        sum += bytes(step);
      } else {
        sum += 16;
      }
    }
    return sum;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /** Passes rows on and keeps them as long as they fit. */
  private final class Filling implements Iterator<Object[]> {
    private final RecordIterator in;
    private List<Object[]> kept = tooLarge ? null : new ArrayList<>();
    private long bytes;

    Filling(RecordIterator in) {
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("[batches] interrupted while reading.");
      }
      boolean more = in.hasNext();
      if (!more && kept != null) {
        rows = kept;
        kept = null;
      }
      return more;
    }

    @Override
    public Object[] next() {
      Object[] row = in.next().values();
      if (kept != null) {
        kept.add(row);
        bytes += bytes(row);
        if (bytes > capacityBytes) {
          kept = null;
          tooLarge = true;
        }
      }
      return row;
    }
  }
}
