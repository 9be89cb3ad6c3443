package org.pydl4j.nn.weights;

import org.pydl4j.nd.json.Doc;

/** Distributions of initial weights, in DL4J's formulas. DL4J: WeightInit. */
@Doc("Distributions of initial weights.")
public enum WeightInit {
  @Doc("normal, variance 2 / (fanIn + fanOut)")
  XAVIER,
  @Doc("uniform in +-sqrt(6 / (fanIn + fanOut))")
  XAVIER_UNIFORM,
  @Doc("normal, variance 1 / fanIn")
  XAVIER_FAN_IN,
  @Doc("normal, variance 1 / (fanIn + fanOut)")
  XAVIER_LEGACY,
  @Doc("normal, variance 2 / fanIn (He et al.)")
  RELU,
  @Doc("uniform in +-sqrt(6 / fanIn)")
  RELU_UNIFORM,
  @Doc("normal, variance 1 / fanIn")
  LECUN_NORMAL,
  @Doc("uniform in +-3 / sqrt(fanIn)")
  LECUN_UNIFORM,
  @Doc("uniform in +-4 sqrt(6 / (fanIn + fanOut))")
  SIGMOID_UNIFORM,
  @Doc("normal, variance 1 / fanIn")
  NORMAL,
  @Doc("uniform in +-1 / sqrt(fanIn)")
  UNIFORM,
  @Doc("normal, cut at two deviations, variance 1 / fanIn")
  VAR_SCALING_NORMAL_FAN_IN,
  @Doc("normal, cut at two deviations, variance 1 / fanOut")
  VAR_SCALING_NORMAL_FAN_OUT,
  @Doc("normal, cut at two deviations, variance 2 / (fanIn + fanOut)")
  VAR_SCALING_NORMAL_FAN_AVG,
  @Doc("uniform in +-3 / sqrt(fanIn)")
  VAR_SCALING_UNIFORM_FAN_IN,
  @Doc("uniform in +-3 / sqrt(fanOut)")
  VAR_SCALING_UNIFORM_FAN_OUT,
  @Doc("uniform in +-3 / sqrt((fanIn + fanOut) / 2)")
  VAR_SCALING_UNIFORM_FAN_AVG,
  @Doc("all 0")
  ZERO,
  @Doc("all 1")
  ONES,
  @Doc("1 on the diagonal, for square matrices")
  IDENTITY;

  /**
   * The initialization of an array by its shape alone: of a matrix the first axis is the fan in; of a convolution's
   * weights [out, in, kernel...] the fans are channels times kernel size.
   */
  public ParamInit of(long[] dims) {
    double area = 1;
    for (int i = 2; i < dims.length; i++) {
      area *= dims[i];
    }
    double first = dims.length == 0 ? 1 : dims[0];
    double second = dims.length < 2 ? 1 : dims[1];
    return dims.length > 2 ? of(second * area, first * area) : of(first, second);
  }

  /** The initialization of one parameter array. */
  public ParamInit of(double fanIn, double fanOut) {
    double sum = fanIn + fanOut;
    return switch (this) {
      case XAVIER -> ParamInit.normal(Math.sqrt(2 / sum));
      case XAVIER_UNIFORM -> ParamInit.uniform(Math.sqrt(6 / sum));
      case XAVIER_FAN_IN, LECUN_NORMAL, NORMAL -> ParamInit.normal(Math.sqrt(1 / fanIn));
      case XAVIER_LEGACY -> ParamInit.normal(Math.sqrt(1 / sum));
      case RELU -> ParamInit.normal(Math.sqrt(2 / fanIn));
      case RELU_UNIFORM -> ParamInit.uniform(Math.sqrt(6 / fanIn));
      case LECUN_UNIFORM, VAR_SCALING_UNIFORM_FAN_IN -> ParamInit.uniform(3 / Math.sqrt(fanIn));
      case SIGMOID_UNIFORM -> ParamInit.uniform(4 * Math.sqrt(6 / sum));
      case UNIFORM -> ParamInit.uniform(1 / Math.sqrt(fanIn));
      case VAR_SCALING_NORMAL_FAN_IN -> ParamInit.truncatedNormal(Math.sqrt(1 / fanIn));
      case VAR_SCALING_NORMAL_FAN_OUT -> ParamInit.truncatedNormal(Math.sqrt(1 / fanOut));
      case VAR_SCALING_NORMAL_FAN_AVG -> ParamInit.truncatedNormal(Math.sqrt(2 / sum));
      case VAR_SCALING_UNIFORM_FAN_OUT -> ParamInit.uniform(3 / Math.sqrt(fanOut));
      case VAR_SCALING_UNIFORM_FAN_AVG -> ParamInit.uniform(3 / Math.sqrt(sum / 2));
      case ZERO -> ParamInit.constant(0);
      case ONES -> ParamInit.constant(1);
      case IDENTITY -> ParamInit.identity();
    };
  }
}
