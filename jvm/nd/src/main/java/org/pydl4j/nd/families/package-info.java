/** Ops on arrays, one class per family. */
@Api
package org.pydl4j.nd.families;

import org.pydl4j.nd.api.Api;
