/** Saved models. */
@Api
package org.pydl4j.serving.model;

import org.pydl4j.nd.api.Api;
