package org.pydl4j.nd.fake;

import java.util.List;
import java.util.Set;
import org.pydl4j.nd.plan.reference.ReferenceKernel;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Memory;
import org.pydl4j.nd.spi.Stream;

/**
 * A device as far from main memory as a GPU, for tests: addresses that mean nothing to the host, explicit copies, a
 * worker thread per stream, kernels that run there. It checks every address against the blocks that are allocated when
 * the work runs, so memory freed or reused too early is an error. Found through the tests' own service file; there are
 * two, "fake:0" and "fake:1".
 */
public final class FakeDevice implements Backend {
  private final int index;
  private final FakeMemory memory;
  private final List<Backend> all;
  private volatile boolean lazy;
  private volatile Set<String> without = Set.of();

  /** The first device, with its sibling. */
  public FakeDevice() {
    index = 0;
    memory = new FakeMemory(this);
    all = List.of(this, new FakeDevice(1));
  }

  private FakeDevice(int index) {
    this.index = index;
    this.memory = new FakeMemory(this);
    this.all = List.of(this);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public List<Backend> devices() {
    return all;
  }

  @Override
  public int priority() {
    return 1000;
  }

  @Override
  public String describe() {
    return name() + ":" + index + " (reference kernels behind a queue, for tests)";
  }

  @Override
  public Memory memory() {
    return memory;
  }

  /** How many bytes there are; allocations beyond are refused. */
  public void capacity(long bytes) {
    memory.capacity(bytes);
  }

  /** Blocks that are allocated. */
  public int blocks() {
    return memory.blocks();
  }

  /**
   * Streams made from now on do their work only when somebody waits for it: what was not ordered explicitly then goes
   * wrong for sure.
   */
  public void lazy(boolean on) {
    lazy = on;
  }

  boolean isLazy() {
    return lazy;
  }

  /** Ops that have no kernel from now on. */
  public void without(Set<String> ops) {
    without = ops;
  }

  @Override
  public Stream newStream() {
    return new FakeStream(this);
  }

  @Override
  public Kernel kernel(KernelCall call) {
    Kernel reference = without.contains(call.op()) ? null : ReferenceKernel.of(call);
    return reference == null ? null : new FakeKernel(this, reference, call);
  }

  FakeMemory fakeMemory() {
    return memory;
  }

  @Override
  public String toString() {
    return name() + ":" + index;
  }
}
