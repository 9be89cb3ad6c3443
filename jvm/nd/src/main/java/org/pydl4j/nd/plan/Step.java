package org.pydl4j.nd.plan;

import java.util.List;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Kernel;

/** One kernel run of a plan. Inputs that the kernel does not read (shape only, absent) are null. */
record Step(Node node, Kernel kernel, List<Value> inputs, List<Value> outputs) {
}
