package org.pydl4j.datavec.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;

/**
 * Sequences: the records of each file as one record, whose values are the rows (Object[]) in order. DL4J:
 * SequenceRecordReader.
 */
public final class Grouped implements RecordIterator {
  private final RecordIterator in;
  private Object[] ahead;
  private String aheadUri;
  private RecordOrigin origin;

  public Grouped(RecordIterator in) {
    this.in = in;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && in.hasNext()) {
      ahead = in.next().values();
      aheadUri = in.origin().uri();
    }
    return ahead != null;
  }

  @Override
  public Record next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String uri = aheadUri;
    List<Object[]> steps = new ArrayList<>();
    while (hasNext() && aheadUri.equals(uri)) {
      steps.add(ahead);
      ahead = null;
    }
    origin = new RecordOrigin(uri, 0);
    return new Record(steps.toArray());
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
