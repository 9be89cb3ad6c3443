package org.pydl4j.nd.plan.run;

import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Stream;
import org.pydl4j.nd.types.DType;

/**
 * A step that a device has no kernel for, computed in main memory: wait, copy out, run the host's kernel, copy in.
 * Right and slow; shown as "host:..." by explain.
 */
record HostKernel(Kernel kernel, KernelCall call) implements Kernel {

  @Override
  public String implementation() {
    return "host:" + kernel.implementation();
  }

  @Override
  public double flops() {
    return kernel.flops();
  }

  @Override
  public Bound bind(Binding to) {
    return new Copied(to);
  }

  @Override
  public void close() {
    kernel.close();
  }

  private final class Copied implements Bound {
    private final Arena arena = Arena.open("host step " + call.op());
    private final Backend host = Backends.backend();
    private final Stream stream;
    private final Stream local = host.newStream();
    private final long[] in;
    private final long[] out;
    private final long[] hostIn;
    private final long[] hostOut;
    private final Bound bound;

    Copied(Binding to) {
      stream = to.stream();
      in = to.inputs().clone();
      out = to.outputs().clone();
      hostIn = new long[in.length];
      hostOut = new long[out.length];
      for (int i = 0; i < in.length; i++) {
        hostIn[i] = call.inputs().get(i) == null ? 0 : room(call.inputs().get(i).bytes());
      }
      for (int i = 0; i < out.length; i++) {
        hostOut[i] = room(call.outputs().get(i).bytes());
      }
      bound = kernel.bind(new Binding(to.where(), hostIn, hostOut,
          kernel.scratchBytes() == 0 ? 0 : room(kernel.scratchBytes()), local));
    }

    private long room(long bytes) {
      NDArray a = arena.create(DType.UINT8, bytes);
      return a.address();
    }

    @Override
    public void run() {
      for (int i = 0; i < in.length; i++) {
        if (call.inputs().get(i) != null) {
          stream.copyOut(in[i], hostIn[i], call.inputs().get(i).bytes());
        }
      }
      stream.synchronize();
      host.useThreads(call.threads());
      bound.run();
      for (int i = 0; i < out.length; i++) {
        stream.copyIn(hostOut[i], out[i], call.outputs().get(i).bytes());
      }
    }

    @Override
    public void input(int index, long address) {
      in[index] = address;
    }

    @Override
    public void output(int index, long address) {
      out[index] = address;
    }

    @Override
    public void close() {
      bound.close();
      local.close();
      arena.close();
    }
  }
}
