package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;

/** The iterator of all file readers: pulls rows from a source, hands invalid ones to the policy and goes on. */
public final class Rows implements RecordIterator {
  /** A file format's part of the work. */
  public interface Source {
    /**
     * The next row or null at the end. IllegalArgumentException means this row is invalid and the source stands behind
     * it.
     */
    Object[] read() throws IOException;

    /** Where the row that was read, or failed, last begins. */
    RecordOrigin origin();

    /** Closes the file. */
    void close() throws IOException;
  }

  private final Source source;
  private final InvalidRows invalid;
  private Object[] next;
  private RecordOrigin nextOrigin;
  private RecordOrigin origin;
  private boolean ended;

  /** The valid rows of a source; the policy takes the others. */
  public Rows(Source source, InvalidRows invalid) {
    this.source = source;
    this.invalid = invalid;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      try {
        next = source.read();
        ended = next == null;
        nextOrigin = ended ? null : source.origin();
      } catch (IllegalArgumentException e) {
        invalid.add(source.origin(), e);
      } catch (IOException e) {
        ended = true;
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    return next != null;
  }

  @Override
  public Record next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Record r = new Record(next);
    next = null;
    origin = nextOrigin;
    return r;
  }

  @Override
  public RecordOrigin origin() {
    return origin;
  }

  @Override
  public void close() {
    ended = true;
    next = null;
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
