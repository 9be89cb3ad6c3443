package org.pydl4j.serving.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.pydl4j.nd.json.Nearest;

/**
 * What a {@link KafkaScorer} does: from which topic to which, how, with which model. conf/kafka-scorer.properties is a
 * commented example of the file that {@link #read} takes.
 *
 * @param model file of the saved model
 * @param bootstrapServers host:port, comma-separated
 * @param groupId consumer group; all scorers of one job share it
 * @param transactionalId name of this scorer among those of its group; the same after a restart
 * @param inputTopic examples come from here, from all partitions
 * @param outputTopic answers go there
 * @param deadLetterTopic records that cannot be scored go there
 * @param format how examples and answers are written
 * @param delivery what holds after a crash
 * @param outputs names of the model's outputs that are answered; empty for the usual ones
 * @param batchRows most examples scored at once, at least 1
 * @param pollRecords most records that one poll gives, at least 1
 * @param commitBytes most bytes of answers in one transaction, unless a single batch has more; at least 1
 * @param commitDelayMs how long answers wait for company in a transaction, at least 0
 * @param recordMaxBytes longest value that is decoded; longer ones are dead letters
 * @param kafka further settings of Kafka's clients: name, or consumer.name or producer.name for one of them
 */
public record KafkaScorerConf(
    Path model, String bootstrapServers, String groupId, String transactionalId, String inputTopic, String outputTopic,
    String deadLetterTopic, RecordFormat format, Delivery delivery, List<String> outputs, int batchRows,
    int pollRecords,
    int commitBytes, int commitDelayMs, int recordMaxBytes, Map<String, String> kafka) {

  /** What holds after a crash and a restart. */
  public enum Delivery {
    /** Answers and consumed offsets are one transaction: readers with read_committed see each answer once. */
    EXACTLY_ONCE,
    /** Offsets follow the answers: faster, an answer may come twice; its origin header tells which are the same. */
    AT_LEAST_ONCE
  }

  private static final List<String> NAMES = List.of(
      "model", "bootstrap.servers", "group.id", "transactional.id", "topic.input", "topic.output", "topic.dead_letter",
      "format", "answer.format", "delivery", "model.outputs", "batch.rows", "poll.records", "commit.bytes",
      "commit.delay.ms", "record.max.bytes");
  private static final int BATCH_ROWS = 256;
  private static final int POLL_RECORDS = 10_000;
  private static final int COMMIT_BYTES = 8 << 20;
  private static final int COMMIT_DELAY_MS = 5;
  private static final int RECORD_MAX_BYTES = 16 << 20;
  private static final String KAFKA = "kafka.";
  private static final String CODEC = "codec.";

  public KafkaScorerConf {
    kafka = Map.copyOf(kafka);
    outputs = List.copyOf(outputs);
    if (batchRows < 1 || pollRecords < 1 || recordMaxBytes < 1 || commitBytes < 1 || commitDelayMs < 0) {
      throw new IllegalArgumentException("[kafka scorer] sizes: got batch.rows " + batchRows + ", poll.records "
          + pollRecords + ", record.max.bytes " + recordMaxBytes + ", commit.bytes " + commitBytes
          + ", commit.delay.ms "
          + commitDelayMs + "; expected all at least 1, the delay at least 0.");
    }
    if (Set.of(outputTopic, deadLetterTopic).contains(inputTopic)) {
      throw new IllegalArgumentException("[kafka scorer] topics: got '" + inputTopic
          + "' for input and for output; expected others, or the scorer would read what it wrote.");
    }
  }

  /**
   * Reads a properties file.
   *
   * @throws IllegalArgumentException when the file is missing or a setting is missing, unknown or out of range
   */
  public static KafkaScorerConf read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("[kafka scorer] cannot read the configuration " + file + ": " + e
          + ". Copy conf/kafka-scorer.properties and set model and bootstrap.servers.", e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name).strip()));
    return of(settings);
  }

  /** The configuration of these settings; names and defaults as in conf/kafka-scorer.properties. */
  public static KafkaScorerConf of(Map<String, String> settings) {
    Map<String, String> kafka = new TreeMap<>();
    Map<String, String> codec = new TreeMap<>();
    settings.forEach((name, value) -> {
      if (name.startsWith(KAFKA)) {
        kafka.put(name.substring(KAFKA.length()), value);
      } else if (name.startsWith(CODEC)) {
        codec.put(name.substring(CODEC.length()), value);
      } else if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "[kafka scorer] unknown setting: got '" + name + "'; " + Nearest.hint(name, NAMES)
                + " Settings of Kafka's clients begin with 'kafka.'.");
      }
    });
    String input = required(settings, "topic.input");
    String group = settings.getOrDefault("group.id", "pydl4j-" + input);
    String output = settings.getOrDefault("topic.output", input + "-answers");
    return new KafkaScorerConf(
        Path.of(required(settings, "model")), required(settings, "bootstrap.servers"), group,
        settings.getOrDefault("transactional.id", group + "-0"), input, output,
        settings.getOrDefault("topic.dead_letter", input + "-dead-letters"),
        new RecordFormat(settings.getOrDefault("format", "json"), settings.get("answer.format"), codec, input, output),
        delivery(settings.getOrDefault("delivery", "exactly_once")), names(settings.getOrDefault("model.outputs", "")),
        number(settings, "batch.rows", BATCH_ROWS), number(settings, "poll.records", POLL_RECORDS),
        number(settings, "commit.bytes", COMMIT_BYTES), number(settings, "commit.delay.ms", COMMIT_DELAY_MS),
        number(settings, "record.max.bytes", RECORD_MAX_BYTES), kafka);
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  /** The settings of Kafka's client of this kind ("consumer" or "producer"). */
  Map<String, Object> client(String kind) {
    Map<String, Object> mine = new TreeMap<>();
    mine.put("bootstrap.servers", bootstrapServers);
    kafka.forEach((name, value) -> {
      if (!name.startsWith("consumer.") && !name.startsWith("producer.")) {
        mine.put(name, value);
      }
    });
    kafka.forEach((name, value) -> {
      if (name.startsWith(kind + ".")) {
        mine.put(name.substring(kind.length() + 1), value);
      }
    });
    return mine;
  }

  private static Delivery delivery(String name) {
    return switch (name) {
      case "exactly_once" -> Delivery.EXACTLY_ONCE;
      case "at_least_once" -> Delivery.AT_LEAST_ONCE;
      default -> throw new IllegalArgumentException("[kafka scorer] delivery: got '" + name + "'; "
          + Nearest.hint(name, List.of("exactly_once", "at_least_once")));
    };
  }

  private static String required(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "[kafka scorer] setting is missing: got no '" + name + "'; expected one. See conf/kafka-scorer.properties.");
    }
    return value;
  }

  private static int number(Map<String, String> settings, String name, int otherwise) {
    String value = settings.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "[kafka scorer] setting " + name + ": got '" + value + "'; expected a whole number.", e);
    }
  }
}
