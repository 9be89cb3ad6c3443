package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.loss()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class LossOps {
  /** The only one. */
  public static final LossOps ALL = new LossOps();

  private LossOps() {
  }

  /**
   * Mean of |predictions - labels|.
   *
   * @param labels floats
   * @param predictions floats
   * @return loss, a new array
   */
  public NDArray absoluteDifference(NDArray labels, NDArray predictions) {
    return Calls.one("pydl4j.AbsoluteDifference", null, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /**
   * Mean of 1 - sum(labels predictions) along an axis, both of length 1.
   *
   * @param labels floats
   * @param predictions floats
   * @param options "axis": axis (-1)
   * @return loss, a new array
   */
  public NDArray cosineDistance(NDArray labels, NDArray predictions, Attrs options) {
    return Calls.one("pydl4j.CosineDistance", options, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /** The same with every option at its default. */
  public NDArray cosineDistance(NDArray labels, NDArray predictions) {
    return Calls.one("pydl4j.CosineDistance", null, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /**
   * Mean of max(0, 1 - (2 labels - 1) predictions), labels 0 or 1.
   *
   * @param labels floats
   * @param predictions floats
   * @return loss, a new array
   */
  public NDArray hingeLoss(NDArray labels, NDArray predictions) {
    return Calls.one("pydl4j.HingeLoss", null, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /**
   * Mean of e^2 / 2 where e = |predictions - labels| &lt;= delta, else of delta e - delta^2 / 2.
   *
   * @param labels floats
   * @param predictions floats
   * @param options "delta": where the loss becomes linear (1.0)
   * @return loss, a new array
   */
  public NDArray huberLoss(NDArray labels, NDArray predictions, Attrs options) {
    return Calls.one("pydl4j.HuberLoss", options, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /** The same with every option at its default. */
  public NDArray huberLoss(NDArray labels, NDArray predictions) {
    return Calls.one("pydl4j.HuberLoss", null, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /**
   * Half the sum of x^2.
   *
   * @param x floats
   * @return loss, a new array
   */
  public NDArray l2Loss(NDArray x) {
    return Calls.one("pydl4j.L2Loss", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Mean of -(labels log p + (1 - labels) log(1 - p)) of probabilities p.
   *
   * @param labels floats
   * @param predictions floats
   * @param options "epsilon": added before the logarithm (1.0E-7)
   * @return loss, a new array
   */
  public NDArray logLoss(NDArray labels, NDArray predictions, Attrs options) {
    return Calls.one("pydl4j.LogLoss", options, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /** The same with every option at its default. */
  public NDArray logLoss(NDArray labels, NDArray predictions) {
    return Calls.one("pydl4j.LogLoss", null, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /**
   * Mean of exp(log_predictions) - labels log_predictions.
   *
   * @param labels floats
   * @param logPredictions floats
   * @return loss, a new array
   */
  public NDArray logPoisson(NDArray labels, NDArray logPredictions) {
    return Calls.one("pydl4j.LogPoisson", null, Calls.NO_LISTS, new NDArray[] {labels, logPredictions});
  }

  /**
   * Mean of (predictions - labels)^2.
   *
   * @param labels floats
   * @param predictions floats
   * @return loss, a new array
   */
  public NDArray meanSquaredError(NDArray labels, NDArray predictions) {
    return Calls.one("pydl4j.MeanSquaredError", null, Calls.NO_LISTS, new NDArray[] {labels, predictions});
  }

  /**
   * Mean of -(labels log s + (1 - labels) log(1 - s)), s the sigmoid of logits.
   *
   * @param labels floats
   * @param logits floats
   * @return loss, a new array
   */
  public NDArray sigmoidCrossEntropy(NDArray labels, NDArray logits) {
    return Calls.one("pydl4j.SigmoidCrossEntropy", null, Calls.NO_LISTS, new NDArray[] {labels, logits});
  }

  /**
   * Mean over rows of -sum(labels log softmax(logits)), both [N, C].
   *
   * @param labels floats
   * @param logits floats
   * @return loss, a new array
   */
  public NDArray softmaxCrossEntropyMean(NDArray labels, NDArray logits) {
    return Calls.one("pydl4j.SoftmaxCrossEntropyMean", null, Calls.NO_LISTS, new NDArray[] {labels, logits});
  }

  /**
   * Mean over rows of -log softmax(logits)[label], labels [N] numbers of classes, logits [N, C].
   *
   * @param labels integers
   * @param logits floats
   * @return loss, a new array
   */
  public NDArray sparseSoftmaxCrossEntropy(NDArray labels, NDArray logits) {
    return Calls.one("pydl4j.SparseSoftmaxCrossEntropy", null, Calls.NO_LISTS, new NDArray[] {labels, logits});
  }
}
