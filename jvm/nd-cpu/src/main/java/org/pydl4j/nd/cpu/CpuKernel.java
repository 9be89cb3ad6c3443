package org.pydl4j.nd.cpu;

import org.pydl4j.nd.array.OffHeapMemoryError;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;

/** A kernel of the C++ library behind its handle. */
final class CpuKernel implements Kernel {
  private final String implementation;
  private final long scratchBytes;
  private final double flops;
  private long handle;

  CpuKernel(long handle) {
    this.handle = handle;
    implementation = Native.implementation(handle);
    scratchBytes = Native.scratch(handle);
    flops = Native.flops(handle);
  }

  @Override
  public String implementation() {
    return implementation;
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  @Override
  public double flops() {
    return flops;
  }

  @Override
  public boolean canAlias(int input, int output) {
    return Native.canAlias(handle, input, output);
  }

  @Override
  public Packing packing(int input) {
    String name = Native.packing(handle, input);
    return name.isEmpty() ? null : new Packing(name, Native.packedBytes(handle, input));
  }

  @Override
  public void pack(int input, long source, long target) {
    if (!Native.pack(handle, input, source, target)) {
      throw new IllegalStateException("[" + implementation + "] packing failed: " + Native.problem());
    }
  }

  @Override
  public Bound bind(Binding to) {
    long bound = Native.bind(handle, to.inputs(), to.inputs().length, to.outputs(), to.outputs().length, to.scratch());
    if (bound == 0) {
      throw new IllegalStateException(
          "[" + to.where() + ", " + implementation + "] binding failed: " + Native.problem());
    }
    return new CpuBound(bound, to.where());
  }

  @Override
  public void close() {
    if (handle != 0) {
      Native.close(handle);
      handle = 0;
    }
  }

  private static final class CpuBound implements Bound {
    private final String where;
    private long bound;

    CpuBound(long bound, String where) {
      this.bound = bound;
      this.where = where;
    }

    @Override
    public void run() {
      int stopped = Native.run(bound);
      if (stopped != 0) {
        throw raised(stopped, "[" + where + "] " + Native.problem());
      }
    }

    private static RuntimeException raised(int kind, String what) {
      return switch (kind) {
        case 1 -> new IndexOutOfBoundsException(what);
        case 2 -> new IllegalArgumentException(what);
        case 3 -> new ArithmeticException(what);
        case 4 -> new OffHeapMemoryError(what);
        default -> new IllegalStateException(what);
      };
    }

    @Override
    public void input(int index, long address) {
      Native.input(bound, index, address);
    }

    @Override
    public void output(int index, long address) {
      Native.output(bound, index, address);
    }

    @Override
    public void close() {
      if (bound != 0) {
        Native.unbind(bound);
        bound = 0;
      }
    }
  }
}
