package org.pydl4j.serving;

import org.pydl4j.datavec.pipeline.Pipeline;

/** A model whose answers are known: the sum and the first minus the last of three numbers; 666 makes it fail. */
record Sums() implements Scorer {
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
        throw new IllegalArgumentException("no such number");
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
