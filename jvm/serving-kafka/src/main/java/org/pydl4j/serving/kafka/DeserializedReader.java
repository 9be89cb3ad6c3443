package org.pydl4j.serving.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.serving.codec.Examples;
import org.pydl4j.serving.codec.Examples.Input;
import org.pydl4j.serving.codec.RecordInputs;

/**
 * Reads with a class of Kafka's clients: Avro, Protobuf, whatever there is a {@link Deserializer} of. It gives
 *
 * <ul>
 *   <li>for a model with a pipeline: a Map of columns, a List or Object[] of values in order, or byte[] of an image
 * file
 *   <li>else a Map of the inputs by name, or the only input: float[], double[], long[], int[], a Number or Boolean, or
 * a List or
 *       Object[] of those, nested to any depth
 * </ul>
 * A class whose values are others is derived from, to give one of these.
 */
final class DeserializedReader implements KafkaReader {
  private static final int MOST_NESTED = 200;

  private final Deserializer<?> deserializer;
  private final String topic;
  private final Signature signature;
  private final RecordInputs records;

  DeserializedReader(RecordFormat format, Signature signature, BoundPipeline pipeline) {
    this.signature = signature;
    this.topic = format.topic();
    this.records = pipeline == null ? null : new RecordInputs(signature, pipeline);
    this.deserializer = Classes.make(format.examples(), Deserializer.class);
    deserializer.configure(format.settings(), false);
  }

  @Override
  public void read(byte[] value, Headers headers, Examples into) {
    Object said;
    try {
      said = deserializer.deserialize(topic, headers, value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("[record] the deserializer failed: " + e, e);
    }
    if (records != null) {
      readRecord(said, into);
    } else if (said instanceof Map<?, ?> arrays) {
      arrays.keySet().forEach(name -> signature.input(String.valueOf(name)));
      for (int i = 0; i < signature.inputs().size(); i++) {
        put(arrays.get(signature.inputs().get(i).name()), into.input(i), 0);
      }
    } else if (signature.inputs().size() == 1) {
      put(said, into.input(0), 0);
    } else {
      throw new IllegalArgumentException("[record] no inputs: got " + name(said) + "; expected a Map of "
          + signature.inputNames() + ".");
    }
  }

  private void readRecord(Object said, Examples into) {
    BoundPipeline pipeline = records.pipeline();
    if (said instanceof Map<?, ?> columns) {
      records.put(pipeline.read(columns), into);
    } else if (said instanceof List<?> values) {
      records.put(pipeline.read(values), into);
    } else if (said instanceof Object[] values) {
      records.put(pipeline.read(Arrays.asList(values)), into);
    } else if (said instanceof byte[] file) {
      records.put(pipeline.image(file), into);
    } else {
      throw new IllegalArgumentException("[record] no row: got " + name(said)
          + "; expected a Map of columns, a List of "
          + "values, or an image's bytes. Derive from the Deserializer.");
    }
  }

  private static void put(Object value, Input in, int depth) {
    if (value instanceof float[] floats) {
      for (float v : floats) {
        in.add(v);
      }
    } else if (value instanceof double[] doubles) {
      for (double v : doubles) {
        in.add(v);
      }
    } else if (value instanceof long[] longs) {
      for (long v : longs) {
        in.add(v);
      }
    } else if (value instanceof int[] ints) {
      for (int v : ints) {
        in.add((long) v);
      }
    } else if (value instanceof Iterable<?> many && depth < MOST_NESTED) {
      many.forEach(v -> put(v, in, depth + 1));
    } else if (value instanceof Object[] many && depth < MOST_NESTED) {
      for (Object v : many) {
        put(v, in, depth + 1);
      }
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
      in.add(((Number) value).longValue());
    } else if (value instanceof Float v) {
      in.add(v.floatValue());
    } else if (value instanceof Number v) {
      in.add(v.doubleValue());
    } else if (value instanceof Boolean v) {
      in.add(v ? 1L : 0L);
    } else {
      throw new IllegalArgumentException("[record] no numbers: got " + name(value) + " for input " + in.tensor()
          + "; expected an array or List of numbers. Derive from the Deserializer.");
    }
  }

  private static String name(Object value) {
    return value == null ? "null" : "a " + value.getClass().getName();
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
