package org.pydl4j.serving.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydl4j.serving.servable.Servable;

@Timeout(120)
class PoisonRecordsTest {
  private static RecordScorer.Scored answers(Servable model, String... values) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      records.add(LettersTest.record(records.size(), null, bytes, new RecordHeaders()));
    }
    KafkaScorerConf conf = LettersTest.conf("json");
    return PoisonRecords.answer(new RecordScorer(conf, model, RecordCodec.of(conf.format(), model.signature(), null),
        new Letters(conf, "v", 1 << 20)), records);
  }

  private static List<String> values(RecordScorer.Scored answers, String topic) {
    return answers.records().stream().filter(r -> r.topic().equals(topic))
        .map(r -> new String(r.value(), StandardCharsets.UTF_8)).toList();
  }

  private static String reason(RecordScorer.Scored answers) {
    ProducerRecord<byte[], byte[]> dead = answers.records().stream().filter(r -> r.topic()
        .equals("in-dead-letters")).findFirst()
        .orElseThrow();
    return new String(dead.headers().lastHeader(KafkaScorer.REASON).value(), StandardCharsets.UTF_8);
  }

  private static final List<String> NEIGHBOURS = List.of("{\"output\":[6.0,-2.0],\"class\":0}",
      "{\"output\":[9.0,0.0],\"class\":0}");

  @Test
  void whatOneRecordDoesToTheModelIsThatRecordsDeath() {
    for (Throwable failure : List.of(new StackOverflowError(), new OutOfMemoryError("Java heap space"),
        new IllegalStateException("no"), new ArithmeticException("/ by zero"))) {
      RecordScorer.Scored answers = answers(new Sums(failure), "[1, 2, 3]", "[666, 0, 0]", "[3, 3, 3]");
      assertEquals(NEIGHBOURS, values(answers, "in-answers"));
      assertEquals(List.of("[666, 0, 0]"), values(answers, "in-dead-letters"));
      assertEquals("[model] failed: " + failure, reason(answers));
    }
  }

  @Test
  void otherErrorsAreThrown() {
    Error error = new InternalError("the machine");
    assertSame(error, assertThrows(Error.class, () -> answers(new Sums(error), "[1, 2, 3]", "[666, 0, 0]")));
  }

  @Test
  void deepNestingAndLongNumbersAreReasonsNotCrashes() {
    for (Map.Entry<String, String> poison : Map.of("[".repeat(10_000) + "]".repeat(10_000),
        "[record] nested more than 200 deep",
        "{\"x\":".repeat(100_000), "[record] nested more than 200 deep",
        "[" + "9".repeat(10_000_000) + ", 1, 2]", "[record] not JSON",
        "x".repeat((16 << 20) + 1), "[record] too large: got 16777217 bytes; expected at most 16777216").entrySet()) {
      RecordScorer.Scored answers = answers(new Sums(), "[1, 2, 3]", poison.getKey(), "[3, 3, 3]");
      assertEquals(NEIGHBOURS, values(answers, "in-answers"));
      assertTrue(reason(answers).startsWith(poison.getValue()), reason(answers));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "raw", "row", "image"})
  void goodRecordsAmongPoisonGetTheirAnswers(String format) {
    Map<String, Integer> seen = PoisonRecords.run(format, 160, 7);
    assertTrue(seen.get("good") > 40 && seen.size() > 3, seen.toString());
  }
}
