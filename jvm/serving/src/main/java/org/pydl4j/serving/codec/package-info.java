/** Messages to inputs, and outputs to messages. */
@Api
package org.pydl4j.serving.codec;

import org.pydl4j.nd.api.Api;
