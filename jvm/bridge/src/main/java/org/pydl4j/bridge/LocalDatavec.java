package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.pydl4j.datavec.batch.BatchOptions;
import org.pydl4j.datavec.batch.RecordBatches;
import org.pydl4j.datavec.io.LocalFiles;
import org.pydl4j.datavec.normalize.Affine;
import org.pydl4j.datavec.normalize.Normalizer;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.Input;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.pipeline.RecordJson;
import org.pydl4j.datavec.reader.CollectionRecordReader;
import org.pydl4j.datavec.reader.Mapped;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.reader.RecordSource;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;

/**
 * Records, transforms and batches for Python. Values cross as JSON, arrays by address, sources of batches by handle.
 */
public final class LocalDatavec {
  private LocalDatavec() {}

  /** What {@link #inspect} is told of types. */
  private record Types(Map<String, ColumnType> types) {}

  /** The schema that files tell a reader, with types of columns as stated, {@code {types: {column: type}}}. */
  public static String inspect(String reader, String[] uris, String stated) throws IOException {
    Map<String, ColumnType> types = Records.fromText(stated, Types.class).types();
    return Records.fromText(reader, RecordReader.class).inspect(LocalFiles.INSTANCE, List.of(uris), types).toJson();
  }

  /** The schema of what a transform process makes. */
  public static String finalSchema(String process) {
    return TransformProcess.fromJson(process).finalSchema().toJson();
  }

  /** What a pipeline makes: {@code {outputSchema, inputs: [{name, shape}], outputs: [{name, classNames, kind}]}}. */
  public static String describe(String pipeline) {
    Pipeline p = Pipeline.fromJson(pipeline);
    JsonObject out = new JsonObject();
    out.add("outputSchema", Records.toJson(p.outputSchema()));
    JsonArray inputs = new JsonArray();
    p.encoder().inputs().forEach(x -> inputs.add(named(x.name(), "shape", x.shape())));
    JsonArray outputs = new JsonArray();
    p.labels().forEach(y -> {
      ColumnType type = p.outputSchema().column(y.columns().get(0)).type();
      JsonObject output = named(y.name(), "classNames", y.classNames(p.outputSchema()));
      output.addProperty("kind", type == ColumnType.BOOLEAN ? "BOOLEAN" : type.isText() ? "TEXT" : "INTEGER");
      outputs.add(output);
    });
    out.add("inputs", inputs);
    out.add("outputs", outputs);
    return out.toString();
  }

  private static JsonObject named(String name, String what, Object value) {
    JsonObject out = new JsonObject();
    out.addProperty("name", name);
    out.add(what, Records.toJson(value));
    return out;
  }

  /** Rows, a JSON array, through a transform process: {@code {rows, invalidCount, invalidRows}}. */
  public static String execute(String process, String rows, String policy) {
    TransformProcess p = TransformProcess.fromJson(process);
    return rows(RecordJson.source(rows, p.initialSchema()).transform(p),
        Records.fromJson(Records.toJson(policy), InvalidRows.Policy.class), Long.MAX_VALUE);
  }

  /** The first transformed rows of an input: {@code {rows, invalidCount, invalidRows}}. */
  public static String take(String input, long limit) {
    Input in = Records.fromText(input, Input.class);
    return rows(in.records(LocalFiles.INSTANCE), in.invalid(), limit);
  }

  private static String rows(RecordSource source, InvalidRows.Policy policy, long limit) {
    InvalidRows invalid = InvalidRows.of(policy);
    JsonArray rows = new JsonArray();
    try (RecordIterator it = source.open(invalid)) {
      while (rows.size() < limit && it.hasNext()) {
        rows.add(RecordJson.write(it.next()));
      }
    }
    JsonObject out = invalid(invalid);
    out.add("rows", rows);
    return out.toString();
  }

  private static JsonObject invalid(InvalidRows invalid) {
    JsonObject out = new JsonObject();
    out.addProperty("invalidCount", invalid.count());
    out.add("invalidRows", Records.toJson(invalid.rows()));
    return out;
  }

