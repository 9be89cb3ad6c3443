/** What a graph of layers holds beside them. */
@Api
package org.pydl4j.nn.vertices;

import org.pydl4j.nd.api.Api;
