package org.pydl4j.nn.eval;

/** How metrics of classes become one number. DL4J: EvaluationAveraging. */
public enum Averaging {
  /** The mean over classes; classes for which the metric is 0/0 are left out. */
  MACRO,
  /** The metric of the summed counts: large classes weigh more. */
  MICRO
}
