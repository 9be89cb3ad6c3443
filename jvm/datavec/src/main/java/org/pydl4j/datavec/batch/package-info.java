/** Rows to minibatches. */
@Api
package org.pydl4j.datavec.batch;

import org.pydl4j.nd.api.Api;
