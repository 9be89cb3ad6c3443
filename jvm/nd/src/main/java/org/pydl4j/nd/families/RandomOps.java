package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.random()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class RandomOps {
  /** The only one. */
  public static final RandomOps ALL = new RandomOps();

  private RandomOps() {
  }

  /**
   * 1 with the probability given, else 0.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param probability floats
   * @param options "dtype": element type of the result, by ONNX's number (9); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomBernoulli(NDArray seed, NDArray step, long[] shape, NDArray probability, Attrs options) {
    return Calls.one("pydl4j.RandomBernoulli", options, Calls.lists("shape", shape), new NDArray[] {seed, step,
        probability});
  }

  /** The same with every option at its default. */
  public NDArray randomBernoulli(NDArray seed, NDArray step, long[] shape, NDArray probability) {
    return Calls.one("pydl4j.RandomBernoulli", null, Calls.lists("shape", shape), new NDArray[] {seed, step,
        probability});
  }

  /**
   * Successes among n trials of probability p.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param n integers
   * @param p floats
   * @param options "dtype": element type of the result, by ONNX's number (7); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomBinomial(NDArray seed, NDArray step, long[] shape, NDArray n, NDArray p, Attrs options) {
    return Calls.one("pydl4j.RandomBinomial", options, Calls.lists("shape", shape), new NDArray[] {seed, step, n, p});
  }

  /** The same with every option at its default. */
  public NDArray randomBinomial(NDArray seed, NDArray step, long[] shape, NDArray n, NDArray p) {
    return Calls.one("pydl4j.RandomBinomial", null, Calls.lists("shape", shape), new NDArray[] {seed, step, n, p});
  }

  /**
   * Numbers of the density exp(-y / scale) / scale, y &gt;= 0: -scale log(u).
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param scale floats; may be null
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomExponential(NDArray seed, NDArray step, long[] shape, NDArray scale, Attrs options) {
    return Calls.one("pydl4j.RandomExponential", options, Calls.lists("shape", shape), new NDArray[] {seed, step,
        scale});
  }

  /** The same with every option at its default. */
  public NDArray randomExponential(NDArray seed, NDArray step, long[] shape, NDArray scale) {
    return Calls.one("pydl4j.RandomExponential", null, Calls.lists("shape", shape), new NDArray[] {seed, step, scale});
  }

  /**
   * Numbers of the density y^(alpha - 1) exp(-y) / gamma(alpha), y &gt;= 0.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param alpha floats
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomGamma(NDArray seed, NDArray step, long[] shape, NDArray alpha, Attrs options) {
    return Calls.one("pydl4j.RandomGamma", options, Calls.lists("shape", shape), new NDArray[] {seed, step, alpha});
  }

  /** The same with every option at its default. */
  public NDArray randomGamma(NDArray seed, NDArray step, long[] shape, NDArray alpha) {
    return Calls.one("pydl4j.RandomGamma", null, Calls.lists("shape", shape), new NDArray[] {seed, step, alpha});
  }

  /**
   * Whole numbers from low to high, both included, all equally likely.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param low integers
   * @param high integers
   * @param options "dtype": element type of the result, by ONNX's number (7); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomIntegers(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high, Attrs options) {
    return Calls.one("pydl4j.RandomIntegers", options, Calls.lists("shape", shape), new NDArray[] {seed, step, low,
        high});
  }

  /** The same with every option at its default. */
  public NDArray randomIntegers(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high) {
    return Calls.one("pydl4j.RandomIntegers", null, Calls.lists("shape", shape), new NDArray[] {seed, step, low, high});
  }

  /**
   * Normal numbers of mean loc and standard deviation scale, by Box and Muller's transform.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param loc floats; may be null
   * @param scale floats; may be null
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomNormal(NDArray seed, NDArray step, long[] shape, NDArray loc, NDArray scale, Attrs options) {
    return Calls.one("pydl4j.RandomNormal", options, Calls.lists("shape", shape), new NDArray[] {seed, step, loc,
        scale});
  }

  /** The same with every option at its default. */
  public NDArray randomNormal(NDArray seed, NDArray step, long[] shape, NDArray loc, NDArray scale) {
    return Calls.one("pydl4j.RandomNormal", null, Calls.lists("shape", shape), new NDArray[] {seed, step, loc, scale});
  }

  /**
   * Counts of events whose mean number is given.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param mean floats
   * @param options "dtype": element type of the result, by ONNX's number (7); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomPoisson(NDArray seed, NDArray step, long[] shape, NDArray mean, Attrs options) {
    return Calls.one("pydl4j.RandomPoisson", options, Calls.lists("shape", shape), new NDArray[] {seed, step, mean});
  }

  /** The same with every option at its default. */
  public NDArray randomPoisson(NDArray seed, NDArray step, long[] shape, NDArray mean) {
    return Calls.one("pydl4j.RandomPoisson", null, Calls.lists("shape", shape), new NDArray[] {seed, step, mean});
  }

  /**
   * Normal numbers of mean 0 and standard deviation 1 from low to high.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param low floats
   * @param high floats
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomTruncatedNormal(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high,
      Attrs options) {
    return Calls.one("pydl4j.RandomTruncatedNormal", options, Calls.lists("shape", shape), new NDArray[] {seed, step,
        low, high});
  }

  /** The same with every option at its default. */
  public NDArray randomTruncatedNormal(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high) {
    return Calls.one("pydl4j.RandomTruncatedNormal", null, Calls.lists("shape", shape), new NDArray[] {seed, step, low,
        high});
  }

  /**
   * Numbers from [low, high), low + (high - low) u with u of 24 or 53 bits, by Philox 4x32-10 keyed by seed, step and
   * node.
   *
   * @param seed integers
   * @param step integers
   * @param shape whole numbers
   * @param low floats; may be null
   * @param high floats; may be null
   * @param options "dtype": element type of the result, by ONNX's number (1); "node": distinguishes uses: 0 to 65535
   *     (0)
   * @return y, a new array
   */
  public NDArray randomUniform(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high, Attrs options) {
    return Calls.one("pydl4j.RandomUniform", options, Calls.lists("shape", shape), new NDArray[] {seed, step, low,
        high});
  }

  /** The same with every option at its default. */
  public NDArray randomUniform(NDArray seed, NDArray step, long[] shape, NDArray low, NDArray high) {
    return Calls.one("pydl4j.RandomUniform", null, Calls.lists("shape", shape), new NDArray[] {seed, step, low, high});
  }
}
