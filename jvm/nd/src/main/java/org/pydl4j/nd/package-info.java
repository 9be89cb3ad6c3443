/** The way in for JVM programs: arrays and the families of ops. */
@Api
package org.pydl4j.nd;

import org.pydl4j.nd.api.Api;
