package org.pydl4j.nn.layers;

import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.updaters.GradientNormalization;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;
import org.pydl4j.nn.updaters.Updater;

/**
 * Settings that any layer may have. In a layer null means "as the network says"; in the network null means DL4J's
 * default.
 */
@Doc("Settings that any layer may have; unset ones are taken from the network.")
public record Common(
    @Doc("how gradients change parameters; Sgd(1e-3) unless set") Updater updater,
    @Doc("updater of biases; the layer's updater unless set") Updater biasUpdater,
    @Doc("initial value of biases; 0 unless set") Double biasInit,
    @Doc("l1 |w| is added to the loss") Schedule l1,
    @Doc("l2 w^2 / 2 is added to the loss") Schedule l2,
    @Doc("l1 of biases") Schedule l1Bias,
    @Doc("l2 of biases") Schedule l2Bias,
    @Doc("lr weightDecay w is subtracted from weights at each update") Schedule weightDecay,
    @Doc("weightDecay of biases") Schedule weightDecayBias,
    @Doc("probability of keeping an element of the layer's input while training; 0 or 1 keeps all") Schedule dropOut,
    @Doc("what happens to gradients before the updater") GradientNormalization gradientNormalization,
    @Doc("threshold of the clipping kinds; 1 unless set") Double gradientNormalizationThreshold,
    @Doc("whether training changes the layer; else it keeps its parameters and works as in prediction, without dropout"
        + " and with running moments") Boolean trainable) {

  /** Nothing set. */
  public static final Common NONE =
      new Common(null, null, null, null, null, null, null, null, null, null, null, null, null);
  private static final Common DL4J = new Common(new Sgd(1e-3, null), null, 0.0, Schedule.of(0),
      Schedule.of(0), Schedule.of(0), Schedule.of(0), Schedule.of(0), Schedule.of(0), Schedule.of(0),
      GradientNormalization.None, 1.0, true);

  public Common {
    check("l1", l1, 0, Double.MAX_VALUE);
    check("l2", l2, 0, Double.MAX_VALUE);
    check("l1Bias", l1Bias, 0, Double.MAX_VALUE);
    check("l2Bias", l2Bias, 0, Double.MAX_VALUE);
    check("weightDecay", weightDecay, 0, Double.MAX_VALUE);
    check("weightDecayBias", weightDecayBias, 0, Double.MAX_VALUE);
    check("dropOut", dropOut, 0, 1);
    check("gradientNormalizationThreshold", gradientNormalizationThreshold, Double.MIN_VALUE, Double.MAX_VALUE);
  }

  static Common defaults() {
    return NONE;
  }

  private static void check(String name, Schedule s, double low, double high) {
    if (s instanceof Schedule.FixedSchedule fixed) {
      check(name, (Double) fixed.value(), low, high);
    }
  }

  private static void check(String name, Double v, double low, double high) {
    if (v != null && !(v >= low && v <= high)) {
      throw new IllegalArgumentException("[" + name + "] got " + v + "; expected "
          + (high == 1 ? "a probability in [0, 1]."
              : low > 0 ? "a number > 0." : "a number >= 0."));
    }
  }

  /** Only an updater set. */
  public static Common of(Updater updater) {
    return NONE.withUpdater(updater);
  }

  /** A copy with this updater. */
  public Common withUpdater(Updater u) {
    return new Common(u, biasUpdater, biasInit, l1, l2, l1Bias, l2Bias, weightDecay, weightDecayBias, dropOut,
        gradientNormalization, gradientNormalizationThreshold, trainable);
  }

  /** A copy with this factor of half the weights' squares. */
  public Common withL2(double value) {
    return new Common(updater, biasUpdater, biasInit, l1, Schedule.of(value), l1Bias, l2Bias, weightDecay,
        weightDecayBias,
        dropOut, gradientNormalization, gradientNormalizationThreshold, trainable);
  }

  /** A copy that keeps each input with this probability. */
  public Common withDropOut(double retain) {
    return new Common(updater, biasUpdater, biasInit, l1, l2, l1Bias, l2Bias, weightDecay, weightDecayBias,
        Schedule.of(retain), gradientNormalization, gradientNormalizationThreshold, trainable);
  }

  /** A copy that learns, or does not. */
  public Common withTrainable(boolean on) {
    return new Common(updater, biasUpdater, biasInit, l1, l2, l1Bias, l2Bias, weightDecay, weightDecayBias, dropOut,
        gradientNormalization, gradientNormalizationThreshold, on);
  }

  /** This, unset settings taken from the other. */
  public Common or(Common other) {
    return new Common(first(updater, other.updater), first(biasUpdater, updater == null ? other.biasUpdater : null),
        first(biasInit, other.biasInit), first(l1, other.l1),
        first(l2, other.l2), first(l1Bias, other.l1Bias), first(l2Bias, other.l2Bias),
        first(weightDecay, other.weightDecay),
        first(weightDecayBias, other.weightDecayBias), first(dropOut, other.dropOut),
        first(gradientNormalization, other.gradientNormalization),
        first(gradientNormalizationThreshold, other.gradientNormalizationThreshold),
        first(trainable, other.trainable));
  }

  /** This with everything set: DL4J's defaults where nothing is given. */
  public Common resolved() {
    return or(DL4J);
  }

  private static <T> T first(T a, T b) {
    return a != null ? a : b;
  }
}
