/** All that makes a network's inputs, as one value. */
@Api
package org.pydl4j.datavec.pipeline;

import org.pydl4j.nd.api.Api;
