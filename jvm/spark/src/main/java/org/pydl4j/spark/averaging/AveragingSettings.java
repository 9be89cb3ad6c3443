package org.pydl4j.spark.averaging;

import java.io.Serializable;

/**
 * How rounds are cut and sent.
 *
 * @param averagingFrequency minibatches of a worker in a round
 * @param batchSize rows of a minibatch
 * @param wire what workers send
 * @param reorder whether each partition's rows take another order every epoch
 * @param seed of the order
 */
public record AveragingSettings(int averagingFrequency, int batchSize, Wire wire, boolean reorder, long seed)
    implements Serializable {
  int rowsPerRound() {
    return Math.multiplyExact(averagingFrequency, batchSize);
  }
}
