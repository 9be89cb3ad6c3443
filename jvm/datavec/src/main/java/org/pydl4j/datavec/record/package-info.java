/** Rows and their values. */
@Api
package org.pydl4j.datavec.record;

import org.pydl4j.nd.api.Api;
