package org.pydl4j.datavec.reader;

import java.util.NoSuchElementException;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.transform.RowFunction;

/**
 * Records after a function over rows; where it raises, the row is invalid, where it returns null, the row is filtered
 * out.
 */
public final class Mapped implements RecordIterator {
  private final RecordIterator in;
  private final RowFunction function;
  private final InvalidRows invalid;
  private Object[] next;
  private RecordOrigin origin;

  public Mapped(RecordIterator in, RowFunction function, InvalidRows invalid) {
    this.in = in;
    this.function = function;
    this.invalid = invalid;
  }

  @Override
  public boolean hasNext() {
    while (next == null && in.hasNext()) {
      Record r = in.next();
      try {
        next = function.apply(r.values());
      } catch (IllegalArgumentException e) {
        invalid.add(in.origin(), e);
      } catch (StackOverflowError e) { // a regular expression on a long text
        invalid.add(in.origin(), new IllegalArgumentException("[row] too long or nested too deeply for the stack.", e));
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
    origin = in.origin();
    return r;
  }

  @Override
  public RecordOrigin origin() {
    return origin;
  }

  @Override
  public void close() {
    in.close();
  }
}
