package org.pydl4j.spark.averaging;

/**
 * What is known of one averaging round.
 *
 * @param epoch from 0
 * @param round within its epoch, from 0
 * @param rounds of an epoch
 * @param loss mean over the round's rows
 * @param rows trained, all workers together
 * @param wireBytes sent by the workers
 * @param ms wall time
 */
public record RoundStats(int epoch, int round, int rounds, double loss, long rows, long wireBytes, double ms) {}
