package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.rnn()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class RnnOps {
  /** The only one. */
  public static final RnnOps ALL = new RnnOps();

  private RnnOps() {
  }

  /**
   * Gated recurrent unit over x [T, N, size]: h of all steps [T, directions, N, n] and the last one; gates in the order
   * update, reset, hidden.
   *
   * @param x floats
   * @param w floats
   * @param r floats
   * @param b floats; may be null
   * @param sequenceLens integers; may be null
   * @param initialH floats; may be null
   * @param options "hidden_size": n; "direction": forward, reverse or bidirectional (forward); "layout": 1: batch
   *     before time (0); "activations": Sigmoid, Tanh for each direction; "activation_alpha": of the activations that
   *     take one, in order; "activation_beta": of the activations that take one, in order; "clip": arguments of
   *     activations are kept between -clip and clip; "linear_before_reset": 1: the reset gate acts on h R + b instead
   *     of h (0)
   * @return y, y_h, new arrays
   */
  public NDArray[] gru(NDArray x, NDArray w, NDArray r, NDArray b, NDArray sequenceLens, NDArray initialH,
      Attrs options) {
    return Calls.all("GRU", options, Calls.NO_LISTS, new NDArray[] {x, w, r, b, sequenceLens, initialH});
  }

  /** The same with every option at its default. */
  public NDArray[] gru(NDArray x, NDArray w, NDArray r, NDArray b, NDArray sequenceLens, NDArray initialH) {
    return Calls.all("GRU", null, Calls.NO_LISTS, new NDArray[] {x, w, r, b, sequenceLens, initialH});
  }

  /**
   * LSTM over x [T, N, size]: returns h [T, directions, N, n] and the last h and c [directions, N, n]; gates in the
   * order input, output, forget, cell.
   *
   * @param x floats
   * @param w floats
   * @param r floats
   * @param b floats; may be null
   * @param sequenceLens integers; may be null
   * @param initialH floats; may be null
   * @param initialC floats; may be null
   * @param p floats; may be null
   * @param options "hidden_size": n; "direction": forward, reverse or bidirectional (forward); "layout": 1: batch
   *     before time (0); "activations": Sigmoid, Tanh, Tanh for each direction; "activation_alpha": of the activations
   *     that take one, in order; "activation_beta": of the activations that take one, in order; "clip": arguments of
   *     activations are kept between -clip and clip; "input_forget": 1: the forget gate is 1 - input gate (0)
   * @return y, y_h, y_c, new arrays
   */
  public NDArray[] lstm(NDArray x, NDArray w, NDArray r, NDArray b, NDArray sequenceLens, NDArray initialH,
      NDArray initialC, NDArray p, Attrs options) {
    return Calls.all("LSTM", options, Calls.NO_LISTS, new NDArray[] {x, w, r, b, sequenceLens, initialH, initialC, p});
  }

  /** The same with every option at its default. */
  public NDArray[] lstm(NDArray x, NDArray w, NDArray r, NDArray b, NDArray sequenceLens, NDArray initialH,
      NDArray initialC, NDArray p) {
    return Calls.all("LSTM", null, Calls.NO_LISTS, new NDArray[] {x, w, r, b, sequenceLens, initialH, initialC, p});
  }

  /**
   * H' = tanh(x W + h R + b) over x [T, N, size]: h of all steps [T, directions, N, n] and the last one.
   *
   * @param x floats
   * @param w floats
   * @param r floats
   * @param b floats; may be null
   * @param sequenceLens integers; may be null
   * @param initialH floats; may be null
   * @param options "hidden_size": n; "direction": forward, reverse or bidirectional (forward); "layout": 1: batch
   *     before time (0); "activations": Tanh for each direction; "activation_alpha": of the activations that take one,
   *     in order; "activation_beta": of the activations that take one, in order; "clip": arguments of activations are
   *     kept between -clip and clip
   * @return y, y_h, new arrays
   */
  public NDArray[] rnn(NDArray x, NDArray w, NDArray r, NDArray b, NDArray sequenceLens, NDArray initialH,
      Attrs options) {
    return Calls.all("RNN", options, Calls.NO_LISTS, new NDArray[] {x, w, r, b, sequenceLens, initialH});
  }

  /** The same with every option at its default. */
  public NDArray[] rnn(NDArray x, NDArray w, NDArray r, NDArray b, NDArray sequenceLens, NDArray initialH) {
    return Calls.all("RNN", null, Calls.NO_LISTS, new NDArray[] {x, w, r, b, sequenceLens, initialH});
  }
}
