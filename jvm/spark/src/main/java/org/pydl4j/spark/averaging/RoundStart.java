package org.pydl4j.spark.averaging;

import java.io.Serializable;
import org.pydl4j.nn.training.TrainingState;

/**
 * All that workers are told about a round; with the rows of a partition it determines what they answer, to the bit.
 *
 * @param at how far training is: minibatches and updates are those of the worker that got furthest
 * @param number of the round within its epoch, from 0
 * @param state parameters, updater state and layer state, one after the other; not changed by anybody
 * @param threads that a worker computes with; {@code spark.task.cpus}
 */
public record RoundStart(TrainingState at, int number, float[] state, int threads) implements Serializable {}
