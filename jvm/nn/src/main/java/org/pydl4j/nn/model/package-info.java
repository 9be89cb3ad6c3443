/** Networks that are trained, asked, saved and loaded. */
@Api
package org.pydl4j.nn.model;

import org.pydl4j.nd.api.Api;
