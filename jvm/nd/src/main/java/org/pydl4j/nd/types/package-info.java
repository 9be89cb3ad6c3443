/** Types of elements and arrays. */
@Api
package org.pydl4j.nd.types;

import org.pydl4j.nd.api.Api;
