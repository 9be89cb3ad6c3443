package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Doc;

/** How gradients flow through time. DL4J: BackpropType. */
@Doc("How gradients flow through time.")
public enum BackpropType {
  @Doc("through the whole sequence")
  Standard,
  @Doc("through pieces of tbpttLength steps; the state is carried from piece to piece")
  TruncatedBPTT
}
