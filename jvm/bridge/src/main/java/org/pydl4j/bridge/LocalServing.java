package org.pydl4j.bridge;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.RecordJson;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.serving.Prediction;
import org.pydl4j.serving.Predictor;
import org.pydl4j.serving.codec.Codec;
import org.pydl4j.serving.kafka.KafkaScorer;
import org.pydl4j.serving.kafka.KafkaScorerConf;
import org.pydl4j.serving.kafka.KafkaTopic;
import org.pydl4j.serving.model.SavedModel;
import org.pydl4j.serving.servable.Batcher;
import org.pydl4j.serving.servable.Servable;

/** Saved models that answer, and Kafka topics, for Python. */
public final class LocalServing {
  private LocalServing() {}

  /** Loads a model file and returns the handle of its predictor; batch rows of 0: each call is a run of its own. */
  public static long open(String path, long batchRows, long delayMicros, long queueRows) {
    return Handles.put(batchRows == 0 ? Predictor.load(Path.of(path))
        : Predictor.load(Path.of(path), new Batcher.Limits(batchRows, delayMicros, queueRows)));
  }

  /** What is known of a predictor: {@code {version, inputs: [{name, dtype, shape}], outputs: [{.., classNames,
   * isRegression}]}}. */
  public static String describe(long predictor) {
    Predictor p = Handles.get(predictor, Predictor.class);
    JsonObject about = p.signature().toJson();
    about.addProperty("version", p.version());
    return about.toString();
  }

  /** The outputs, in the model's order, for its inputs in its order, described as in {@link Arrays}. */
  public static long[] run(long predictor, long[] described) {
    Predictor p = Handles.get(predictor, Predictor.class);
    List<String> names = p.signature().inputNames();
    Map<String, NDArray> inputs = new TreeMap<>();
    List<NDArray> borrowed = Arrays.borrow(described);
    for (int i = 0; i < names.size(); i++) {
      inputs.put(names.get(i), Arrays.at(borrowed, i));
    }
    Map<String, NDArray> outputs = p.run(inputs);
    return Arrays.give(p.signature().outputNames().stream().map(outputs::get).toList());
  }

  /** The outputs for rows of the pipeline's columns, a JSON array of objects or arrays, likewise. */
  public static long[] runRows(long predictor, String rows) {
    Predictor p = Handles.get(predictor, Predictor.class);
    List<Object[]> raw = new ArrayList<>();
    for (JsonElement row : Records.parse(rows).getAsJsonArray()) {
      raw.add(p.pipeline() == null ? null : RecordJson.read(row, p.pipeline().inputSchema()).values());
    }
    Map<String, NDArray> outputs = p.runRecords(raw);
    return Arrays.give(p.signature().outputNames().stream().map(outputs::get).toList());
  }

  /** The pipeline that was saved with the model, as JSON; null where there was none. */
  public static String pipeline(long predictor) {
    BoundPipeline bound = Handles.get(predictor, Predictor.class).pipeline();
    return bound == null ? null : bound.pipeline().toJson();
  }

  /** The answer to an example, both as Base64, in a format of {@link Codec}. */
  public static String answer(long predictor, String format, String example) {
    Predictor p = Handles.get(predictor, Predictor.class);
    try (Codec codec = p.codec(format)) {
      return Base64.getEncoder().encodeToString(p.answer(codec, Base64.getDecoder().decode(example)));
    }
  }

  /** What the network says about an image file's bytes, given as Base64: {@code {index, name, probabilities}}. */
  public static String predictImage(long predictor, String file) {
    Prediction said = Handles.get(predictor, Predictor.class).predictImage(Base64.getDecoder().decode(file));
    return Records.toText(said);
  }

  /** Starts to score a topic on a thread of its own and returns its handle; see conf/kafka-scorer.properties. */
  public static long startKafka(String settings) {
    KafkaScorerConf conf = KafkaScorerConf.of(strings(settings));
    return Handles.put(new Scoring(conf, SavedModel.open(conf.model(), conf.outputs())));
  }

  /** What a scorer has done: {@code {running, answered, deadLetters, commits}}; raises what ended it. */
  public static String kafkaProgress(long scoring) {
    return Handles.get(scoring, Scoring.class).progress();
  }

  /** Finishes the batch under way, stops, and raises what ended the scorer before, if anything did. */
  public static void stopKafka(long scoring) {
    Scoring running = Handles.get(scoring, Scoring.class);
    running.close();
    running.raise();
  }

  /** Makes a topic where it is not there yet. */
  public static void createTopic(String bootstrapServers, String topic, int partitions) {
    new KafkaTopic(bootstrapServers, topic).create(partitions);
  }

  /** Sends values, a JSON array of Base64 texts, with their numbers from `first` on as keys. */
  public static void send(String bootstrapServers, String topic, String values, long first) {
    List<byte[]> bytes = new ArrayList<>();
    for (JsonElement value : Records.parse(values).getAsJsonArray()) {
      bytes.add(Base64.getDecoder().decode(value.getAsString()));
    }
    new KafkaTopic(bootstrapServers, topic).send(bytes, first);
  }

  /** Starts a job that reads committed records from a topic's beginning; see {@link Reading}. */
  public static long read(String bootstrapServers, String topic, int count, long timeoutMs) {
    return Jobs.start(new Reading(new KafkaTopic(bootstrapServers, topic), count, timeoutMs));
  }

  /** Gives {@code [{key, value, headers}]} with value as Base64. */
  private static final class Reading implements Jobs.Job {
    private final KafkaTopic topic;
    private final int count;
    private final long timeoutMs;
    private volatile Thread reader;

    Reading(KafkaTopic topic, int count, long timeoutMs) {
      this.topic = topic;
      this.count = count;
      this.timeoutMs = timeoutMs;
    }

    @Override
    public Object run() {
      reader = Thread.currentThread();
      JsonArray messages = new JsonArray();
      for (KafkaTopic.Message message : topic.read(count, timeoutMs)) {
        JsonObject json = new JsonObject();
        json.addProperty("key", message.keyText());
        json.addProperty("value", message.value() == null ? null : Base64.getEncoder().encodeToString(message.value()));
        json.add("headers", new Gson().toJsonTree(message.headers()));
        messages.add(json);
      }
      return messages.toString();
    }

    @Override
    public void stop() {
      if (reader != null) {
        reader.interrupt();
      }
    }
  }

  private static Map<String, String> strings(String json) {
    Map<String, String> settings = new TreeMap<>();
    Records.parse(json).getAsJsonObject().entrySet().forEach(e -> settings.put(e.getKey(), e.getValue().getAsString()));
    return settings;
  }

  /** A scorer at work with its own model. */
  private static final class Scoring implements AutoCloseable {
    private final Servable model;
    private final KafkaScorer scorer;
    private final FutureTask<Void> task;

    Scoring(KafkaScorerConf conf, SavedModel saved) {
      model = saved.servable();
      try {
        scorer = new KafkaScorer(conf, model, saved.pipeline());
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
      task = new FutureTask<>(scorer, null);
      Thread thread = new Thread(task, "pydl4j-kafka-scorer");
      thread.setDaemon(true);
      thread.start();
    }

    String progress() {
      if (task.isDone()) {
        raise();
      }
      JsonObject json = Records.toJson(scorer.progress()).getAsJsonObject();
      json.addProperty("running", !task.isDone());
      return json.toString();
    }

    void raise() {
      try {
        task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("[kafka scorer] ended: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      scorer.stop();
      try {
        scorer.awaitEnd();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      model.close();
    }
  }
}
