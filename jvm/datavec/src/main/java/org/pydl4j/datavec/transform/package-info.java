/** Steps over rows, a record each. */
@Api
package org.pydl4j.datavec.transform;

import org.pydl4j.nd.api.Api;
