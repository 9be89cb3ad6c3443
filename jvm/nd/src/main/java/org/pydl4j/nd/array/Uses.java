package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.spi.Event;
import org.pydl4j.nd.spi.Stream;

/**
 * What streams still do with the memory of an array on a device. Whoever puts work into a stream says what it waits for
 * first ({@code beforeRead}, {@code beforeWrite}) and then marks what it does ({@code reading}, {@code writing}); so
 * runs on different streams that share no array never wait for each other. Events may be recorded again meanwhile: one
 * then waits for more than needed.
 */
public final class Uses {
  private final List<Event> reads = new ArrayList<>();
  private Event write;

  /** Work put into the stream from now on may read: it waits for the last writer. */
  public synchronized void beforeRead(Stream stream) {
    if (write != null) {
      stream.await(write);
    }
  }

  /** Work put into the stream from now on may write: it waits for the last writer and all readers since. */
  public synchronized void beforeWrite(Stream stream) {
    beforeRead(stream);
    reads.forEach(stream::await);
  }

  /** Work that reads is done at the event. */
  public synchronized void reading(Event done) {
    reads.removeIf(e -> e != done && e.isDone());
    if (!reads.contains(done)) {
      reads.add(done);
    }
  }

  /** Work that writes is done at the event. */
  public synchronized void writing(Event done) {
    write = done;
    reads.clear();
  }

  synchronized boolean isDone() {
    return (write == null || write.isDone()) && reads.stream().allMatch(Event::isDone);
  }

  private synchronized List<Event> all() {
    List<Event> all = new ArrayList<>(reads);
    if (write != null) {
      all.add(write);
    }
    return all;
  }

  private synchronized Event write() {
    return write;
  }

  /** The host waits until nobody uses the memory; failures of that work do not matter any more. */
  void await() {
    all().forEach(Event::await);
  }

  /** The host waits until the content is there; raises what failed on the way. */
  public void synchronize() {
    Event last = write();
    if (last != null) {
      last.synchronize();
    }
  }
}
