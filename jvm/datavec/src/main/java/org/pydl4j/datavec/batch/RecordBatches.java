package org.pydl4j.datavec.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.pydl4j.datavec.normalize.Normalizer;
import org.pydl4j.datavec.reader.Grouped;
import org.pydl4j.datavec.reader.Mapped;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.reader.RecordSource;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;

/**
 * Records to minibatches off-heap: reading, shuffling, encoding and normalizing happen on a thread in the background,
 * some batches ahead. DL4J: RecordReaderDataSetIterator with AsyncDataSetIterator.
 */
public final class RecordBatches implements BatchSource {
  private final BatchEncoder encoder;
  private final Sequences sequences;
  private final Normalizer normalizer;
  private final BatchOptions options;
  private final InvalidRows invalid;
  private final RowCache cache;
  private final RecordSource source;
  private long rows;
  private long epoch;
  private final Object opening = new Object(); // a thread that closes does not miss a reading that has just begun
  private Iterator<Batch> current;

  /**
   * @param source records of the encoder's schema
   * @param sequences how rows are put together to sequences; null: each row is an example
   * @param normalizer fitted, or null
   * @param invalid takes the rows of each epoch that can't be used
   */
  public RecordBatches(RecordSource source, BatchEncoder encoder, Sequences sequences, Normalizer normalizer,
      BatchOptions options, InvalidRows invalid) {
    if (!source.schema().equals(encoder.schema())) {
      throw new IllegalArgumentException("[batches] the records have another schema: got " + source.schema()
          + "; expected " + encoder.schema() + ".");
    }
    if (normalizer != null && !normalizer.isFitted()) {
      throw new IllegalArgumentException("[batches] the normalizer is not fitted."
          + " Call fit on the training data first.");
    }
    this.encoder = encoder;
    this.sequences = sequences;
    this.normalizer = normalizer;
    this.options = options;
    this.invalid = invalid;
    this.cache = new RowCache(this::open, invalid, options.cacheBytes());
    this.source = source;
    this.rows = sequences == null ? source.rows() : -1;
  }

  /** What this reader makes of rows. */
  public BatchEncoder encoder() {
    return encoder;
  }

  /** The rows of the current epoch that could not be used. */
  public InvalidRows invalidRows() {
    return invalid;
  }

  private RecordIterator open() {
    RecordIterator checked = new Mapped(source.open(invalid), row -> {
      encoder.check(row);
      return row;
    }, invalid);
    return sequences == null ? checked : new Grouped(checked);
  }

  private Iterator<Batch> current() {
    synchronized (opening) {
      if (current == null) {
        Iterator<Batch> made = new Making();
        current = options.prefetch() == 0 ? made : new Prefetch(made, options.prefetch());
      }
      return current;
    }
  }

  @Override
  public boolean hasNext() {
    return current().hasNext();
  }

  @Override
  public Batch next() {
    return current().next();
  }

  @Override
  public void reset(long number) {
    stop();
    epoch = number;
  }

  @Override
  public synchronized long rows() {
    return rows;
  }

  private synchronized void counted(long n) {
    rows = n;
  }

  private void stop() {
    Iterator<Batch> open;
    synchronized (opening) {
      open = current;
      current = null;
    }
    if (open == null) {
      return;
    }
    if (open instanceof Prefetch p) {
      p.close();
    }
    cache.close();
  }

  /** Ends the epoch; may be called from another thread, where a thread that waits for a batch then finds the end. */
  @Override
  public void close() {
    stop();
  }

  /** The batches of one epoch, made when asked for. */
  private final class Making implements Iterator<Batch> {
    private Iterator<Object[]> in;
    private long count;

    @Override
    public boolean hasNext() {
      if (in == null) {
        in = options.shuffleSeed() == null ? cache.inOrder() : cache.shuffled(options.shuffleSeed(), epoch);
      }
      boolean more = in.hasNext();
      if (!more) {
        counted(count);
        if (count == 0) {
          throw new IllegalArgumentException("[batches] no rows: got 0 valid and " + invalid.count()
              + " invalid ones; expected at least one. Check the files"
              + (invalid.count() > 0 ? "; the first invalid row: " + invalid.rows().get(0) : "") + ".");
        }
      }
      return more;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<Object[]> batch = new ArrayList<>(options.batchSize());
      while (batch.size() < options.batchSize() && in.hasNext()) {
        batch.add(in.next());
      }
      count += batch.size();
      Batch b = sequences == null ? encoder.encode(batch) : sequences.encode(encoder, batch);
      if (normalizer != null) {
        normalizer.transform(b);
      }
      return b;
    }
  }
}
