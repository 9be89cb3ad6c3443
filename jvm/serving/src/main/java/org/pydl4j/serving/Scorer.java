package org.pydl4j.serving;

import org.pydl4j.datavec.pipeline.Pipeline;

/**
 * Turns rows of numbers into rows of numbers: one model of one version, callable from many threads at once.
 * {@link Predictor} is the scorer over a saved model.
 */
public interface Scorer extends AutoCloseable {
  /** How many numbers one example has, e.g. 784 for an image [1, 28, 28]. */
  int inputSize();

  /** How many numbers the answer to one example has, e.g. 10 class probabilities. */
  int outputSize();

  /**
   * Scores examples.
   *
   * @param examples [rows * inputSize], row by row
   * @param rows how many, at least 1
   * @return [rows * outputSize], row by row, in the same order
   */
  float[] score(float[] examples, int rows);

  /** What makes examples from raw records and images; null where the model was saved without one. */
  Pipeline pipeline();

  /** What tells this model from every other, short enough for a record header. */
  String version();

  @Override
  void close();
}
