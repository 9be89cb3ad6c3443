package org.pydl4j.nd.fake;

import org.pydl4j.nd.spi.Event;

/** The latest mark that was put into a stream. */
final class FakeEvent implements Event {
  private volatile Mark mark;

  /** One place in a stream. */
  static final class Mark {
    final FakeStream stream;
    final long number;
    volatile boolean reached;
    volatile FakeStream.Failure failure;
    volatile long nanos;

    Mark(FakeStream stream, long number) {
      this.stream = stream;
      this.number = number;
    }

    void await() {
      stream.awaitWork(number);
    }
  }

  void mark(Mark next) {
    mark = next;
  }

  Mark mark() {
    return mark;
  }

  @Override
  public boolean isDone() {
    Mark m = mark;
    return m == null || m.reached;
  }

  @Override
  public void await() {
    Mark m = mark;
    if (m != null) {
      m.await();
    }
  }

  @Override
  public void synchronize() {
    Mark m = mark;
    if (m != null) {
      m.await();
      if (m.failure != null) {
        m.stream.told(m.failure);
        throw m.failure.raised();
      }
    }
  }

  @Override
  public double microsAfter(Event earlier) {
    return (mark.nanos - ((FakeEvent) earlier).mark.nanos) / 1e3;
  }

  @Override
  public void close() {
  }
}
