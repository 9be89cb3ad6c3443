package org.pydl4j.serving.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;

/**
 * The records that a scorer writes. An answer that does not fit is refused; a dead letter is cut until it fits, its
 * value first, then headers and key.
 */
final class Letters {
  private static final int MOST_REASON = 1000;
  /** What Kafka adds to one record: of the batch 61 bytes, of the record 21, and lengths of key, value and headers. */
  private static final int OVERHEAD = 61 + 21 + 15;
  private static final int HEADER_OVERHEAD = 10;
  private static final Set<String> OURS = Set.of(KafkaScorer.MODEL, KafkaScorer.ORIGIN, KafkaScorer.REASON,
      KafkaScorer.CUT_FROM, KafkaScorer.CUT_KEY_FROM, KafkaScorer.CUT_HEADERS_FROM);
  private static final int ROOM_FOR_CUTS = 3 * (HEADER_OVERHEAD + 60);
  /** Topics that do not even take this many bytes are set up wrongly. */
  private static final int LEAST_BYTES = 1024;

  private final KafkaScorerConf conf;
  private final byte[] version;
  private final Header model;
  private final int mostBytes;
  /** What brokers refused tells what their topics take; the producer knows only its own limit. */
  private final Map<String, Integer> ofTopic = new ConcurrentHashMap<>();

  Letters(KafkaScorerConf conf, String version, int mostBytes) {
    this.conf = conf;
    this.version = utf8(version);
    this.model = new RecordHeader(KafkaScorer.MODEL, this.version);
    this.mostBytes = mostBytes;
  }

  /** The answer to a record, with its key and headers; IllegalArgumentException when that is too large. */
  ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> from, byte[] value) {
    ProducerRecord<byte[], byte[]> answer = new ProducerRecord<>(conf.outputTopic(), from.key(), value);
    for (Header h : from.headers()) {
      if (!h.key().equals(KafkaScorer.ORIGIN) && !h.key().equals(KafkaScorer.MODEL)) {
        answer.headers().add(h);
      }
    }
    sign(answer.headers(), from);
    long bytes = bytes(answer);
    if (bytes > most(conf.outputTopic())) {
      throw new IllegalArgumentException("[kafka scorer] the answer is too large: got " + bytes
          + " bytes with the record's key and headers; expected at most " + most(conf.outputTopic())
          + ". Send smaller keys and headers, or raise max.request.size.");
    }
    return answer;
  }

  /** The record as it was, as far as it fits, with the reason why it was not scored. */
  ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, String reason) {
    int most = most(conf.deadLetterTopic());
    String brief = reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON - 3) + "...";
    byte[] why = Arrays.copyOf(utf8(brief), Math.min(utf8(brief).length, most / 4));
    long origin = utf8(origin(from)).length + version.length + 3L * HEADER_OVERHEAD
        + KafkaScorer.ORIGIN.length() + KafkaScorer.MODEL.length() + KafkaScorer.REASON.length();
    long room = Math.max(0, most - OVERHEAD - ROOM_FOR_CUTS - origin - why.length);
    int value = length(from.value());
    int key = length(from.key());
    long headers = 0;
    for (Header h : from.headers()) {
      headers += OURS.contains(h.key()) ? 0 : bytes(h);
    }
    int keptKey = (int) Math.min(key, Math.max(room / 4, room - headers - value));
    long keptHeaders = Math.min(headers, Math.max(room / 4, room - keptKey - value));
    int keptValue = (int) Math.min(value, Math.max(0, room - keptKey - keptHeaders));
    ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
        conf.deadLetterTopic(), cut(from.key(), keptKey), cut(from.value(), keptValue));
    long left = keptHeaders;
    for (Header h : from.headers()) {
      if (!OURS.contains(h.key()) && bytes(h) <= left) {
        letter.headers().add(h);
        left -= bytes(h);
      }
    }
    sign(letter.headers(), from);
    letter.headers().add(KafkaScorer.REASON, why);
    noteCut(letter.headers(), KafkaScorer.CUT_FROM, value, keptValue);
    noteCut(letter.headers(), KafkaScorer.CUT_KEY_FROM, key, keptKey);
    noteCut(letter.headers(), KafkaScorer.CUT_HEADERS_FROM, headers, keptHeaders);
    return letter;
  }

  private static void noteCut(Headers headers, String name, long from, long to) {
    if (to < from) {
      headers.add(name, utf8(String.valueOf(from)));
    }
  }

  private void sign(Headers headers, ConsumerRecord<byte[], byte[]> from) {
    headers.add(KafkaScorer.ORIGIN, utf8(origin(from))).add(model);
  }

  private static String origin(ConsumerRecord<byte[], byte[]> from) {
    return from.topic() + "-" + from.partition() + "@" + from.offset();
  }

  /** Notes that the brokers found a record too large for its topic; false when even small ones are. */
  boolean refused(ProducerRecord<byte[], byte[]> record) {
    int half = (int) Math.min(most(record.topic()), bytes(record)) / 2;
    ofTopic.merge(record.topic(), Math.max(LEAST_BYTES, half), Math::min);
    return half >= LEAST_BYTES;
  }

  private int most(String topic) {
    return ofTopic.getOrDefault(topic, mostBytes);
  }

  /** At least what Kafka counts for a record. */
  static long bytes(ProducerRecord<byte[], byte[]> record) {
    long bytes = OVERHEAD + (long) length(record.key()) + length(record.value());
    for (Header h : record.headers()) {
      bytes += bytes(h);
    }
    return bytes;
  }

  private static long bytes(Header h) {
    return HEADER_OVERHEAD + (long) Utils.utf8Length(h.key()) + length(h.value());
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte[] cut(byte[] bytes, int length) {
    return bytes == null || bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
