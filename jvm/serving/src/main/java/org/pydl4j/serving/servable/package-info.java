/** What is served. */
@Api
package org.pydl4j.serving.servable;

import org.pydl4j.nd.api.Api;
