package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.spi.Rejection;
import org.pydl4j.nd.spi.Rejection.Place;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** Random numbers by proposals that may be refused; see {@link Random}. */
final class Distributions {
  private Distributions() {
  }

  private static void gammaAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    y.putDoubleAt(i, Rejection.gamma(new Place(seed, step, node, i), Random.parameter(in, 0, i, 1)));
  }

  private static void truncatedAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    y.putDoubleAt(i, Rejection.truncatedNormal(new Place(seed, step, node, i), Random.parameter(in, 0, i, -2),
        Random.parameter(in, 1, i, 2)));
  }

  private static void poissonAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    y.putLongAt(i, (long) Rejection.poisson(new Place(seed, step, node, i), Random.parameter(in, 0, i, 1)));
  }

  private static void binomialAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    y.putLongAt(i, (long) Rejection.binomial(new Place(seed, step, node, i), Random.parameter(in, 0, i, 1),
        Random.parameter(in, 1, i, 0.5)));
  }

  private static final Attrs WIDE = Attrs.of("dtype", DType.FLOAT64.onnx);

  static final List<Op> OPS = List.of(
      Random
          .drawing("RandomGamma", "numbers of the density y^(alpha - 1) exp(-y) / gamma(alpha), y >= 0", DType.FLOAT32)
          .in("alpha", FLOATS).reference(Random.each(Distributions::gammaAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7), uniform(0.2, 4, 3, 7)),
              Case.of(WIDE, ints(9), ints(9), list(301), uniform(0.2, 4))),
      Random
          .drawing("RandomTruncatedNormal", "normal numbers of mean 0 and standard deviation 1 from low to high",
              DType.FLOAT32)
          .in("low", FLOATS).in("high", FLOATS).reference(Random.each(Distributions::truncatedAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7), uniform(-3, 0, 3, 7), uniform(0, 3, 3, 7)),
              Case.of(WIDE, ints(9), ints(9), list(301), uniform(2, 3), uniform(4, 5))),
      Random.drawing("RandomPoisson", "counts of events whose mean number is given", DType.INT64)
          .in("mean", FLOATS).reference(Random.each(Distributions::poissonAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7), uniform(0, 40, 3, 7)),
              Case.of(Attrs.of("dtype", DType.INT32.onnx), ints(9), ints(9), list(301), uniform(0, 40))),
      Random.drawing("RandomBinomial", "successes among n trials of probability p", DType.INT64)
          .in("n", INTS).in("p", FLOATS).reference(Random.each(Distributions::binomialAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7), ints(90, 3, 7), uniform(0, 1, 3, 7)),
              Case.of(Attrs.of("dtype", DType.INT32.onnx), ints(9), ints(9), list(301), ints(90), uniform(0, 1))));
}
