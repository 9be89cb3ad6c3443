package org.pydl4j.nd.plan.reference;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.spi.Binding;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** The declaration's plain-Java kernel as a step of a plan: what runs in main memory where the backend has none. */
public record ReferenceKernel(Op op, Attrs attrs, List<TensorType> inputs, List<TensorType> outputs) implements Kernel {
  /** The kernel of that call, or null when its declaration has none. */
  public static Kernel of(KernelCall call) {
    Op op = Ops.get(call.op());
    return op.reference() == null && op.code() == null ? null
        : new ReferenceKernel(op, call.attrs(), call.inputs(), call.outputs());
  }

  @Override
  public String implementation() {
    return "java:reference";
  }

  @Override
  public boolean canAlias(int input, int output) {
    return op.code() != null && inputs.get(input) != null && inputs.get(input).equals(outputs.get(output));
  }

  @Override
  public Bound bind(Binding to) {
    long[] in = to.inputs();
    long[] out = to.outputs();
    NDArray[] x = new NDArray[in.length];
    NDArray[] y = new NDArray[out.length];
    Bound bound = new Bound() {
      @Override
      public void run() {
        Interpreter.reference(op, attrs, x, y);
      }

      @Override
      public void input(int index, long address) {
        x[index] = inputs.get(index) == null ? null : wrap(inputs.get(index), address);
      }

      @Override
      public void output(int index, long address) {
        y[index] = wrap(outputs.get(index), address);
      }
    };
    for (int i = 0; i < in.length; i++) {
      bound.input(i, in[i]);
    }
    for (int i = 0; i < out.length; i++) {
      bound.output(i, out[i]);
    }
    return bound;
  }

  private static NDArray wrap(TensorType t, long address) {
    return address == 0 && t.size() > 0 ? null : NDArray.wrap(address, t.dtype(), t.dims(), null, null);
  }
}
