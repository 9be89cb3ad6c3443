/** Configurations of networks. */
@Api
package org.pydl4j.nn.conf;

import org.pydl4j.nd.api.Api;
