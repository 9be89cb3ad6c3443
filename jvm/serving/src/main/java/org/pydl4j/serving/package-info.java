/** Any saved model behind a call. */
@Api
package org.pydl4j.serving;

import org.pydl4j.nd.api.Api;
