package org.pydl4j.spark.averaging;

import java.io.Serializable;
import org.pydl4j.nn.training.TrainingState;

/**
 * What a worker did in a round.
 *
 * @param partition its rows' partition
 * @param firstRow of the rows in the epoch's order of the partition
 * @param rows trained, each once
 * @param at how far training is after them
 * @param loss mean over the rows
 * @param wireBytes sent, all slices together
 * @param engine that computed: libraries, versions, instruction set
 */
record WorkerReport(int partition, int firstRow, int rows, TrainingState at, double loss, long wireBytes,
    String engine) implements Serializable {}
