package org.pydl4j.nd.fake;

import java.util.List;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.TensorType;

/**
 * The reference kernel, run by a stream's worker on the device's memory. Its scratch memory is overwritten by each run.
 */
record FakeKernel(FakeDevice device, Kernel reference, KernelCall call) implements Kernel {

  private static final int SCRATCH_BYTES = 192;

  @Override
  public String implementation() {
    return "fake:reference";
  }

  @Override
  public long scratchBytes() {
    return SCRATCH_BYTES;
  }

  @Override
  public boolean canAlias(int input, int output) {
    return reference.canAlias(input, output);
  }

  @Override
  public Bound bind(Binding to) {
    FakeStream stream = (FakeStream) to.stream();
    if (stream.device() != device) {
      throw new IllegalStateException(
          "[" + to.where() + "] is bound to a stream of " + stream.device() + " on " + device);
    }
    return new Queued(to, stream);
  }

  private final class Queued implements Bound {
    private final Binding to;
    private final FakeStream stream;
    private final long[] in;
    private final long[] out;
    private Bound bound;

    Queued(Binding to, FakeStream stream) {
      this.to = to;
      this.stream = stream;
      this.in = to.inputs().clone();
      this.out = to.outputs().clone();
    }

    /** As a GPU's launch the queued work keeps the addresses of now. */
    @Override
    public void run() {
      long[] x = in.clone();
      long[] y = out.clone();
      stream.put(to.where(), () -> compute(x, y));
    }

    private void compute(long[] x, long[] y) {
      translate(x, call.inputs());
      translate(y, call.outputs());
      device.memory().clear(to.scratch(), SCRATCH_BYTES);
      if (bound == null) {
        bound = reference.bind(new Binding(to.where(), x, y, 0, null));
      }
      for (int i = 0; i < x.length; i++) {
        bound.input(i, x[i]);
      }
      for (int i = 0; i < y.length; i++) {
        bound.output(i, y[i]);
      }
      bound.run();
    }

    private void translate(long[] addresses, List<TensorType> types) {
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = types.get(i) == null ? 0 : device.fakeMemory().translate(addresses[i], types.get(i).bytes());
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
  }
}
