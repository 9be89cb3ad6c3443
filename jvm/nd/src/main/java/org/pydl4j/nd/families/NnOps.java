package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.nn()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class NnOps {
  /** The only one. */
  public static final NnOps ALL = new NnOps();

  private NnOps() {
  }

  /**
   * Scaled dot-product attention over heads: softmax(scale q k' + mask) v; k and v may have fewer heads than q; a query
   * that sees no key gives 0; also returns the keys and values with their past.
   *
   * @param q floats
   * @param k floats
   * @param v floats
   * @param attnMask of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     bool; may be null
   * @param pastKey floats; may be null
   * @param pastValue floats; may be null
   * @param options "is_causal": whether query i sees keys up to i only (0); "scale": factor of the products; 1 /
   *     sqrt(head size) when not given (0.0); "softcap": bound of the scores before the mask, 0 for none (0.0);
   *     "q_num_heads": heads of Q [B, T, heads D] (0); "kv_num_heads": heads of K and V of rank 3 (0);
   *     "left_window_size": keys before its own that a query sees, -1 for all (-1); "right_window_size": keys after its
   *     own that a query sees, -1 for all (-1); "softmax_precision": unused: at least that of the inputs (1)
   * @return Y, present_key, present_value, new arrays
   */
  public NDArray[] attention(NDArray q, NDArray k, NDArray v, NDArray attnMask, NDArray pastKey, NDArray pastValue,
      Attrs options) {
    return Calls.all("Attention", options, Calls.NO_LISTS, new NDArray[] {q, k, v, attnMask, pastKey, pastValue});
  }

  /** The same with every option at its default. */
  public NDArray[] attention(NDArray q, NDArray k, NDArray v, NDArray attnMask, NDArray pastKey, NDArray pastValue) {
    return Calls.all("Attention", null, Calls.NO_LISTS, new NDArray[] {q, k, v, attnMask, pastKey, pastValue});
  }

  /**
   * Scale (x - mean) / sqrt(var + epsilon) + shift per channel, with given moments; in training mode with those of the
   * batch, and also returns running moments: momentum given + (1 - momentum) batch's, of biased variance.
   *
   * @param x floats
   * @param scale floats
   * @param shift floats
   * @param mean floats
   * @param var floats
   * @param options "epsilon": added to the variance (1.0E-5); "momentum": weight of the given moments in the running
   *     ones (0.9); "training_mode": 1 for the moments of the batch (0)
   * @return y, a new array
   */
  public NDArray batchNormalization(NDArray x, NDArray scale, NDArray shift, NDArray mean, NDArray var, Attrs options) {
    return Calls.one("BatchNormalization", options, Calls.NO_LISTS, new NDArray[] {x, scale, shift, mean, var});
  }

  /** The same with every option at its default. */
  public NDArray batchNormalization(NDArray x, NDArray scale, NDArray shift, NDArray mean, NDArray var) {
    return Calls.one("BatchNormalization", null, Calls.NO_LISTS, new NDArray[] {x, scale, shift, mean, var});
  }

  /**
   * Max(x, 0) + min(0, alpha (exp(x / alpha) - 1)).
   *
   * @param x floats
   * @param options "alpha": limit at minus infinity, negated (1.0)
   * @return y, a new array
   */
  public NDArray celu(NDArray x, Attrs options) {
    return Calls.one("Celu", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray celu(NDArray x) {
    return Calls.one("Celu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X / retain where a uniform number is below retain, else 0.
   *
   * @param x floats
   * @param seed integers
   * @param step integers
   * @param options "retain": probability of keeping an element (0.5); "node": distinguishes uses (0)
   * @return y, a new array
   */
  public NDArray dropout(NDArray x, NDArray seed, NDArray step, Attrs options) {
    return Calls.one("pydl4j.Dropout", options, Calls.NO_LISTS, new NDArray[] {x, seed, step});
  }

  /** The same with every option at its default. */
  public NDArray dropout(NDArray x, NDArray seed, NDArray step) {
    return Calls.one("pydl4j.Dropout", null, Calls.NO_LISTS, new NDArray[] {x, seed, step});
  }

  /**
   * X where x &gt; 0, alpha (exp(x) - 1) elsewhere.
   *
   * @param x floats
   * @param options "alpha": limit at minus infinity, negated (1.0)
   * @return y, a new array
   */
  public NDArray elu(NDArray x, Attrs options) {
    return Calls.one("Elu", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray elu(NDArray x) {
    return Calls.one("Elu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X Phi(x), Phi the normal distribution function; approximate="tanh" for its approximation.
   *
   * @param x floats
   * @param options "approximate": none or tanh (none)
   * @return y, a new array
   */
  public NDArray gelu(NDArray x, Attrs options) {
    return Calls.one("Gelu", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray gelu(NDArray x) {
    return Calls.one("Gelu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each group of channels of each example.
   *
   * @param x floats
   * @param scale floats
   * @param shift floats
   * @param options "num_groups": groups of channels; "epsilon": added to the variance (1.0E-5)
   * @return y, a new array
   */
  public NDArray groupNormalization(NDArray x, NDArray scale, NDArray shift, Attrs options) {
    return Calls.one("GroupNormalization", options, Calls.NO_LISTS, new NDArray[] {x, scale, shift});
  }

  /** The same with every option at its default. */
  public NDArray groupNormalization(NDArray x, NDArray scale, NDArray shift) {
    return Calls.one("GroupNormalization", null, Calls.NO_LISTS, new NDArray[] {x, scale, shift});
  }

  /**
   * Max(0, min(1, alpha x + beta)).
   *
   * @param x floats
   * @param options "alpha": slope (0.2); "beta": value at 0 (0.5)
   * @return y, a new array
   */
  public NDArray hardSigmoid(NDArray x, Attrs options) {
    return Calls.one("HardSigmoid", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray hardSigmoid(NDArray x) {
    return Calls.one("HardSigmoid", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X max(0, min(1, x / 6 + 1/2)).
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray hardSwish(NDArray x) {
    return Calls.one("HardSwish", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Scale (x - mean) / sqrt(var + epsilon) + shift with the moments of each channel of each example.
   *
   * @param x floats
   * @param scale floats
   * @param shift floats
   * @param options "epsilon": added to the variance (1.0E-5)
   * @return y, a new array
   */
  public NDArray instanceNormalization(NDArray x, NDArray scale, NDArray shift, Attrs options) {
    return Calls.one("InstanceNormalization", options, Calls.NO_LISTS, new NDArray[] {x, scale, shift});
  }

  /** The same with every option at its default. */
  public NDArray instanceNormalization(NDArray x, NDArray scale, NDArray shift) {
    return Calls.one("InstanceNormalization", null, Calls.NO_LISTS, new NDArray[] {x, scale, shift});
  }

  /**
   * X / (bias + alpha / size * sum of squares of the channels around)^beta.
   *
   * @param x floats
   * @param options "size": channels that are summed; "alpha": factor of the mean of squares (1.0E-4); "beta": exponent
   *     (0.75); "bias": added to the mean (1.0)
   * @return y, a new array
   */
  public NDArray lrn(NDArray x, Attrs options) {
    return Calls.one("LRN", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray lrn(NDArray x) {
    return Calls.one("LRN", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Scale (x - mean) / sqrt(var + epsilon) + shift, moments over the axes from 'axis' on; also returns mean and 1 /
   * sqrt(var + epsilon).
   *
   * @param x floats
   * @param scale floats
   * @param shift floats; may be null
   * @param options "axis": first normalized axis (-1); "epsilon": added to the variance (1.0E-5); "stash_type": type of
   *     the moments; that of x here (1)
   * @return y, mean, inv_std_dev, new arrays
   */
  public NDArray[] layerNormalization(NDArray x, NDArray scale, NDArray shift, Attrs options) {
    return Calls.all("LayerNormalization", options, Calls.NO_LISTS, new NDArray[] {x, scale, shift});
  }

  /** The same with every option at its default. */
  public NDArray[] layerNormalization(NDArray x, NDArray scale, NDArray shift) {
    return Calls.all("LayerNormalization", null, Calls.NO_LISTS, new NDArray[] {x, scale, shift});
  }

  /**
   * X where x &gt;= 0, alpha x elsewhere.
   *
   * @param x floats
   * @param options "alpha": slope below 0 (0.01)
   * @return y, a new array
   */
  public NDArray leakyRelu(NDArray x, Attrs options) {
    return Calls.one("LeakyRelu", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray leakyRelu(NDArray x) {
    return Calls.one("LeakyRelu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Logarithm of Softmax.
   *
   * @param x floats
   * @param options "axis": axis (-1)
   * @return y, a new array
   */
  public NDArray logSoftmax(NDArray x, Attrs options) {
    return Calls.one("LogSoftmax", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray logSoftmax(NDArray x) {
    return Calls.one("LogSoftmax", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X tanh(softplus(x)).
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray mish(NDArray x) {
    return Calls.one("Mish", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X where x &gt;= 0, slope x elsewhere; the slope broadcasts.
   *
   * @param x floats
   * @param slope floats
   * @return y, a new array
   */
  public NDArray prelu(NDArray x, NDArray slope) {
    return Calls.one("PRelu", null, Calls.NO_LISTS, new NDArray[] {x, slope});
  }

  /**
   * X with elements added before and after each axis (removed where negative).
   *
   * @param x of any type
   * @param pads whole numbers
   * @param constantValue of any type; may be null
   * @param axes whole numbers; may be null
   * @param options "mode": constant, edge, reflect or wrap (constant)
   * @return y, a new array
   */
  public NDArray pad(NDArray x, long[] pads, NDArray constantValue, long[] axes, Attrs options) {
    return Calls.one("Pad", options, Calls.lists("pads", pads, "axes", axes), new NDArray[] {x, constantValue});
  }

  /** The same with every option at its default. */
  public NDArray pad(NDArray x, long[] pads, NDArray constantValue, long[] axes) {
    return Calls.one("Pad", null, Calls.lists("pads", pads, "axes", axes), new NDArray[] {x, constantValue});
  }

  /**
   * Max(x, 0).
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray relu(NDArray x) {
    return Calls.one("Relu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Gamma (x where x &gt; 0, alpha (exp(x) - 1) elsewhere).
   *
   * @param x floats
   * @param options "alpha": alpha (1.6732631921768188); "gamma": gamma (1.0507010221481323)
   * @return y, a new array
   */
  public NDArray selu(NDArray x, Attrs options) {
    return Calls.one("Selu", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray selu(NDArray x) {
    return Calls.one("Selu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * 1 / (1 + exp(-x)).
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray sigmoid(NDArray x) {
    return Calls.one("Sigmoid", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Exp(x) / sum(exp(x)) along an axis.
   *
   * @param x floats
   * @param options "axis": axis (-1)
   * @return y, a new array
   */
  public NDArray softmax(NDArray x, Attrs options) {
    return Calls.one("Softmax", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray softmax(NDArray x) {
    return Calls.one("Softmax", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Log(1 + exp(x)).
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray softplus(NDArray x) {
    return Calls.one("Softplus", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X / (1 + |x|).
   *
   * @param x floats
   * @return y, a new array
   */
  public NDArray softsign(NDArray x) {
    return Calls.one("Softsign", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X where x &gt; alpha, 0 elsewhere.
   *
   * @param x floats
   * @param options "alpha": threshold (1.0)
   * @return y, a new array
   */
  public NDArray thresholdedRelu(NDArray x, Attrs options) {
    return Calls.one("ThresholdedRelu", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray thresholdedRelu(NDArray x) {
    return Calls.one("ThresholdedRelu", null, Calls.NO_LISTS, new NDArray[] {x});
  }
}
