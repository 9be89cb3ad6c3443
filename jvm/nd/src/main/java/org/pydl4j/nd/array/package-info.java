/** Arrays off the heap, batches of them, and who owns what. */
@Api
package org.pydl4j.nd.array;

import org.pydl4j.nd.api.Api;
