/** Layers, a record each. */
@Api
package org.pydl4j.nn.layers;

import org.pydl4j.nd.api.Api;
