package org.pydl4j.datavec.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.image.ImageCodec;
import org.pydl4j.datavec.reader.RecordSource;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Json;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;

/**
 * Records as JSON objects: numbers, text, booleans; arrays as lists, flat or nested; images and bytes as Base64. Bound
 * to a
 * schema once; values are parsed as they are read, without a tree. For any number of threads.
 */
public final class RecordJson {
  private final Schema schema;
  private final Column[] columns;
  private final long maxPixels;
  private final Map<String, Integer> index = new HashMap<>();

  /** Records of that schema; images of more pixels are refused. */
  RecordJson(Schema schema, long maxPixels) {
    this.schema = schema;
    this.columns = schema.columns().toArray(new Column[0]);
    this.maxPixels = maxPixels;
    for (int i = 0; i < columns.length; i++) {
      index.put(columns[i].name(), i);
    }
  }

  /** The record that an object, or an array of values in the schema's order, describes; NaN may be a plain word. */
  public static Record read(JsonElement json, Schema schema) {
    JsonReader in = new JsonReader(new StringReader(json.toString()));
    in.setStrictness(Strictness.LENIENT);
    try {
      return new Record(new RecordJson(schema, ImageCodec.MOST_PIXELS).read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Raw records of a JSON array, read one by one, so that a bad one is an invalid row. */
  public static RecordSource source(String rows, Schema schema) {
    JsonArray array = Records.parse(rows).getAsJsonArray();
    return RecordSource.of(schema, new AbstractList<>() {
      @Override
      public Record get(int index) {
        return read(array.get(index), schema);
      }

      @Override
      public int size() {
        return array.size();
      }
    });
  }

  /**
   * The values of a record in order: numbers, text, booleans, null; arrays as flat lists; images and bytes as Base64
   * of their content.
   */
  public static JsonArray write(Record record) {
    JsonArray out = new JsonArray(record.size());
    for (Object v : record.values()) {
      Object plain = v instanceof ArrayValue a ? a.values() : v instanceof Image i ? i.pixels() : v;
      out.add(Records.toJson(plain));
    }
    return out;
  }

  /**
   * The row that an object, or an array of values in the schema's order, describes; absent fields of an object are
   * missing values.
   *
   * @throws IllegalArgumentException when a field is unknown or stands twice, or a value is none of its column
   */
  Object[] read(JsonReader in) throws IOException {
    Object[] row = new Object[columns.length];
    switch (in.peek()) {
      case BEGIN_OBJECT -> object(in, row);
      case BEGIN_ARRAY -> {
        in.beginArray();
        int size = 0;
        while (in.hasNext()) {
          if (size < row.length) {
            row[size] = value(columns[size], in);
          } else {
            Json.skip(in);
          }
          size++;
        }
        in.endArray();
        if (size != row.length) {
          throw new IllegalArgumentException("[record] got " + size + " values; expected an object, or an array of "
              + row.length + " values, for " + schema.names() + ".");
        }
      }
      default -> throw new IllegalArgumentException("[record] got " + Json.kind(in.peek())
          + "; expected an object, or an"
          + " array of " + row.length + " values, for " + schema.names() + ".");
    }
    return row;
  }

  private void object(JsonReader in, Object[] row) throws IOException {
    boolean[] seen = new boolean[row.length];
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      int i = column(name);
      if (seen[i]) {
        throw new IllegalArgumentException("[record] the field '" + Json.brief(name) + "' stands twice. Send it once.");
      }
      seen[i] = true;
      row[i] = value(columns[i], in);
    }
    in.endObject();
  }

  /** The position of a field; one that the schema does not have raises IllegalArgumentException. */
  int column(String field) {
    Integer i = index.get(field);
    if (i == null) {
      throw new IllegalArgumentException("[record] unknown field: got '" + Json.brief(field) + "'; "
          + Nearest.hint(field, schema.names()));
    }
    return i;
  }

  private Object value(Column c, JsonReader in) throws IOException {
    JsonToken kind = in.peek();
    if (kind == JsonToken.NULL) {
      in.nextNull();
      return null;
    }
    return switch (c.type()) {
      case IMAGE -> image(c, base64(c, in), maxPixels);
      case BYTES -> base64(c, in);
      case NDARRAY -> array(c, Json.floats(in));
      default -> {
        boolean text = kind == JsonToken.STRING;
        boolean category = c.type() == ColumnType.CATEGORICAL; // may be called by a number
        if (!text && kind != JsonToken.NUMBER && kind != JsonToken.BOOLEAN || c.type().isText() != text && !category) {
          throw new IllegalArgumentException("[column '" + c.name() + "'] got " + Json.kind(kind)
              + "; expected a value of type " + c.type() + ".");
        }
        yield c.parse(kind == JsonToken.BOOLEAN ? String.valueOf(in.nextBoolean()) : in.nextString());
      }
    };
  }

  /** The image of a file's bytes, in the channels of its column. */
  static Image image(Column c, byte[] file, long maxPixels) {
    int channels = c.shape().isEmpty() || c.shape().get(0) < 0 ? 3 : c.shape().get(0);
    return ImageCodec.decode(file, channels, maxPixels);
  }

  /** The numbers in the shape of their column, where it has one. */
  static ArrayValue array(Column c, float[] values) {
    List<Integer> shape = c.shape();
    long size = shape.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    boolean open = shape.stream().anyMatch(d -> d < 0);
    if (!shape.isEmpty() && (open || size != values.length)) {
      throw new IllegalArgumentException("[column '" + c.name() + "'] wrong size: got " + values.length
          + " numbers; expected shape " + shape + ".");
    }
    return new ArrayValue(values, shape.isEmpty() ? new int[] {values.length} : shape.stream().mapToInt(d -> d)
        .toArray());
  }

  private static byte[] base64(Column c, JsonReader in) throws IOException {
    if (in.peek() == JsonToken.STRING) {
      try {
        return Base64.getDecoder().decode(in.nextString());
      } catch (IllegalArgumentException e) {
        throw notBase64(c, e);
      }
    }
    throw notBase64(c, null);
  }

  private static IllegalArgumentException notBase64(Column c, Exception cause) {
    return new IllegalArgumentException(
        "[column '" + c.name() + "'] not Base64: expected the bytes of a file as Base64 text.", cause);
  }
}
