package org.pydl4j.serving.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.serving.kafka.KafkaScorerConf.Delivery;

class KafkaScorerConfTest {
  private static final Map<String, String> LEAST =
      Map.of("model", "m.zip", "bootstrap.servers", "here:1", "topic.input", "images");

  private static KafkaScorerConf with(String name, String value) {
    Map<String, String> settings = new TreeMap<>(LEAST);
    settings.put(name, value);
    return KafkaScorerConf.of(settings);
  }

  @Test
  void namesFollowTheInputTopicAndDeliveryIsExactlyOnce() {
    KafkaScorerConf conf = KafkaScorerConf.of(LEAST);
    assertEquals("images-answers", conf.outputTopic());
    assertEquals("images-dead-letters", conf.deadLetterTopic());
    assertEquals("pydl4j-images", conf.groupId());
    assertEquals("pydl4j-images-0", conf.transactionalId());
    assertEquals(Delivery.EXACTLY_ONCE, conf.delivery());
    assertEquals("json", conf.format().examples());
  }

  @Test
  void clientSettingsReachTheClientTheyName() {
    KafkaScorerConf conf = KafkaScorerConf.of(new TreeMap<>(Map.of(
        "model", "m.zip", "bootstrap.servers", "here:1", "topic.input", "images", "kafka.security.protocol", "SSL",
        "kafka.producer.linger.ms", "7")));
    assertEquals(Map.of("bootstrap.servers", "here:1", "security.protocol", "SSL"), conf.client("consumer"));
    assertEquals("7", conf.client("producer").get("linger.ms"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "topic.inputs | x | Did you mean 'topic.input'?", "delivery | exactly-once | Did you mean 'exactly_once'?",
      "answer.format | row | expected one of json, raw", "commit.delay.ms | -1 | the delay at least 0",
      "batch.rows | many | got 'many'; expected a whole number", "batch.rows | 0 | expected all at least 1",
      "topic.output | images | would read what it wrote",
      "format | xml | expected one of json, raw, row, image", "model | '' | got no 'model'"})
  void wrongSettingsAreNamed(String name, String value, String message) {
    String got = assertThrows(IllegalArgumentException.class, () -> with(name, value)).getMessage();
    assertTrue(got.contains(message), got);
  }

  @Test
  void aMissingFileNamesTheExample() {
    Path file = Path.of("nowhere.properties");
    String got = assertThrows(IllegalArgumentException.class, () -> KafkaScorerConf.read(file)).getMessage();
    assertTrue(got.contains("nowhere.properties") && got.contains("conf/kafka-scorer.properties"), got);
  }
}
