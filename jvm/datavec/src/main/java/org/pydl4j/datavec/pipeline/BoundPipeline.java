package org.pydl4j.datavec.pipeline;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.datavec.batch.BatchEncoder;
import org.pydl4j.datavec.batch.InputEncoder;
import org.pydl4j.datavec.batch.Sequences;
import org.pydl4j.datavec.image.ImageCodec;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.normalize.Affine;
import org.pydl4j.datavec.normalize.Normalizer;
import org.pydl4j.datavec.reader.ImageForm;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.RowFunction;
import org.pydl4j.nd.array.Batch;

/**
 * A {@link Pipeline} ready for single records: its transforms, encoder and look-ups are made once. Immutable, for any
 * number
 * of threads.
 *
 * <pre>{@code
 * BoundPipeline bound = pipeline.bind();
 * Object[] row = bound.transform(bound.read(json));    // a raw record, then what the network's inputs are made of
 * bound.encode(0, row, floats, 0);                     // the normalized features of its first input
 * }</pre>
 */
public final class BoundPipeline {
  private final Pipeline pipeline;
  private final Schema in;
  private final RowFunction steps;
  private final BatchEncoder encoder;
  private final Sequences sequences;
  private final Normalizer normalizer;
  /** Of each input; null where it is left as it is. */
  private final Affine[] scales;
  private final RecordJson json;
  private final ImageForm images;
  private final long maxPixels;

  BoundPipeline(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.in = pipeline.inputSchema();
    this.steps = pipeline.transform().bind();
    this.encoder = pipeline.encoder();
    this.sequences = pipeline.sequences();
    this.normalizer = pipeline.normalizer();
    this.scales = encoder.inputs().stream().map(x -> normalizer == null ? null : normalizer.features(x.name()))
        .toArray(Affine[]::new);
    this.images = pipeline.reader().images();
    this.maxPixels = images == null ? ImageCodec.MOST_PIXELS : images.maxPixels();
    this.json = new RecordJson(in, maxPixels);
  }

  /** What it was bound from. */
  public Pipeline pipeline() {
    return pipeline;
  }

  /** The schema of raw records. */
  public Schema inputSchema() {
    return in;
  }

  /** The schema of transformed records. */
  public Schema outputSchema() {
    return encoder.schema();
  }

  /** How transformed records become numbers. */
  public BatchEncoder encoder() {
    return encoder;
  }

  /** Whether an example is a sequence of records instead of one. */
  public boolean takesSequences() {
    return sequences != null;
  }

  // raw records -------------------------------------------------------------------------------------------------------

  /**
   * A raw record from JSON: an object with one field per column of the input schema, those of labels may be absent, or
   * an
   * array of values in order; images are Base64 files.
   */
  public Object[] read(JsonReader from) throws IOException {
    return json.read(from);
  }

  /** A raw record of values by column, of any Java type that spells a value of the column; absent ones are missing. */
  public Object[] read(Map<?, ?> columns) {
    Object[] row = new Object[in.size()];
    columns.forEach((name, value) -> {
      int i = json.column(String.valueOf(name));
      row[i] = value(in.column(i), value);
    });
    return row;
  }

  /** A raw record of values in the input schema's order. */
  public Object[] read(List<?> values) {
    if (values.size() != in.size()) {
      throw new IllegalArgumentException(
          "[record] got " + values.size() + " values; expected " + in.size() + ", for " + in.names() + ".");
    }
    Object[] row = new Object[in.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(in.column(i), values.get(i));
    }
    return row;
  }

  private Object value(Column c, Object v) {
    if (v == null) {
      return null;
    } else if (c.type() == ColumnType.IMAGE && v instanceof byte[] file) {
      return RecordJson.image(c, file, maxPixels);
    } else if (c.type() == ColumnType.NDARRAY && v instanceof float[] floats) {
      return RecordJson.array(c, floats);
    } else if (c.type() == ColumnType.NDARRAY && v instanceof List<?> list) {
      float[] floats = new float[list.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = ((Number) list.get(i)).floatValue();
      }
      return RecordJson.array(c, floats);
    } else if (c.type().isWhole()
        && (v instanceof Long || v instanceof Integer || v instanceof Short || v instanceof Byte)
        || v instanceof CharSequence) {
      return c.parse(v.toString()); // Avro's text is a CharSequence
    } else if (c.type().isNumeric() && v instanceof Number n) {
      return c.check(c.type().fromDouble(n.doubleValue()));
    }
    return c.check(v);
  }

  /** The raw record of an image file's bytes, in the channels of the only IMAGE column. Other columns are missing. */
  public Object[] image(byte[] file) {
    Object[] row = new Object[in.size()];
    int i = imageColumn();
    row[i] = RecordJson.image(in.column(i), file, maxPixels);
    return row;
  }

  /** The position of the only IMAGE column; IllegalArgumentException where there are others or none. */
  public int imageColumn() {
    int[] found = IntStream.range(0, in.size()).filter(i -> in.column(i).type() == ColumnType.IMAGE).toArray();
    if (found.length != 1) {
      throw new IllegalArgumentException("[pipeline] one image column is needed: got " + Arrays.toString(found) + " of "
          + in.names() + ".");
    }
    return found[0];
  }

  // to a network's inputs ---------------------------------------------------------------------------------------------

  /**
   * The transformed values of a raw record, fit to be encoded; labels may be missing.
   *
   * @throws IllegalArgumentException when the record can't be used, or the transforms filter it out
   */
  public Object[] transform(Object[] raw) {
    Object[] row = steps.apply(images == null ? raw : resized(raw));
    if (row == null) {
      throw new IllegalArgumentException("[pipeline] a filter of the pipeline removes this record: got "
          + new Record(raw) + ". Leave it out.");
    }
    encoder.checkFeatures(row);
    return row;
  }

  /** What the reader does to images of another size. */
  private Object[] resized(Object[] raw) {
    Object[] row = raw.clone();
    for (int i = 0; i < row.length; i++) {
      row[i] = row[i] instanceof Image image ? Pixels.resize(image, images.height(), images.width()) : row[i];
    }
    return row;
  }

  /** Writes the normalized features of a transformed record for an input, as many as its width, from a position on. */
  public void encode(int input, Object[] row, float[] out, int from) {
    InputEncoder x = encoder.inputs().get(input);
    x.encode(row, out, from);
    if (scales[input] != null) {
      scales[input].apply(out, from, x.width());
    }
  }

  /**
   * The model's inputs for raw records; with {@link Sequences} the records are the steps of one sequence [1, size, T].
   * The caller closes the batch.
   *
   * @throws IllegalArgumentException when a record can't be used, or the transforms filter it out
   */
  public Batch features(List<Object[]> raw) {
    List<Object[]> rows = new ArrayList<>(raw.size());
    for (Object[] r : raw) {
      rows.add(transform(r));
    }
    Batch x = sequences == null ? encoder.features(rows) : sequences.features(encoder, rows);
    if (normalizer != null) {
      normalizer.transform(x);
    }
    return x;
  }
}
