package org.pydl4j.codegen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.bridge.constructors.Names;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;

/** Which namespace of SameDiff holds which op: each op one, those that are not listed math. */
final class Namespaces {
  private static final String OURS = Op.OURS + ".";
  private static final Map<String, Set<String>> LISTED = listed();

  private Namespaces() {}

  private static Map<String, Set<String>> listed() {
    Map<String, Set<String>> m = new LinkedHashMap<>();
    m.put("nn", Set.of("Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Gelu", "Mish", "HardSigmoid", "HardSwish",
        "Sigmoid", "Softplus", "Softsign", "Softmax", "LogSoftmax", "ThresholdedRelu", "BatchNormalization",
        "LayerNormalization", "InstanceNormalization", "GroupNormalization", "RMSNormalization", "LpNormalization",
        "MeanVarianceNormalization", "LRN", "Swish", "Hardmax", "Attention", "RotaryEmbedding", "Dropout", "Pad",
        "Shrink"));
    m.put("cnn", Set.of("Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "DeformConv", "MaxPool", "AveragePool",
        "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "MaxUnpool", "MaxRoiPool", "DepthToSpace",
        "SpaceToDepth", "Col2Im"));
    m.put("rnn", Set.of("LSTM", "GRU", "RNN"));
    m.put("loss", Set.of("MeanSquaredError", "AbsoluteDifference", "HuberLoss", "HingeLoss", "LogLoss",
        "SigmoidCrossEntropy", "LogPoisson", "CosineDistance", "SoftmaxCrossEntropyMean", "SparseSoftmaxCrossEntropy",
        "L2Loss", "SoftmaxCrossEntropyLoss", "NegativeLogLikelihoodLoss"));
    m.put("image", Set.of("Resize", "Upsample", "GridSample", "AffineGrid", "RoiAlign", "NonMaxSuppression",
        "CenterCropPad", "ImageDecoder"));
    m.put("linalg", Set.of("MatMul", "Gemm", "Einsum", "Trilu", "Det", "Cholesky", "Solve", "TriangularSolve",
        "Inverse", "Svd", "Qr", "Eigh", "Lu", "SlogDet"));
    m.put("random", Set.of("RandomUniform", "RandomNormal", "RandomTruncatedNormal", "RandomExponential",
        "RandomGamma", "RandomPoisson", "RandomBinomial", "RandomBernoulli", "RandomIntegers", "RandomUniformLike",
        "RandomNormalLike", "Bernoulli", "Multinomial"));
    m.put("bitwise", Set.of("BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot"));
    return m;
  }

  private static String of(Op op) {
    return LISTED.entrySet().stream().filter(e -> e.getValue().contains(op.shortName())).map(Map.Entry::getKey)
        .findFirst().orElse("math");
  }

  /**
   * Ops by namespace, sorted; ops of our own domain only where a namespace lists them: the others serve gradients and
   * plans.
   */
  static Map<String, List<Op>> all() {
    Map<String, List<Op>> m = new LinkedHashMap<>();
    for (String name : List.of("math", "nn", "cnn", "rnn", "loss", "image", "linalg", "random", "bitwise")) {
      m.put(name, new ArrayList<>());
    }
    Ops.all().stream().sorted((a, b) -> a.shortName().compareTo(b.shortName())).forEach(op -> {
      boolean shadowed = !op.domain().isEmpty() && Ops.has(op.name().substring(OURS.length()));
      if ((op.domain().isEmpty() || !of(op).equals("math")) && !shadowed && op.control() == null) {
        m.get(of(op)).add(op);
      }
    });
    return m;
  }

  /** The function's name; where DL4J's differs from the op's, DL4J's. */
  static String function(Op op) {
    return op.shortName().equals("SoftmaxCrossEntropyMean") ? "softmax_cross_entropy" : Names.snake(op.shortName());
  }
}
