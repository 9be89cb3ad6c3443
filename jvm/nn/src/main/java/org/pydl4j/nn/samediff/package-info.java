/** Graphs with named variables, built op by op and trained: DL4J's SameDiff. */
@Api
package org.pydl4j.nn.samediff;

import org.pydl4j.nd.api.Api;
