/** Columns and their types. */
@Api
package org.pydl4j.datavec.schema;

import org.pydl4j.nd.api.Api;
