package org.pydl4j.datavec.reader;

import java.util.NoSuchElementException;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;

/** A random share of the records, decided by (seed, name of the file, position in it). */
public final class Sampled implements RecordIterator {
  private final RecordIterator in;
  private final long seed;
  private final double from;
  private final double to;
  private Record next;
  private RecordOrigin nextOrigin;
  private RecordOrigin origin;

  /** The records of a share {@code from <= number < to}. */
  public Sampled(RecordIterator in, long seed, double from, double to) {
    this.in = in;
    this.seed = seed;
    this.from = from;
    this.to = to;
  }

  @Override
  public boolean hasNext() {
    while (next == null && in.hasNext()) {
      Record r = in.next();
      RecordOrigin at = in.origin();
      double u = draw(seed, at);
      if (u >= from && u < to) {
        next = r;
        nextOrigin = at;
      }
    }
    return next != null;
  }

  /** A number in [0, 1) that is the same wherever the file lies. */
  private static double draw(long seed, RecordOrigin at) {
    String name = at.uri().substring(at.uri().lastIndexOf('/') + 1);
    long z = mix(mix(seed) + name.hashCode());
    return (mix(z + 0x9e3779b97f4a7c15L * (at.position() + 1)) >>> 11) * 0x1p-53;
  }

  /** SplitMix64's output function (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  @Override
  public Record next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Record r = next;
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
    in.close();
  }
}
