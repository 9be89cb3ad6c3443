package org.pydl4j.nd.plan.steps;

import java.util.List;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;

/**
 * One kernel run of a plan. Inputs that the kernel does not read (shape only, absent) are null.
 *
 * @param frozen per input: whether its content is the same in every run
 * @param call what the backend was asked for
 */
public record Step(Node node, Kernel kernel, List<Value> inputs, List<Value> outputs, boolean[] frozen,
    KernelCall call) {
  /** How the kernel wants an input packed, or null when it reads it as it is. */
  public Kernel.Packing packing(int input) {
    return frozen[input] ? kernel.packing(input) : null;
  }
}
