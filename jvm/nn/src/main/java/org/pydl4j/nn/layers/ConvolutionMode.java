package org.pydl4j.nn.layers;

import org.pydl4j.nd.json.Doc;

/** How output sizes of convolutions and pooling come about. DL4J: ConvolutionMode. */
@Doc("How output sizes of convolutions and pooling come about.")
public enum ConvolutionMode {
  @Doc("(in + 2 padding - kernel) / stride + 1 must be whole")
  Strict,
  @Doc("as Strict, rounded down: elements at the end may be left out")
  Truncate,
  @Doc("ceil(in / stride); padding is chosen for it")
  Same,
  @Doc("padding before the sequence only, so that no output sees later steps; one-dimensional layers only")
  Causal
}
