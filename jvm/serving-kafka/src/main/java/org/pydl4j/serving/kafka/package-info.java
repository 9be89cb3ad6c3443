/** A model behind a Kafka topic. */
@Api
package org.pydl4j.serving.kafka;

import org.pydl4j.nd.api.Api;
