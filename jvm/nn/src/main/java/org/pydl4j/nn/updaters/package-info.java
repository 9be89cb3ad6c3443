/** How gradients change parameters, and numbers that change over time. */
@Api
package org.pydl4j.nn.updaters;

import org.pydl4j.nd.api.Api;
