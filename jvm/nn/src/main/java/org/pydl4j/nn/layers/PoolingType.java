package org.pydl4j.nn.layers;

import org.pydl4j.nd.json.Doc;

/** How a window becomes one number. DL4J: PoolingType. */
@Doc("How a window becomes one number.")
public enum PoolingType {
  @Doc("largest element")
  MAX,
  @Doc("mean")
  AVG,
  @Doc("sum")
  SUM,
  @Doc("(sum |x|^p)^(1/p)")
  PNORM
}
