package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.normalize.ColumnNormalizer;
import org.pydl4j.datavec.pipeline.RecordJson;
import org.pydl4j.datavec.reader.PathLabel;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;
import org.pydl4j.testing.ActivationContract;
import org.pydl4j.testing.ConditionContract;
import org.pydl4j.testing.Contract;
import org.pydl4j.testing.LayerContract;
import org.pydl4j.testing.LossContract;
import org.pydl4j.testing.NormalizerContract;
import org.pydl4j.testing.PathLabelContract;
import org.pydl4j.testing.ReaderContract;
import org.pydl4j.testing.ScheduleContract;
import org.pydl4j.testing.TransformContract;
import org.pydl4j.testing.UpdaterContract;
import org.pydl4j.testing.VertexContract;

/** The contracts of records, for Python. Each method returns the claims that do not hold: a JSON array of texts. */
public final class LocalTesting {
  private LocalTesting() {}

  /** A layer and what it reads. */
  public static String layer(String layer, String in) {
    return failing(new LayerContract(Records.fromText(layer, Layer.class), Records.fromText(in, InputType.class)));
  }

  /** A vertex and what it reads, a JSON array. */
  public static String vertex(String vertex, String in) {
    return failing(new VertexContract(Records.fromText(vertex, OpVertex.class),
        Records.listFromJson(Records.parse(in), InputType.class)));
  }

  public static String loss(String loss) {
    return failing(new LossContract(Records.fromText(loss, Loss.class)));
  }

  public static String activation(String activation) {
    return failing(new ActivationContract(Records.fromText(activation, Activation.class)));
  }

  public static String updater(String updater) {
    return failing(new UpdaterContract(Records.fromText(updater, Updater.class)));
  }

  public static String schedule(String schedule) {
    return failing(new ScheduleContract(Records.fromText(schedule, Schedule.class)));
  }

  /** A transform and rows of a schema, a JSON array. */
  public static String transform(String transform, String schema, String rows) {
    Schema s = Schema.fromJson(schema);
    return failing(new TransformContract(Records.fromText(transform, Transform.class), s, rows(rows, s)));
  }

  /** A condition and rows of a schema, a JSON array. */
  public static String condition(String condition, String schema, String rows) {
    Schema s = Schema.fromJson(schema);
    return failing(new ConditionContract(Records.fromText(condition, Condition.class), s, rows(rows, s)));
  }

  /** A reader and local files. */
  public static String reader(String reader, String[] files) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String file : files) {
      contents.put(Path.of(file).getFileName().toString(), Files.readAllBytes(Path.of(file)));
    }
    return failing(new ReaderContract(Records.fromText(reader, RecordReader.class), contents));
  }

  public static String pathLabel(String label, String uri, String expected) {
    return failing(new PathLabelContract(Records.fromText(label, PathLabel.class), uri, expected));
  }

  public static String normalizer(String normalizer) {
    return failing(new NormalizerContract(Records.fromText(normalizer, ColumnNormalizer.class)));
  }

  private static List<Object[]> rows(String rows, Schema schema) {
    List<Object[]> out = new ArrayList<>();
    Records.parse(rows).getAsJsonArray().forEach(row -> out.add(RecordJson.read(row, schema).values()));
    return out;
  }

  private static String failing(Contract contract) {
    JsonArray out = new JsonArray();
    contract.claims().forEach((name, claim) -> {
      try {
        claim.check();
      } catch (AssertionError e) {
        out.add(name + ": " + e.getMessage());
      } catch (Exception e) {
        StringWriter stack = new StringWriter();
        e.printStackTrace(new PrintWriter(stack));
        out.add(name + ": " + stack);
      }
    });
    return out.toString();
  }
}
