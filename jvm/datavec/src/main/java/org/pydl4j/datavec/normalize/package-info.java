/** Scaling of features. */
@Api
package org.pydl4j.datavec.normalize;

import org.pydl4j.nd.api.Api;
