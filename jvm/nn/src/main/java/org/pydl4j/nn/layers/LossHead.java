package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.losses.Loss;

/**
 * A layer that ends a network with a loss. The loss sees the numbers before the activation, so that both can be fused.
 */
public interface LossHead {
  /** What the outputs are compared by. */
  Loss loss();

  /** The activation of the outputs. */
  Activation outputActivation();

  /** Whether it gives values; probabilities with a loss of values are classes still, as DL4J's examples have them. */
  default boolean isRegression() {
    return loss().isRegression() && !(outputActivation() instanceof Activation.Softmax)
        && !(outputActivation() instanceof Activation.Sigmoid);
  }

  /** Outputs before the activation, features last: [N, C], or time-major [T, N, C]. */
  Sym preOutput(LayerContext ctx, Sym x);

  /** Activations in the shape of the labels: [N, C], or [N, C, T]. */
  default Sym outputs(Sym preOutput) {
    Sym y = outputActivation().of(preOutput, preOutput.rank() - 1);
    return y.rank() == 3 ? y.transpose(1, 2, 0) : y;
  }
}
