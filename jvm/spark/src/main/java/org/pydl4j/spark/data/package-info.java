/** Rows for training on Spark. */
@Api
package org.pydl4j.spark.data;

import org.pydl4j.nd.api.Api;
