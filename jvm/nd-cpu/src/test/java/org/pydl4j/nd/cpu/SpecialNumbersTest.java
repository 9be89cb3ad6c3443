package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.types.DType;

/**
 * NaN, infinities, -0, the largest and very small numbers among the data of every op: native kernels and constants as
 * the reference.
 */
class SpecialNumbersTest {
  private static final double[] SPECIAL =
      {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, 1, -1};
  /** Ops whose kernels may tell such numbers otherwise, and why. */
  private static final Map<String, String> OTHERWISE = otherwise();

  private static Map<String, String> otherwise() {
    Map<String, String> m = new HashMap<>();
    for (String op : List.of("Conv", "Gemm", "pydl4j.ConvInputGrad", "pydl4j.ConvWeightGrad", "ConvTranspose",
        "pydl4j.Rfft", "pydl4j.Irfft", "pydl4j.FourierTransform", "pydl4j.Fft",
        "pydl4j.Ifft")) {
      m.put(op, "an infinity meets padding's zeros or another one earlier or later in the sum");
    }
    m.put("pydl4j.Lu", "the order of what is no number is LAPACK's");
    return m;
  }

  private static Case.Gen special(Case.Gen given) {
    if (given.isConstant()) {
      return given;
    }
    return (random, floats) -> {
      NDArray a = given.make(random, floats);
      for (long i = 0; a != null && a.dtype() == floats && i < a.size(); i++) {
        int k = random.nextInt(2 * SPECIAL.length);
        if (k < SPECIAL.length) {
          a.putDoubleAt(i, SPECIAL[k]);
        }
      }
      return a;
    };
  }

  private static double tolerance(DType type) {
    return type == DType.FLOAT64 ? 1e-9 : type == DType.FLOAT32 ? 2e-5 : type == DType.FLOAT16 ? 4e-3 : 3e-2;
  }

  @TestFactory
  List<DynamicTest> nativeKernelsTellThemAsTheReferenceDoes() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : Ops.all()) {
      for (DType type : OTHERWISE.containsKey(op.name()) || op.control() != null ? List.<DType>of()
          : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
        for (int i = 0; i < op.cases().size(); i++) {
          Case c = op.cases().get(i);
          tests.add(DynamicTest.dynamicTest(op.name() + " case " + i + " of " + type, () -> {
            Map<String, NDArray> want;
            try {
              want = Roads.REFERENCE.run(op, c, type, SpecialNumbersTest::special);
            } catch (IllegalArgumentException | ArithmeticException e) {
              return; // refused, as indices that are no numbers
            }
            for (Roads road : List.of(Roads.FED, Roads.CONSTANT)) {
              Map<String, NDArray> got = road.run(op, c, type, SpecialNumbersTest::special);
              want.forEach((name, a) -> {
                assertEquals(a.type(), got.get(name).type());
                Check.close(a.parts().toDoubleArray(), got.get(name).parts().toDoubleArray(), tolerance(type));
              });
            }
          }));
        }
      }
    }
    return tests;
  }
}
