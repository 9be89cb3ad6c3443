/** Graphs of ops: what a layer lowers to. */
@Api
package org.pydl4j.nd.graph;

import org.pydl4j.nd.api.Api;
