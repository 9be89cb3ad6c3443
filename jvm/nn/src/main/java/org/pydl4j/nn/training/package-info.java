/** The training session and what listens to it. */
@Api
package org.pydl4j.nn.training;

import org.pydl4j.nd.api.Api;
