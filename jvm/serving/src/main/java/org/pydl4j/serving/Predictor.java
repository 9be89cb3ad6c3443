package org.pydl4j.serving;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.codec.Answers;
import org.pydl4j.serving.codec.Codec;
import org.pydl4j.serving.codec.Examples;
import org.pydl4j.serving.codec.RecordInputs;
import org.pydl4j.serving.model.SavedModel;
import org.pydl4j.serving.servable.BatchedServable;
import org.pydl4j.serving.servable.Batcher;
import org.pydl4j.serving.servable.OverloadedException;
import org.pydl4j.serving.servable.Servable;

/**
 * A saved model that answers, from many threads at once, with the DataVec pipeline that was saved in it.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load(Path.of("model.zip"))) {
 *   float[][] probabilities = predictor.output(rows);                        // numbers ready for the network
 *   Map<String, NDArray> all = predictor.run(Map.of("ids", ids, "x", x));    // any inputs and outputs, by name
 *   Prediction boot = predictor.predictImage(Files.readAllBytes(png));       // through the pipeline
 * }
 * }</pre>
 */
public final class Predictor implements AutoCloseable {
  private final Servable servable;
  private final BoundPipeline pipeline;
  private volatile RecordInputs recordInputs;

  /**
   * Predicts with any servable, which is closed with this.
   *
   * @param pipeline what makes its inputs from raw records and images, or null
   */
  public Predictor(Servable servable, BoundPipeline pipeline) {
    this.servable = servable;
    this.pipeline = pipeline;
  }

  /**
   * Loads a model that save() wrote, or an ONNX file; each call is a run of its own.
   *
   * @throws IllegalArgumentException when the file is missing, damaged, or no model
   */
  public static Predictor load(Path file) {
    SavedModel saved = SavedModel.open(file);
    return new Predictor(saved.servable(), saved.pipeline());
  }

  /**
   * The same with calls of many threads answered together; when too many rows wait, a call raises
   * {@link OverloadedException}.
   *
   * @param limits in rows
   */
  public static Predictor load(Path file, Batcher.Limits limits) {
    SavedModel saved = SavedModel.open(file);
    return new Predictor(new BatchedServable(saved.servable(), limits), saved.pipeline());
  }

  /** The model's inputs and outputs. */
  public Signature signature() {
    return servable.signature();
  }

  /** What answers. */
  public Servable servable() {
    return servable;
  }

  /** What makes inputs from raw records and images; null where the model was saved without. */
  public BoundPipeline pipeline() {
    return pipeline;
  }

  /** The names of the classes of the only output; empty where it has none, or where there are several. */
  public List<String> classNames() {
    return signature().outputs().size() == 1 ? signature().outputs().get(0).classNames() : List.of();
  }

  /** What tells this model from every other. */
  public String version() {
    return servable.version();
  }

  // numbers -----------------------------------------------------------------------------------------------------------

  /** All outputs by name for all inputs by name, [N, ...] each; the caller closes them. */
  public Map<String, NDArray> run(Map<String, NDArray> inputs) {
    return servable.run(inputs);
  }

  /** The output of a model with one input and one output for examples [N, ...]; the caller closes it. */
  public NDArray output(NDArray examples) {
    return servable.run(Map.of(only(signature().inputs(), "input").name(), examples))
        .get(only(signature().outputs(), "output").name());
  }

  /**
   * The output of a model with one input and one output.
   *
   * @param examples [N][size], each flat and row-major
   * @return [N][size], likewise
   */
  public float[][] output(float[][] examples) {
    Tensor input = only(signature().inputs(), "input");
    only(signature().outputs(), "output");
    if (input.openDims() > 0) {
      throw new IllegalArgumentException("[predictor] flat rows do not tell the length of open axes: got an input "
          + input
          + "; expected fixed dims. Call output with an NDArray.");
    }
    Examples batch = new Examples(signature());
    for (int i = 0; i < examples.length; i++) {
      if (examples[i].length != input.rowSize()) {
        throw new IllegalArgumentException("[predictor] row " + i + " has the wrong size: got " + examples[i].length
            + "; expected " + input.rowSize() + ", for " + Arrays.toString(input.rowDims()) + ".");
      }
      batch.begin();
      for (float v : examples[i]) {
        batch.input(0).add(v);
      }
      batch.end();
    }
    float[][] rows = new float[examples.length][];
    if (rows.length > 0) {
      Answers answers = answers(batch);
      for (int i = 0; i < rows.length; i++) {
        rows[i] = new float[answers.output(0).size()];
        for (int k = 0; k < rows[i].length; k++) {
          rows[i][k] = (float) answers.output(0).number(i, k);
        }
      }
    }
    return rows;
  }

