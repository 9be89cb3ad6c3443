package org.pydl4j.nn.training;

/**
 * What a fit did.
 *
 * @param rows examples trained on, counted once per epoch
 * @param batches minibatches
 * @param scoreSum sum over minibatches of score times rows
 * @param epochs whole epochs
 * @param stopped whether {@link TrainingSession#stop} ended it
 */
public record FitSummary(long rows, long batches, double scoreSum, int epochs, boolean stopped) {
  /** Mean score per example; NaN without rows. */
  public double meanScore() {
    return scoreSum / rows;
  }
}
