/** Networks that are trained on Spark. */
@Api
package org.pydl4j.spark.training;

import org.pydl4j.nd.api.Api;
