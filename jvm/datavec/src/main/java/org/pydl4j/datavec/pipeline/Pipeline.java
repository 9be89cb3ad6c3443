package org.pydl4j.datavec.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pydl4j.datavec.batch.BatchEncoder;
import org.pydl4j.datavec.batch.BatchOptions;
import org.pydl4j.datavec.batch.Features;
import org.pydl4j.datavec.batch.Labels;
import org.pydl4j.datavec.batch.RecordBatches;
import org.pydl4j.datavec.batch.Sequences;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.normalize.Normalizer;
import org.pydl4j.datavec.reader.Mapped;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.reader.RecordSource;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.RowFunction;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.json.Records;

/**
 * All that turns files into a model's inputs and labels, without any path in it: a value that runs locally and as a
 * Spark job, is saved in the model's zip and makes the inputs in serving. DL4J: a reader with its transforms,
 * RecordReaderDataSetIterator or RecordReaderMultiDataSetIterator, and normalizer.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.builder(CSVRecordReader.of(1), TransformProcess.identity(schema))
 *     .addInput("user", "user_id").addInput("item", "price", "weight")
 *     .addOutput("stars", "rating").addOutputOneHot("kind", "kind").build();
 * }</pre>
 *
 * @param reader how files become records
 * @param transform what is done to records; its initial schema is the reader's
 * @param features which columns of the final schema go into which input; empty: all that are no labels into the only
 *     one
 * @param labels which columns of the final schema are the labels of which output; empty without labels
 * @param sequences how records are put together to sequences; null: each record is an example
 * @param normalizer what is done to batches, or null
 */
