/** How parameters start. */
@Api
package org.pydl4j.nn.weights;

import org.pydl4j.nd.api.Api;
