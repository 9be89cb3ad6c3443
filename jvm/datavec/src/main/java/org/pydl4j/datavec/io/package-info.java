/** Where bytes come from. */
@Api
package org.pydl4j.datavec.io;

import org.pydl4j.nd.api.Api;