  /** A source of minibatches of an input; Python owns the handle. */
  public static long batches(String input, String options) {
    Input in = Records.fromText(input, Input.class);
    return Handles.put(in.pipeline().batches(in.records(LocalFiles.INSTANCE),
        Records.fromText(options, BatchOptions.class), InvalidRows.of(in.invalid())));
  }

  /** The next batch, as {@link Batches#give} does; empty at the end. */
  public static long[] next(long source) {
    BatchSource batches = Handles.get(source, BatchSource.class);
    return batches.hasNext() ? Batches.give(batches.next()) : new long[0];
  }

  /** Starts an epoch by its number, from 0. */
  public static void reset(long source, long epoch) {
    Handles.get(source, BatchSource.class).reset(epoch);
  }

  /** Rows of an epoch, or -1 when unknown yet. */
  public static long rows(long source) {
    return Handles.get(source, BatchSource.class).rows();
  }

  /** The rows of the current epoch that could not be used: {@code {invalidCount, invalidRows}}. */
  public static String invalidRows(long source) {
    return invalid(Handles.get(source, RecordBatches.class).invalidRows()).toString();
  }

  /** Starts the job that fits a pipeline's normalizer on an input; its result is the pipeline's JSON. */
  public static long fit(String input) {
    Input in = Records.fromText(input, Input.class);
    return Jobs.start(new Jobs.Job() {
      private final StoppableSource source = new StoppableSource(in.records(LocalFiles.INSTANCE));

      @Override
      public Object run() {
        return in.pipeline().fit(source.records(), InvalidRows.of(in.invalid())).toJson();
      }

      @Override
      public void stop() {
        source.stop();
      }
    });
  }

  /** The normalizer fitted on one epoch of batches, which is reset afterwards. */
  public static String fitNormalizer(String normalizer, long source) {
    return Records.toText(Records.fromText(normalizer, Normalizer.class).fit(Handles.get(source, BatchSource.class)));
  }

  /** Scales the features of an input or the targets of an output in place, or undoes it; null for one without name. */
  public static void normalize(String normalizer, String column, long[] values, boolean revert) {
    Normalizer n = Records.fromText(normalizer, Normalizer.class);
    Affine scale = n.scalesFeatures(column) ? n.features(column) : n.labels(column);
    if (scale == null) {
      throw new IllegalArgumentException(
          "[normalizer] nothing scales '" + column + "'. Name an input or output of it.");
    }
    NDArray x = Arrays.at(Arrays.borrow(values), 0);
    (revert ? scale.inverse() : scale).apply(x);
  }

  /** The model's inputs for raw records, a JSON array of objects or arrays, as {@link #next}; labels may be absent. */
  public static long[] features(String pipeline, String rows) {
    BoundPipeline p = Pipeline.fromJson(pipeline).bind();
    List<Object[]> records = new ArrayList<>();
    for (JsonElement row : Records.parse(rows).getAsJsonArray()) {
      Record record = RecordJson.read(row, p.inputSchema());
      CollectionRecordReader.check(record, p.inputSchema());
      records.add(record.values());
    }
    return Batches.give(p.features(records));
  }

  /** The model's inputs for image files, likewise. */
  public static long[] imageFeatures(String pipeline, String[] uris) throws IOException {
    BoundPipeline p = Pipeline.fromJson(pipeline).bind();
    List<Object[]> records = new ArrayList<>();
    for (String uri : uris) {
      try (InputStream in = LocalFiles.INSTANCE.open(uri)) {
        records.add(p.image(in.readAllBytes()));
      }
    }
    return Batches.give(p.features(records));
  }

  /** Records that stop coming when asked to. */
  private static final class StoppableSource {
    private final RecordSource source;
    private volatile boolean stopped;

    StoppableSource(RecordSource source) {
      this.source = source;
    }

    void stop() {
      stopped = true;
    }

    RecordSource records() {
      return new RecordSource.Simple(source.schema(), invalid -> new Mapped(source.open(invalid), row -> {
        if (stopped) {
          throw new CancellationException("[fit] stopped.");
        }
        return row;
      }, invalid), source.rows());
    }
  }
}
