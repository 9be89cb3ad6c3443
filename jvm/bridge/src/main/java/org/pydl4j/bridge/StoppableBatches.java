package org.pydl4j.bridge;

import java.util.function.BooleanSupplier;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;

/** A source that ends early when asked to. */
record StoppableBatches(BatchSource source, BooleanSupplier stopped) implements BatchSource {
  @Override
  public boolean hasNext() {
    return !stopped.getAsBoolean() && source.hasNext();
  }

  @Override
  public Batch next() {
    return source.next();
  }

  @Override
  public void reset(long epoch) {
    source.reset(epoch);
  }

  @Override
  public void skip(long batches) {
    source.skip(batches);
  }

  @Override
  public long rows() {
    return source.rows();
  }

  @Override
  public boolean checked() {
    return source.checked();
  }

  @Override
  public void close() {
    source.close();
  }
}
