package org.pydl4j.serving;

import org.pydl4j.datavec.pipeline.Pipeline;

/**
 * A model whose answers are known: the sum and the first minus the last of three numbers; 666 makes it fail.
 *
 * @param failure a RuntimeException or Error
 */
record Sums(Throwable failure) implements Scorer {
  Sums() {
    this(new IllegalArgumentException("no such number"));
  }

  @Override
  public int inputSize() {
    return 3;
  }

  @Override
  public int outputSize() {
    return 2;
  }

  @Override
  public float[] score(float[] examples, int rows) {
    float[] out = new float[rows * 2];
    for (int i = 0; i < rows; i++) {
      if (examples[i * 3] == 666) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
      out[i * 2] = examples[i * 3] + examples[i * 3 + 1] + examples[i * 3 + 2];
      out[i * 2 + 1] = examples[i * 3] - examples[i * 3 + 2];
    }
    return out;
  }

  @Override
  public Pipeline pipeline() {
    return null;
  }

  @Override
  public String version() {
    return "sums-1";
  }

  @Override
  public void close() {}
}
