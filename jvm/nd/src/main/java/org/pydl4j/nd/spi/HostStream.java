package org.pydl4j.nd.spi;

/** The stream of main memory: everything is done when the call returns. */
final class HostStream implements Stream {
  private final Memory memory;

  HostStream(Memory memory) {
    this.memory = memory;
  }

  private static final class Mark implements Event {
    private long nanos;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {
    }

    @Override
    public void synchronize() {
    }

    @Override
    public double microsAfter(Event earlier) {
      return (nanos - ((Mark) earlier).nanos) / 1e3;
    }

    @Override
    public void close() {
    }
  }

  @Override
  public void copyIn(long host, long target, long bytes) {
    memory.copy(host, target, bytes);
  }

  @Override
  public void copyOut(long source, long host, long bytes) {
    memory.copy(source, host, bytes);
  }

  @Override
  public void copy(long source, long target, long bytes) {
    memory.copy(source, target, bytes);
  }

  @Override
  public Event newEvent() {
    return new Mark();
  }

  @Override
  public void record(Event event) {
    ((Mark) event).nanos = System.nanoTime();
  }

  @Override
  public void await(Event event) {
  }

  @Override
  public void synchronize() {
  }

  @Override
  public void close() {
  }
}
