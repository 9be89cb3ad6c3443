/** How far outputs are from labels. */
@Api
package org.pydl4j.nn.losses;

import org.pydl4j.nd.api.Api;
