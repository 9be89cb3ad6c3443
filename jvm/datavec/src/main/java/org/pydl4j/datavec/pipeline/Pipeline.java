package org.pydl4j.datavec.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.batch.BatchEncoder;
import org.pydl4j.datavec.batch.BatchOptions;
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
 * All that turns files into a network's inputs, without any path in it: a value that runs locally and as a Spark job,
 * is saved in the model's zip and makes the inputs in serving.
 *
 * @param reader how files become records
 * @param transform what is done to records; its initial schema is the reader's
 * @param labels which columns of the final schema are labels
 * @param sequences how records are put together to sequences; null: each record is an example
 * @param normalizer what is done to batches, or null
 */
public record Pipeline(RecordReader reader, TransformProcess transform, Labels labels, Sequences sequences,
    Normalizer normalizer) {
  public Pipeline {
    labels.columns().forEach(transform.finalSchema()::index);
  }

  /** A pipeline whose records are examples. */
  public Pipeline(RecordReader reader, TransformProcess transform, Labels labels, Normalizer normalizer) {
    this(reader, transform, labels, null, normalizer);
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new java.util.HashMap<>();
    d.put("labels", Labels.none());
    d.put("sequences", null);
    d.put("normalizer", null);
    return d;
  }

  /** The schema of what the reader reads and {@link BoundPipeline} takes. */
  public Schema inputSchema() {
    return transform.initialSchema();
  }

  /** The schema of transformed records. */
  public Schema outputSchema() {
    return transform.finalSchema();
  }

  /** The names of the classes; empty without classification. */
  public List<String> classNames() {
    return labels.classNames(outputSchema());
  }

  public Pipeline withNormalizer(Normalizer newNormalizer) {
    return new Pipeline(reader, transform, labels, sequences, newNormalizer);
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
    return new BatchEncoder(outputSchema(), labels, normalizer != null);
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

  public String toJson() {
    return Records.toText(this);
  }

  public static Pipeline fromJson(String json) {
    return Records.fromText(json, Pipeline.class);
  }
}
