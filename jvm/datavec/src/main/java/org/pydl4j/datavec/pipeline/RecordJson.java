package org.pydl4j.datavec.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import org.pydl4j.datavec.image.ImageCodec;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Json;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;

/** Records as JSON objects: numbers, text, booleans; arrays as flat lists; images and bytes as Base64. */
public final class RecordJson {
  private RecordJson() {}

  /** The record that an object, or an array of values in the schema's order, describes. */
  public static Record read(JsonElement json, Schema schema) {
    if (json.isJsonObject()) {
      return read(json.getAsJsonObject(), schema, ImageCodec.MOST_PIXELS);
    } else if (!json.isJsonArray() || json.getAsJsonArray().size() != schema.size()) {
      throw new IllegalArgumentException("[record] got " + Json.brief(json.toString()) + "; expected an object, or an array of "
          + schema.size() + " values.");
    }
    Object[] row = new Object[schema.size()];
    for (int i = 0; i < row.length; i++) {
      JsonElement e = json.getAsJsonArray().get(i);
      row[i] = e.isJsonNull() ? null : value(schema.column(i), e, ImageCodec.MOST_PIXELS);
    }
    return new Record(row);
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
   * The record that an object describes; absent fields are missing values, unknown ones raise
   * IllegalArgumentException.
   *
   * @param maxPixels of the largest image that is decoded
   */
  public static Record read(JsonObject json, Schema schema, long maxPixels) {
    for (String field : json.keySet()) {
      if (!schema.has(field)) {
        throw new IllegalArgumentException("[record] unknown field: got '" + Json.brief(field) + "'; "
            + Nearest.hint(field, schema.names()));
      }
    }
    Object[] row = new Object[schema.size()];
    for (int i = 0; i < row.length; i++) {
      Column c = schema.column(i);
      JsonElement e = json.get(c.name());
      row[i] = e == null || e.isJsonNull() ? null : value(c, e, maxPixels);
    }
    return new Record(row);
  }

  private static Object value(Column c, JsonElement e, long maxPixels) {
    switch (c.type()) {
      case IMAGE -> {
        int channels = c.shape().isEmpty() || c.shape().get(0) < 0 ? 3 : c.shape().get(0);
        return ImageCodec.decode(base64(c, e), channels, maxPixels);
      }
      case BYTES -> {
        return base64(c, e);
      }
      case NDARRAY -> {
        float[] values = Records.fromJson(e, float[].class);
        int[] shape = c.shape().isEmpty() ? new int[] {values.length} : c.shape().stream().mapToInt(d -> d).toArray();
        return new ArrayValue(values, shape);
      }
      default -> {
        if (!(e instanceof JsonPrimitive p) || c.type().isText() != p.isString()) {
          throw new IllegalArgumentException("[column '" + c.name() + "'] got " + Json.brief(e.toString()) + "; expected a value of type "
              + c.type() + ".");
        }
        return c.parse(p.getAsString());
      }
    }
  }

  private static byte[] base64(Column c, JsonElement e) {
    try {
      return Base64.getDecoder().decode(e.getAsString());
    } catch (IllegalArgumentException | UnsupportedOperationException | IllegalStateException x) {
      throw new IllegalArgumentException("[column '" + c.name()
          + "'] not Base64: expected the bytes of a file as Base64 text.", x);
    }
  }
}
