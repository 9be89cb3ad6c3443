/** Functions of a layer's output. */
@Api
package org.pydl4j.nn.activations;

import org.pydl4j.nd.api.Api;
