package org.pydl4j.datavec.reader;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;

/**
 * Records one after another, used by one thread. Broken files raise UncheckedIOException from {@link #hasNext} or
 * {@link #next}.
 */
public interface RecordIterator extends Iterator<Record>, AutoCloseable {
  /** Where the record that {@link #next} returned last came from. */
  RecordOrigin origin();

  @Override
  void close();

  /** The records of a list; their positions count from {@code first}. */
  static RecordIterator of(List<Record> records, String name, long first) {
    return indexed(records.size(), first, i -> records.get((int) i), name);
  }

  /** {@code count} records by number. */
  static RecordIterator indexed(long count, long first, LongFunction<Record> get, String name) {
    return new RecordIterator() {
      private long at;

      @Override
      public boolean hasNext() {
        return at < count;
      }

      @Override
      public Record next() {
        if (at >= count) {
          throw new NoSuchElementException();
        }
        return get.apply(at++);
      }

      @Override
      public RecordOrigin origin() {
        return new RecordOrigin(name, first + at - 1);
      }

      @Override
      public void close() {}
    };
  }
}
