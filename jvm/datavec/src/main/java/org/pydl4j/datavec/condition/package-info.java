/** Conditions on rows, a record each. */
@Api
package org.pydl4j.datavec.condition;

import org.pydl4j.nd.api.Api;
