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
import org.pydl4j.nd.json.Records;
import org.pydl4j.serving.KafkaScorer;
import org.pydl4j.serving.KafkaScorerConf;
import org.pydl4j.serving.KafkaTopic;
import org.pydl4j.serving.Prediction;
import org.pydl4j.serving.Predictor;

/** Saved models that answer, and Kafka topics, for Python. */
public final class LocalServing {
  private LocalServing() {}

  /** Loads a saved model and returns the handle of its predictor. */
  public static long open(String path) {
    return Handles.put(Predictor.load(Path.of(path)));
  }

  /** What is known of a predictor: {@code {version, classNames, inputSize, outputSize}}. */
  public static String describe(long predictor) {
    Predictor p = Handles.get(predictor, Predictor.class);
    JsonObject about = new JsonObject();
    about.addProperty("version", p.version());
    about.add("classNames", new Gson().toJsonTree(p.classNames()));
    about.addProperty("inputSize", p.inputSize());
    about.addProperty("outputSize", p.outputSize());
    return about.toString();
  }

  /** The network's output for one array, described as in {@link Arrays}. */
  public static long[] output(long predictor, long[] described) {
    return Arrays.give(Handles.get(predictor, Predictor.class).output(Arrays.at(Arrays.borrow(described), 0)));
  }

  /** What the network says about an image file's bytes, given as Base64: {@code {index, name, probabilities}}. */
  public static String predictImage(long predictor, String file) {
    Prediction said = Handles.get(predictor, Predictor.class).predictImage(Base64.getDecoder().decode(file));
    return Records.toText(said);
  }

  /** Starts to score a topic on a thread of its own and returns its handle; see conf/kafka-scorer.properties. */
  public static long startKafka(String settings) {
    KafkaScorerConf conf = KafkaScorerConf.of(strings(settings));
    return Handles.put(new Scoring(conf, Predictor.load(conf.model())));
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
    private final Predictor predictor;
    private final KafkaScorer scorer;
    private final FutureTask<Void> task;

    Scoring(KafkaScorerConf conf, Predictor predictor) {
      this.predictor = predictor;
      try {
        scorer = new KafkaScorer(conf, predictor);
      } catch (RuntimeException e) {
        predictor.close();
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
      predictor.close();
    }
  }
}
