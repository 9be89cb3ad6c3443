/** Records to JSON and back, and which records there are. */
@Api
package org.pydl4j.nd.json;

import org.pydl4j.nd.api.Api;
