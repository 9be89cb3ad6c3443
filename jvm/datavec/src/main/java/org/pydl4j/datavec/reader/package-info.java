/** How files become records, a record each. */
@Api
package org.pydl4j.datavec.reader;

import org.pydl4j.nd.api.Api;
