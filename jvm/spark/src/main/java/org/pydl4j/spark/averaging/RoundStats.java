package org.pydl4j.spark.averaging;

/**
 * What is known of one averaging round.
 *
 * @param epoch epochs of the network before this one
 * @param round within its epoch, from 0
 * @param rowsPerEpoch all rows
 * @param loss mean over the round's rows
 * @param rows trained, all workers together
 * @param wireBytes sent by the workers
 * @param ms wall time
 */
public record RoundStats(int epoch, int round, long rowsPerEpoch, double loss, long rows, long wireBytes, double ms) {}
