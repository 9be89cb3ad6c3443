package org.pydl4j.nd.onnx;

/** How nodes that train and predict differently (BatchNormalization, Dropout) are read. */
public enum TrainingForm {
  /** As the file says, node by node. */
  AS_WRITTEN,
  /** All as in training: moments of the batch, and elements dropped. */
  TRAINING,
  /** All as in prediction: moments of the file, and nothing dropped. */
  INFERENCE;

  boolean trains(boolean written) {
    return this == AS_WRITTEN ? written : this == TRAINING;
  }
}
