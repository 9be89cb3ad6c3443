package org.pydl4j.nn.training;

/**
 * One whole epoch of training.
 *
 * @param number epochs before this one, over the model's whole life
 * @param rows examples trained on
 * @param loss mean loss of the examples before their steps, regularization included
 * @param validationLoss mean loss of the held-out examples after the epoch, regularization included; NaN without any
 */
public record Epoch(int number, long rows, double loss, double validationLoss) {
}
