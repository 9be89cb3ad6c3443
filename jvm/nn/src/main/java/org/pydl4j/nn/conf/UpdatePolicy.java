package org.pydl4j.nn.conf;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.json.Doc;

/**
 * How minibatches become updates of parameters, whatever the updater and the kind of model. Keras: the
 * gradient_accumulation_steps, global_clipnorm, use_ema and ema_momentum of its optimizers.
 */
@Doc("How minibatches become updates of parameters, whatever the updater and the kind of model.")
public record UpdatePolicy(
    @Doc("minibatches whose gradients make one update; as many as are left at the end of an epoch. The update equals "
        + "that of one minibatch with all their rows") int gradientAccumulationSteps,
    @Doc("g globalClipNorm / ||g|| where the norm over all gradients exceeds it, after gradientNormalization; "
        + "no limit unless set") Double globalClipNorm,
    @Doc("decay of the averaged weights, e' = decay e + (1 - decay) w after each update, from the initial weights on; "
        + "none are kept unless set") Double emaDecay) {

  /** One minibatch per update, no limit, no average. */
  public static final UpdatePolicy NONE = new UpdatePolicy(1, null, null);
  /** The part of an updater's state that holds the sum of gradients times rows. */
  public static final String ACCUMULATED = "accumulated";
  /** The part of an updater's state that holds averaged weights minus weights: 0 at any start. */
  public static final String EMA_LAG = "emaLag";

  public UpdatePolicy {
    if (gradientAccumulationSteps < 1) {
      throw new IllegalArgumentException("[gradientAccumulationSteps] got " + gradientAccumulationSteps
          + "; expected a whole number >= 1.");
    }
    if (globalClipNorm != null && !(globalClipNorm > 0)) {
      throw new IllegalArgumentException("[globalClipNorm] got " + globalClipNorm + "; expected a number > 0.");
    }
    if (emaDecay != null && !(emaDecay > 0 && emaDecay < 1)) {
      throw new IllegalArgumentException("[emaDecay] got " + emaDecay + "; expected a number in (0, 1).");
    }
  }

  static Object defaults() {
    return NONE;
  }

  /** Whether gradients of several minibatches make one update. */
  public boolean accumulates() {
    return gradientAccumulationSteps > 1;
  }

  /** The parts of the state beside the updater's own, each as long as the parameters. */
  public List<String> stateParts() {
    List<String> parts = new ArrayList<>();
    if (accumulates()) {
      parts.add(ACCUMULATED);
    }
    if (emaDecay != null) {
      parts.add(EMA_LAG);
    }
    return parts;
  }
}
