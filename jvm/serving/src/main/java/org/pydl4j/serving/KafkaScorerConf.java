package org.pydl4j.serving;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * @param batchRows most examples scored at once, at least 1
 * @param pollRecords most records of one transaction, at least 1
 * @param recordMaxBytes longest value that is decoded; longer ones are dead letters
 * @param kafka further settings of Kafka's clients: name, or consumer.name or producer.name for one of them
 */
public record KafkaScorerConf(
    Path model, String bootstrapServers, String groupId, String transactionalId, String inputTopic, String outputTopic,
    String deadLetterTopic, RecordFormat format, Delivery delivery, int batchRows, int pollRecords,
    int recordMaxBytes, Map<String, String> kafka) {

  /** What holds after a crash and a restart. */
  public enum Delivery {
    /** Answers and consumed offsets are one transaction: readers with read_committed see each answer once. */
    EXACTLY_ONCE,
    /** Offsets follow the answers: faster, an answer may come twice; its origin header tells which are the same. */
    AT_LEAST_ONCE
  }

  private static final List<String> NAMES = List.of(
      "model", "bootstrap.servers", "group.id", "transactional.id", "topic.input", "topic.output", "topic.dead_letter",
      "format", "delivery", "batch.rows", "poll.records", "record.max.bytes");
  private static final int RECORD_MAX_BYTES = 16 << 20;
  private static final String KAFKA = "kafka.";

  public KafkaScorerConf {
    kafka = Map.copyOf(kafka);
    if (batchRows < 1 || pollRecords < 1 || recordMaxBytes < 1) {
      throw new IllegalArgumentException("[kafka scorer] sizes: got batch.rows " + batchRows + ", poll.records "
          + pollRecords + ", record.max.bytes " + recordMaxBytes + "; expected all at least 1.");
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
    settings.forEach((name, value) -> {
      if (name.startsWith(KAFKA)) {
        kafka.put(name.substring(KAFKA.length()), value);
      } else if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "[kafka scorer] unknown setting: got '" + name + "'; " + Nearest.hint(name, NAMES)
                + " Settings of Kafka's clients begin with 'kafka.'.");
      }
    });
    String input = required(settings, "topic.input");
    String group = settings.getOrDefault("group.id", "pydl4j-" + input);
    return new KafkaScorerConf(
        Path.of(required(settings, "model")), required(settings, "bootstrap.servers"), group,
        settings.getOrDefault("transactional.id", group + "-0"), input,
        settings.getOrDefault("topic.output", input + "-answers"),
        settings.getOrDefault("topic.dead_letter", input + "-dead-letters"),
        RecordFormat.of(settings.getOrDefault("format", "json")),
        delivery(settings.getOrDefault("delivery", "exactly_once")),
        number(settings, "batch.rows", 64), number(settings, "poll.records", 500),
        number(settings, "record.max.bytes", RECORD_MAX_BYTES), kafka);
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
