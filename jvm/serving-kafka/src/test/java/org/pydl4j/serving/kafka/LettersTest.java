package org.pydl4j.serving.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

class LettersTest {
  static KafkaScorerConf conf(String format) {
    return KafkaScorerConf.of(new TreeMap<>(Map.of(
        "model", "m.zip", "bootstrap.servers", "none:1", "topic.input", "in", "batch.rows", "8", "format", format)));
  }

  static ConsumerRecord<byte[], byte[]> record(long offset, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>("in", 3, offset, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers,
        Optional.empty());
  }

  private static byte[] bytes(int n) {
    byte[] b = new byte[n];
    Arrays.fill(b, (byte) 'x');
    return b;
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    Header h = record.headers().lastHeader(name);
    return h == null ? null : new String(h.value(), StandardCharsets.UTF_8);
  }

  /** What Kafka's producer compares with max.request.size. */
  private static int kafkas(ProducerRecord<byte[], byte[]> r) {
    return AbstractRecords.estimateSizeInBytesUpperBound((byte) 2, CompressionType.NONE, r.key(), r.value(),
        r.headers().toArray());
  }

  @Test
  void deadLettersFitWhateverFillsTheRecord() {
    int[] sizes = {0, 1, 5000, 1 << 20, 3 << 20};
    for (int most : new int[] {600, 2000, 1 << 20}) {
      Letters letters = new Letters(conf("json"), "v".repeat(12), most);
      for (int key : sizes) {
        for (int value : sizes) {
          for (int header : sizes) {
            Headers headers = new RecordHeaders().add("h", bytes(header)).add("é".repeat(header / 10), null);
            ProducerRecord<byte[], byte[]> letter =
                letters.deadLetter(record(7, bytes(key), bytes(value), headers), "é".repeat(5000));
            assertTrue(Letters.bytes(letter) >= kafkas(letter), "counts less than Kafka");
            assertTrue(Letters.bytes(letter) <= most, most + ": " + Letters.bytes(letter));
            assertEquals("in-3@7", header(letter, KafkaScorer.ORIGIN));
            assertEquals(letter.value().length < value ? String.valueOf(value) : null, header(letter,
                KafkaScorer.CUT_FROM));
            assertEquals(letter.key().length < key ? String.valueOf(key) : null, header(letter,
                KafkaScorer.CUT_KEY_FROM));
          }
        }
      }
    }
  }

  @Test
  void whatFitsIsUnchanged() {
    Letters letters = new Letters(conf("json"), "v", 1 << 20);
    Headers headers = new RecordHeaders().add("", bytes(3)).add("a", null).add(KafkaScorer.REASON, bytes(9));
    ProducerRecord<byte[], byte[]> letter = letters.deadLetter(record(7, bytes(300_000), bytes(700_000), headers),
        "why");
    assertArrayEquals(bytes(300_000), letter.key());
    assertArrayEquals(bytes(700_000), letter.value());
    assertEquals("xxx", header(letter, ""));
    assertNull(letter.headers().lastHeader("a").value());
    assertEquals("why", header(letter, KafkaScorer.REASON));
    ProducerRecord<byte[], byte[]> none = letters.deadLetter(record(7, null, null, new RecordHeaders()), "why");
    assertNull(none.key());
    assertNull(none.value());
  }

  @Test
  void theLargestPartIsCutFirst() {
    Letters letters = new Letters(conf("json"), "v", 1 << 20);
    Headers small = new RecordHeaders().add("h", bytes(1000));
    ProducerRecord<byte[], byte[]> letter = letters.deadLetter(record(0, bytes(2 << 20), bytes(50), small), "why");
    assertEquals(50, letter.value().length);
    assertEquals("2097152", header(letter, KafkaScorer.CUT_KEY_FROM));
    assertTrue(letter.key().length > 1_000_000);
    assertEquals(1000, letter.headers().lastHeader("h").value().length);
  }

  @Test
  void anAnswerThatDoesNotFitIsRefused() {
    Letters letters = new Letters(conf("json"), "v", 1 << 20);
    Headers headers = new RecordHeaders().add("h", bytes((1 << 20) - 100));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> letters.answer(record(0, null, bytes(3), headers),
        bytes(3)))
        .getMessage().contains("the answer is too large"));
  }
}
