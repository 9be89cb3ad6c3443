package org.pydl4j.nn.updaters;

import org.pydl4j.nd.json.Doc;

/** What happens to gradients before regularization and updater. DL4J: GradientNormalization. */
@Doc("What happens to gradients before regularization and updater.")
public enum GradientNormalization {
  @Doc("nothing")
  None,
  @Doc("g / ||g||, the norm taken over all gradients of the layer")
  RenormalizeL2PerLayer,
  @Doc("g / ||g|| for each parameter array alone")
  RenormalizeL2PerParamType,
  @Doc("each element kept within [-threshold, threshold]")
  ClipElementWiseAbsoluteValue,
  @Doc("g threshold / ||g|| where the layer's norm exceeds the threshold")
  ClipL2PerLayer,
  @Doc("g threshold / ||g|| where a parameter array's norm exceeds the threshold")
  ClipL2PerParamType
}
