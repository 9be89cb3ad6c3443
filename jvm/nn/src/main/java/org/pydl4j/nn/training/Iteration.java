package org.pydl4j.nn.training;

/**
 * One minibatch of training.
 *
 * @param iteration minibatches before this one, over the model's whole life
 * @param epoch epochs before this one
 * @param rows examples in the minibatch
 * @param score mean loss of the minibatch before the update, regularization included
 * @param dataMs time spent waiting for the minibatch
 * @param stepMs time spent training on it
 */
public record Iteration(long iteration, int epoch, long rows, double score, double dataMs, double stepMs) {
}
