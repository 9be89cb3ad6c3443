package org.pydl4j.spark.averaging;

import java.io.Serializable;

/**
 * All that workers are told about a round; with the rows of a partition it determines what they answer, to the bit.
 *
 * @param epoch whole epochs that the model was trained before this one
 * @param number of the round within its epoch, from 0
 * @param iteration minibatches that any worker trained before this round
 * @param rateFactor what all learning rates are multiplied with
 * @param state parameters, updater state and layer state, one after the other; not changed by anybody
 * @param threads that a worker computes with; {@code spark.task.cpus}
 */
public record RoundStart(int epoch, int number, long iteration, double rateFactor, float[] state, int threads) 
    implements Serializable {}
