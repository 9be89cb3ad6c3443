/** Contract tests for records, ours and anybody's. */
@Api
package org.pydl4j.testing;

import org.pydl4j.nd.api.Api;
