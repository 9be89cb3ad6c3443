package org.pydl4j.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.ModelSerializer;

/**
 * A saved model that answers, from many threads at once, with the DataVec pipeline that was saved in it.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load(Path.of("model.zip"))) {
 *   float[][] probabilities = predictor.output(rows);                        // numbers ready for the network
 *   Prediction boot = predictor.predictImage(Files.readAllBytes(png));       // through the pipeline
 * }
 * }</pre>
 */
public final class Predictor implements Scorer {
  private static final String PIPELINE = "pipeline.json";
  private static final int VERSION_DIGITS = 12;

  private final Path file;
  private final Model model;
  private final Pipeline pipeline;
  private final long[] inputShape;
  private final int outputSize;
  private final String version;

  private Predictor(Path file, ModelSerializer.Saved saved, String version) {
    this.file = file;
    this.model = saved.model();
    String json = saved.extras().get(PIPELINE);
    this.pipeline = json == null ? null : Pipeline.fromJson(json);
    this.version = version;
    ComputationGraphConfiguration conf = model.graphConfiguration();
    if (conf.networkInputs().size() != 1 || conf.networkOutputs().size() != 1) {
      throw new IllegalArgumentException("[predictor] " + file + " is a network of " + conf.networkInputs().size()
          + " inputs and " + conf.networkOutputs().size() + " outputs; expected one of each. Use Model.outputs.");
    }
    long[] dims = model.types().get(conf.networkInputs().get(0)).dims();
    this.inputShape = Arrays.copyOfRange(dims, 1, dims.length);
    this.outputSize = (int) model.types().get(conf.networkOutputs().get(0)).elements();
  }

  /**
   * Loads a model that save() wrote.
   *
   * @throws IllegalArgumentException when the file is missing, damaged, no model, or has several inputs or outputs
   */
  public static Predictor load(Path file) {
    String version = version(file);
    ModelSerializer.Saved saved = ModelSerializer.readAll(file);
    try {
      return new Predictor(file, saved, version);
    } catch (RuntimeException e) {
      saved.model().close();
      throw e;
    }
  }

  /** The beginning of the file's SHA-256: equal files are one version, wherever they lie. */
  private static String version(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "[predictor] no such model: got '" + file + "'; expected a file that save() wrote. Check the path.", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "[predictor] cannot read the model " + file + ": " + e + ". Check the file.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("[predictor] this Java has no SHA-256. Use another.", e);
    }
  }

  /** Shape of one example, e.g. [1, 28, 28]; -1 for the length of sequences where it is open. */
  public long[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public Pipeline pipeline() {
    return pipeline;
  }

  /** The names of the classes, from the pipeline; empty where it has none. */
  public List<String> classNames() {
    return pipeline == null ? List.of() : pipeline.classNames();
  }

  /** The network's output for examples [N, ...]; the caller closes it. */
  public NDArray output(NDArray examples) {
    return model.output(examples);
  }

  /**
   * The network's output for examples.
   *
   * @param examples [N][{@link #inputSize}], each flat and row-major
   * @return [N][{@link #outputSize}]
   */
  public float[][] output(float[][] examples) {
    float[] flat = new float[examples.length * inputSize()];
    for (int i = 0; i < examples.length; i++) {
      if (examples[i].length != inputSize()) {
        throw new IllegalArgumentException("[predictor] row " + i + " has the wrong size: got " + examples[i].length
            + "; expected " + inputSize() + ", for " + Arrays.toString(inputShape) + ".");
      }
      System.arraycopy(examples[i], 0, flat, i * inputSize(), inputSize());
    }
    float[] out = examples.length == 0 ? new float[0] : score(flat, examples.length);
    float[][] rows = new float[examples.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(out, i * outputSize, (i + 1) * outputSize);
    }
    return rows;
  }

  /** What the network says about an image file's bytes, made ready by the pipeline that was saved in the model. */
  public Prediction predictImage(byte[] image) {
    if (pipeline == null) {
      throw new IllegalArgumentException("[predictor] " + file + " has no pipeline: got an image; expected numbers "
          + "ready for the network. Save the model with the pipeline that made its inputs, or call output.");
    }
    try (NDArray x = pipeline.features(pipeline.imageRecord(image)); NDArray y = output(x)) {
      float[] probabilities = y.toFloatArray();
      int best = 0;
      for (int i = 1; i < probabilities.length; i++) {
        best = probabilities[i] > probabilities[best] ? i : best;
      }
      List<String> names = classNames();
      return new Prediction(best, best < names.size() ? names.get(best) : String.valueOf(best), probabilities);
    }
  }

  @Override
  public int inputSize() {
    long size = 1;
    for (long dim : inputShape) {
      if (dim < 0) {
        throw new IllegalArgumentException("[predictor] sequences of open length have no size: got shape "
            + Arrays.toString(inputShape) + "; expected fixed dims. Give the length in the network's input type, or "
            + "call output with an NDArray.");
      }
      size *= dim;
    }
    return Math.toIntExact(size);
  }

  @Override
  public int outputSize() {
    return outputSize;
  }

  @Override
  public float[] score(float[] examples, int rows) {
    // Batches of every size would each compile a plan: powers of two are few.
    int padded = rows == 1 ? 1 : Integer.highestOneBit(rows - 1) << 1;
    long[] shape = new long[inputShape.length + 1];
    shape[0] = padded;
    System.arraycopy(inputShape, 0, shape, 1, inputShape.length);
    try (NDArray x = NDArray.of(Arrays.copyOf(examples, padded * inputSize()), shape); NDArray y = output(x)) {
      return Arrays.copyOf(y.toFloatArray(), rows * outputSize);
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void close() {
    model.close();
  }
}