public record Pipeline(RecordReader reader, TransformProcess transform, List<Features> features, List<Labels> labels,
    Sequences sequences, Normalizer normalizer) {
  public Pipeline {
    features = features.isEmpty() ? List.of(Features.rest()) : List.copyOf(features);
    labels = List.copyOf(labels);
    Schema columns = transform.finalSchema();
    features.forEach(x -> x.columns().forEach(columns::index));
    labels.forEach(y -> y.columns().forEach(columns::index));
    if (features.stream().filter(x -> x.columns().isEmpty()).count() > 1) {
      throw new IllegalArgumentException("[pipeline] two inputs of all other columns: got " + features
          + "; expected one at most. Name the columns of each.");
    }
    names("inputs", features.stream().map(Features::name));
    names("outputs", labels.stream().map(Labels::name));
    if (normalizer != null) {
      normalizer.check(features.stream().map(Features::name).collect(Collectors.toList()),
          labels.stream().map(Labels::name).collect(Collectors.toList()));
    }
  }

  /** A pipeline with one input, of all columns that are no labels, and one output, whose records are examples. */
  public Pipeline(RecordReader reader, TransformProcess transform, Labels labels, Normalizer normalizer) {
    this(reader, transform, List.of(), List.of(labels), null, normalizer);
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("features", List.of());
    d.put("labels", List.of());
    d.put("sequences", null);
    d.put("normalizer", null);
    return d;
  }

  /** Builds a pipeline input by input, output by output. DL4J: RecordReaderMultiDataSetIterator.Builder. */
  public static PipelineBuilder builder(RecordReader reader, TransformProcess transform) {
    return new PipelineBuilder(reader, transform);
  }

  private static void names(String what, Stream<String> of) {
    List<String> names = of.collect(Collectors.toList());
    if (names.size() > 1 && (names.contains(null) || new HashSet<>(names).size() < names.size())) {
      throw new IllegalArgumentException("[pipeline] names of " + what + ": got " + names
          + "; expected another for each. Name them as the model does.");
    }
  }

  /** The schema of what the reader reads and {@link BoundPipeline} takes. */
  public Schema inputSchema() {
    return transform.initialSchema();
  }

  /** The schema of transformed records. */
  public Schema outputSchema() {
    return transform.finalSchema();
  }

  /** The names of the classes of the only output; empty without classification, and where there are several. */
  public List<String> classNames() {
    return labels.size() == 1 ? labels.get(0).classNames(outputSchema()) : List.of();
  }

  /** The names of the classes of an output; empty where it has none. */
  public List<String> classNames(String output) {
    return labels.stream().filter(y -> y.name() == null || y.name().equals(output)).findFirst()
        .map(y -> y.classNames(outputSchema())).orElse(List.of());
  }

  /** A copy with another normalizer; null for none. */
  public Pipeline withNormalizer(Normalizer newNormalizer) {
    return new Pipeline(reader, transform, features, labels, sequences, newNormalizer);
  }

  // training --------------------------------------------------------------------------------------------------------

  /** The transformed records of files. */
  public RecordSource records(Files files, List<String> uris) {
    return RecordSource.of(reader, inputSchema(), files, uris).transform(transform);
  }

  /** Pieces of the input that {@link #read} reads independently, as many as wanted or somewhat more. */
  public List<Part> parts(Files files, List<String> uris, int wanted) {
    try {
      return reader.parts(files, uris, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The transformed records of one piece, each fit for {@link #encode}; used by Spark tasks. */
  public RecordIterator read(Files files, Part part, InvalidRows invalid) {
    RowFunction steps = transform.bind();
    BatchEncoder encoder = encoder();
    try {
      RecordIterator raw = reader.read(files, part, inputSchema(), invalid);
      return new Mapped(raw, row -> {
        Object[] r = steps.apply(row);
        if (r != null) {
          encoder.check(r);
        }
        return r;
      }, invalid);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Transformed rows to arrays, not normalized. */
  public BatchEncoder encoder() {
    return new BatchEncoder(outputSchema(), features, labels,
        input -> normalizer != null && normalizer.scalesFeatures(input));
  }

  /** One normalized batch of transformed records; the caller closes it. */
  public Batch encode(List<Record> transformed) {
    if (sequences != null) {
      throw new UnsupportedOperationException("[pipeline] records of sequences can't be encoded one by one."
          + " Read them as batches.");
    }
    Batch b = encoder().encode(transformed.stream().map(Record::values).toList());
    if (normalizer != null) {
      normalizer.transform(b);
    }
    return b;
  }

  /** Normalized minibatches of files. */
  public RecordBatches batches(Files files, List<String> uris, BatchOptions options, InvalidRows invalid) {
    return batches(records(files, uris), options, invalid);
  }

  /** Normalized minibatches of transformed records, such as a share of {@link #records}. */
  public RecordBatches batches(RecordSource transformed, BatchOptions options, InvalidRows invalid) {
    return new RecordBatches(transformed, encoder(), sequences, normalizer, options, invalid);
  }

  /** This pipeline with its normalizer fitted on transformed records; itself when there is nothing to fit. */
  public Pipeline fit(RecordSource transformed, InvalidRows invalid) {
    if (normalizer == null || normalizer.isFitted()) {
      return this;
    }
    try (RecordBatches raw = new RecordBatches(transformed, encoder(), sequences, null, BatchOptions.of(256).caching(0),
        invalid)) {
      return withNormalizer(normalizer.fit(raw));
    }
  }

  // inference -------------------------------------------------------------------------------------------------------

  /** The pipeline ready for single records: transforms and encoder are bound here, not with each record. */
  public BoundPipeline bind() {
    return new BoundPipeline(this);
  }

  /** The pipeline as text. */
  public String toJson() {
    return Records.toText(this);
  }

  /** Also what was saved when a pipeline had one output only: an object of labels, of kind NONE for none. */
  public static Pipeline fromJson(String json) {
    JsonElement told = Records.parse(json);
    if (told.isJsonObject() && told.getAsJsonObject().get("labels") instanceof JsonObject only) {
      JsonArray labels = new JsonArray();
      JsonElement columns = only.get("columns");
      if (columns != null && !columns.equals(new JsonArray())) {
        labels.add(only);
      }
      told.getAsJsonObject().add("labels", labels);
    }
    return Records.fromJson(told, Pipeline.class);
  }
}
