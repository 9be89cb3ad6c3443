package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;

/** The records of several parts, one open at a time. */
final class Chain implements RecordIterator {
  /** Opens one part. */
  interface Opener {
    RecordIterator open(Part part) throws IOException;
  }

  private final List<Part> parts;
  private final Opener opener;
  private int nextPart;
  private RecordIterator current;
  private RecordOrigin origin;

  Chain(List<Part> parts, Opener opener) {
    this.parts = parts;
    this.opener = opener;
  }

  @Override
  public boolean hasNext() {
    while (current == null || !current.hasNext()) {
      close();
      if (nextPart == parts.size()) {
        return false;
      }
      try {
        current = opener.open(parts.get(nextPart++));
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    return true;
  }

  @Override
  public Record next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Record r = current.next();
    origin = null;
    return r;
  }

  @Override
  public RecordOrigin origin() {
    return current == null ? origin : current.origin();
  }

  @Override
  public void close() {
    if (current != null) {
      origin = current.origin();
      current.close();
      current = null;
    }
  }
}
