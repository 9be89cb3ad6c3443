package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.list;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.spi.Philox;
import org.pydl4j.nd.spi.Variates;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * Random numbers as pure functions of (seed, step, node): the same inputs give the same bits, in any order, on any
 * machine. Parameters are one number or as many as the result has.
 */
final class Random {
  static final String NO_GRADIENT = "random numbers have no derivative";
  static final String NO_EXPORT = "inference graphs draw no numbers";
  private static final int FIRST_PARAMETER = 3;

  private Random() {
  }

  /** Numbers of a shape, drawn from seed, step and node. */
  static Op drawing(String name, String doc, DType otherwise) {
    return Op.ours(name).doc(doc).in("seed", INTS).in("step", INTS).list("shape", Form.sizes(0), false).out("y")
        .attr("dtype", Form.dtype(false), otherwise.onnx, "element type of the result, by ONNX's number")
        .attr("node", Form.whole(0, 65535), 0, "distinguishes uses: 0 to 65535")
        .types(c -> types(c, otherwise, c.attrs().getLongs("shape")))
        .open(c -> types(c, otherwise, c.openDims("shape")))
        .noGradient(NO_GRADIENT).noExport(NO_EXPORT);
  }

  private static TensorType[] types(Call c, DType otherwise, long[] dims) {
    DType dtype = DType.ofOnnx(c.attrs().getInt("dtype", otherwise.onnx));
    boolean fits =
        otherwise.isFloat() ? dtype == DType.FLOAT32 || dtype == DType.FLOAT64 : INTS.test(dtype) || dtype == otherwise;
    if (!fits) {
      throw c.fail("dtype " + dtype, otherwise.isFloat() ? "FLOAT32 or FLOAT64" : "an integer type",
          "Draw in one of these and cast.");
    }
    for (int i = 0; i < 2; i++) {
      if (c.in(i).isConcrete() && c.in(i).size() != 1) {
        throw c.fail((i == 0 ? "seed of " : "step of ") + c.in(i), "one number", "Give one.");
      }
    }
    TensorType y = new TensorType(dtype, dims);
    if (c.attrs().has("shape") && !y.isConcrete()) {
      throw c.fail("shape " + Arrays.toString(dims), "sizes >= 0", "Correct the shape.");
    }
    for (int i = FIRST_PARAMETER; i < c.count(); i++) {
      if (c.has(i) && c.in(i).isConcrete() && y.isConcrete() && c.in(i).size() != 1
          && !Arrays.equals(c.in(i).dims(), dims)) {
        throw c.fail("a parameter of " + c.in(i), "one number, or " + y.withDType(c.in(i).dtype()),
            "Broadcast it to the shape.");
      }
    }
    return new TensorType[] {y};
  }

  static Op.Reference each(Element element) {
    return (a, in, out) -> {
      long seed = in[0].getLongAt(0);
      long step = in[1].getLongAt(0);
      for (long i = 0; i < out[0].size(); i++) {
        element.put(out[0], i, seed, step, a.getLong("node", 0), in);
      }
    };
  }

  /** Writes an element. */
  interface Element {
    void put(NDArray y, long i, long seed, long step, long node, NDArray[] in);
  }

  /** Parameter number k of element i. */
  static double parameter(NDArray[] in, int k, long i, double otherwise) {
    NDArray p = in.length > FIRST_PARAMETER + k ? in[FIRST_PARAMETER + k] : null;
    return p == null ? otherwise : p.getDoubleAt(p.size() == 1 ? 0 : i);
  }

  /** from + scale * draw in the type of the result. */
  private static void scaled(NDArray y, long i, double from, double scale, double draw) {
    y.putDoubleAt(i, y.dtype() == DType.FLOAT32 ? (float) from + (float) scale * (float) draw : from + scale * draw);
  }