  private Tensor only(List<Tensor> all, String what) {
    if (all.size() != 1) {
      throw new IllegalArgumentException("[predictor] the model has " + all.size() + " " + what + "s: got " + all
          + "; expected one " + what + ". Call run.");
    }
    return all.get(0);
  }

  private Answers answers(Examples batch) {
    Map<String, NDArray> inputs = batch.arrays(0, batch.rows());
    Map<String, NDArray> outputs = new HashMap<>();
    try {
      outputs.putAll(servable.run(inputs));
      return new Answers(signature(), outputs);
    } finally {
      inputs.values().forEach(NDArray::close);
      outputs.values().forEach(NDArray::close);
    }
  }

  // through codec and pipeline ----------------------------------------------------------------------------------------

  /**
   * The answer to one example, both as a codec writes them: the same road as that of Kafka's records.
   *
   * @param codec for one thread at a time, of {@link #codec}
   */
  public byte[] answer(Codec codec, byte[] example) {
    return codec.writer().write(answers(read(codec, example)), 0);
  }

  /** A codec for this model, by the name of its format; see {@link Codec}. */
  public Codec codec(String format) {
    return Codec.of(format, signature(), pipeline);
  }

  private Examples read(Codec codec, byte[] example) {
    Examples batch = new Examples(signature());
    batch.begin();
    codec.reader().read(example, batch);
    batch.end();
    return batch;
  }

  /** What the network says about a row of the pipeline's columns, as {@link BoundPipeline#read(Map)} takes them. */
  public Prediction predictRow(Map<String, ?> columns) {
    need("a row");
    return prediction(pipeline.read(columns));
  }

  /**
   * All outputs by name for rows of the pipeline's columns, likewise; the caller closes them. Where the pipeline makes
   * sequences, each row is one of a single step.
   */
  public Map<String, NDArray> runRows(List<? extends Map<String, ?>> rows) {
    need("rows");
    return runRecords(rows.stream().map(pipeline::read).toList());
  }

  /** The same for raw records, of {@link BoundPipeline#read}. */
  public Map<String, NDArray> runRecords(List<Object[]> raw) {
    need("rows");
    Examples batch = new Examples(signature());
    for (int i = 0; i < raw.size(); i++) {
      batch.begin();
      try {
        recordInputs.put(raw.get(i), batch);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("[predictor] row " + i + ": " + e.getMessage(), e);
      }
      batch.end();
    }
    Map<String, NDArray> inputs = batch.arrays(0, batch.rows()); // filled up to a number of rows that is run often
    Map<String, NDArray> outputs = Map.of();
    try {
      outputs = servable.run(inputs);
      Map<String, NDArray> own = new HashMap<>();
      outputs.forEach((name, y) -> own.put(name, y.slice(0, 0, raw.size()).dup()));
      return own;
    } finally {
      inputs.values().forEach(NDArray::close);
      outputs.values().forEach(NDArray::close);
    }
  }

  /** What the network says about an image file's bytes, made ready by the pipeline that was saved in the model. */
  public Prediction predictImage(byte[] image) {
    need("an image");
    return prediction(pipeline.image(image));
  }

  private void need(String got) {
    if (pipeline == null) {
      throw new IllegalArgumentException("[predictor] the model has no pipeline: got " + got
          + "; expected numbers ready "
          + "for the network. Save the model with the pipeline that made its inputs, or call output.");
    }
    if (recordInputs == null) {
      recordInputs = new RecordInputs(signature(), pipeline);
    }
  }

  private Prediction prediction(Object[] raw) {
    only(signature().outputs(), "output");
    Examples batch = new Examples(signature());
    batch.begin();
    recordInputs.put(raw, batch);
    batch.end();
    Answers.Output y = answers(batch).output(0);
    if (!y.tensor().tellsClass()) {
      throw new IllegalArgumentException("[predictor] '" + y.tensor().name() + "' tells no class: got " + y.tensor()
          + "; expected an output of classes. Call runRows, which gives its numbers.");
    }
    float[] probabilities = new float[Math.max(2, y.size())];
    for (int i = 0; i < y.size(); i++) {
      probabilities[i] = (float) y.number(0, i);
    }
    if (y.size() == 1) {
      probabilities[1] = probabilities[0];
      probabilities[0] = 1 - probabilities[1];
    }
    int best = y.classOf(0);
    String name = y.classNameOf(0);
    return new Prediction(best, name == null ? String.valueOf(best) : name, probabilities);
  }

  @Override
  public void close() {
    servable.close();
  }
}