  private static void uniformAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    double u = y.dtype() == DType.FLOAT32 ? Philox.uniform(seed, step, node, i) : Philox.uniform64(seed, step, node, i);
    double low = parameter(in, 0, i, 0);
    double high = parameter(in, 1, i, 1);
    scaled(y, i, low, y.dtype() == DType.FLOAT32 ? (float) high - (float) low : high - low, u);
  }

  private static void normalAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    double z =
        y.dtype() == DType.FLOAT32 ? Variates.normal32(seed, step, node, i) : Variates.normal64(seed, step, node, i);
    scaled(y, i, parameter(in, 0, i, 0), parameter(in, 1, i, 1), z);
  }

  private static void exponentialAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    double e = y.dtype() == DType.FLOAT32 ? Variates.exponential(Philox.word(seed, step, node, i))
        : Variates.exponential(Philox.bits(seed, step, node, i));
    scaled(y, i, 0, parameter(in, 0, i, 1), e);
  }

  private static void integerAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    long low = in[FIRST_PARAMETER].getLongAt(in[FIRST_PARAMETER].size() == 1 ? 0 : i);
    NDArray highs = in[FIRST_PARAMETER + 1];
    long high = highs.getLongAt(highs.size() == 1 ? 0 : i);
    y.putLongAt(i, low + Variates.integer(seed, step, node, i, high - low + 1));
  }

  private static void bernoulliAt(NDArray y, long i, long seed, long step, long node, NDArray[] in) {
    y.putLongAt(i, Philox.uniform(seed, step, node, i) < (float) parameter(in, 0, i, 0.5) ? 1 : 0);
  }

  private static final Attrs WIDE = Attrs.of("dtype", DType.FLOAT64.onnx);

  static final List<Op> OPS = List.of(
      drawing("RandomUniform",
          "numbers from [low, high), low + (high - low) u with u of 24 or 53 bits, by Philox "
              + "4x32-10 keyed by seed, step and node",
          DType.FLOAT32)
          .optional("low", FLOATS).optional("high", FLOATS).reference(each(Random::uniformAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7)),
              Case.of(WIDE, ints(9), ints(9), list(311), uniform(-2, -1), uniform(1, 2)),
              Case.of(Attrs.of("node", 3), ints(9), ints(9), list(7, 90), Case.absent(), uniform(1, 2))),
      drawing("RandomNormal", "normal numbers of mean loc and standard deviation scale, by Box and Muller's transform",
          DType.FLOAT32)
          .optional("loc", FLOATS).optional("scale", FLOATS).reference(each(Random::normalAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7)),
              Case.of(WIDE, ints(9), ints(9), list(311), uniform(-2, -1), uniform(1, 2)),
              Case.of(ints(9), ints(9), list(301), uniform(-2, -1), uniform(1, 2))),
      drawing("RandomExponential", "numbers of the density exp(-y / scale) / scale, y >= 0: -scale log(u)",
          DType.FLOAT32)
          .optional("scale", FLOATS).reference(each(Random::exponentialAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7)), Case.of(WIDE, ints(9), ints(9), list(311), uniform(1, 2))),
      drawing("RandomIntegers", "whole numbers from low to high, both included, all equally likely", DType.INT64)
          .in("low", INTS).in("high", INTS).reference(each(Random::integerAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7), ints(5), (random, floats) -> NDArray.scalar(DType.INT64, 90)),
              Case.of(Attrs.of("dtype", DType.INT32.onnx), ints(9), ints(9), list(5, 70), ints(5, 5, 70),
                  (random, floats) -> NDArray.scalar(DType.INT64, 90)),
              Case.of(ints(9), ints(9), list(501), ints(5), (random, floats) -> NDArray.scalar(DType.INT64, 0x1p60))),
      drawing("RandomBernoulli", "1 with the probability given, else 0", DType.BOOL).in("probability", FLOATS)
          .reference(each(Random::bernoulliAt))
          .cases(Case.of(ints(9), ints(9), list(3, 7), uniform(0, 1)),
              Case.of(Attrs.of("dtype", DType.INT32.onnx), ints(9), ints(9), list(300), uniform(0, 1))),
      Op.ours("Dropout").doc("x / retain where a uniform number is below retain, else 0").in("x", FLOATS)
          .in("seed", INTS).in("step", INTS).out("y")
          .attr("retain", 0.5, "probability of keeping an element")
          .attr("node", Form.whole(0, 65535), 0, "distinguishes uses").types(c -> {
            c.expectOne(1, 2);
            return new TensorType[] {c.in(0)};
          })
          .reference((a, in, out) -> {
            double retain = a.getDouble("retain", 0.5);
            for (long i = 0; i < in[0].size(); i++) {
              boolean keep =
                  Philox.uniform(in[1].getLongAt(0), in[2].getLongAt(0), a.getLong("node", 0), i) < (float) retain;
              out[0].putDoubleAt(i, keep ? in[0].getDoubleAt(i) / retain : 0);
            }
          })
          .gradient(g -> new Sym[] {g.b().call("pydl4j.Dropout", g.attrs(), g.dy(), g.in(1), g.in(2)), null, null})
          .noExport("inference graphs drop nothing")
          .cases(Case.of(uniform(-1, 1, 5, 9), ints(9), ints(9))));
}
