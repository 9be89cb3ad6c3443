package org.pydl4j.serving.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.serving.codec.Answers;
import org.pydl4j.serving.codec.Examples;
import org.pydl4j.serving.servable.Servable;

/**
 * Turns records into answers and dead letters, one for each. No record stops another: what fails together is done one
 * by one,
 * and what fails alone, by an exception, a full stack or a full heap, is a dead letter. Other errors are the machine's
 * and are
 * thrown. For one thread.
 */
final class RecordScorer {
  /** What examples of one run take at most, unless a single one is larger. */
  private static final long MOST_BATCH_BYTES = 16 << 20;

  /** One record out for each record in, and what they take on the wire. */
  record Scored(List<ProducerRecord<byte[], byte[]>> records, int deadLetters, long bytes) {}

  private final KafkaScorerConf conf;
  private final Servable model;
  private final RecordCodec codec;
  private final Letters letters;
  private final Examples examples;
  private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
  private List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>();
  private long bytes;
  private int dead;

  RecordScorer(KafkaScorerConf conf, Servable model, RecordCodec codec, Letters letters) {
    this.conf = conf;
    this.model = model;
    this.codec = codec;
    this.letters = letters;
    this.examples = new Examples(model.signature());
  }

  /** Reads a record; true when a batch is full with it, or much is ready: time to take what is {@link #scored}. */
  boolean take(ConsumerRecord<byte[], byte[]> record) {
    boolean fits;
    try {
      fits = read(record);
    } catch (IllegalArgumentException e) {
      die(record, e.getMessage());
      return bytes >= conf.commitBytes();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      scoreWaiting(); // frees their memory
      try {
        read(record);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError again) {
        die(record, "[record] cannot be read: " + again);
        return bytes >= conf.commitBytes();
      }
      fits = true;
    }
    if (!fits) {
      score(0, waiting.size());
      waiting.clear();
      examples.keepLast();
    }
    waiting.add(record);
    if (waiting.size() >= conf.batchRows() || examples.bytes() >= MOST_BATCH_BYTES) {
      scoreWaiting();
      return true;
    }
    return false;
  }

  /** Reads an example behind those that wait; false when it cannot be in one batch with them. */
  private boolean read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      throw new IllegalArgumentException("[record] no value: got null; expected one example.");
    } else if (value.length > conf.recordMaxBytes()) {
      throw new IllegalArgumentException("[record] too large: got " + value.length + " bytes; expected at most "
          + conf.recordMaxBytes() + ". Send less, or raise record.max.bytes.");
    }
    examples.begin();
    codec.reader().read(value, record.headers(), examples);
    return examples.end();
  }

  /** All that was taken since the last call, scored. */
  Scored scored() {
    scoreWaiting();
    Scored all = new Scored(out, dead, bytes);
    out = new ArrayList<>(out.size());
    bytes = 0;
    dead = 0;
    return all;
  }

  /** A dead letter for a record that could not even be read from its topic. */
  Scored refused(ConsumerRecord<byte[], byte[]> record, String reason) {
    die(record, reason);
    return scored();
  }

  private void scoreWaiting() {
    score(0, waiting.size());
    waiting.clear();
    examples.clear();
  }

  private void score(int from, int to) {
    if (from == to) {
      return;
    }
    Answers answers;
    try {
      answers = run(from, to);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (to - from == 1) {
        die(waiting.get(from), "[model] failed: " + e);
        return;
      }
      for (int i = from; i < to; i++) {
        score(i, i + 1);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      write(waiting.get(i), answers, i - from);
    }
  }

  private Answers run(int from, int to) {
    Map<String, NDArray> inputs = examples.arrays(from, to);
    Map<String, NDArray> outputs = new HashMap<>();
    try {
      outputs.putAll(model.run(inputs));
      return new Answers(model.signature(), outputs);
    } finally {
      inputs.values().forEach(NDArray::close);
      outputs.values().forEach(NDArray::close);
    }
  }

  private void write(ConsumerRecord<byte[], byte[]> from, Answers answers, int row) {
    ProducerRecord<byte[], byte[]> answer;
    try {
      answers.checkFinite(row);
      answer = letters.answer(from, codec.writer().write(answers, row));
    } catch (IllegalArgumentException e) {
      die(from, e.getMessage());
      return;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      die(from, "[answer] cannot be written: " + e);
      return;
    }
    add(answer);
  }

  private void die(ConsumerRecord<byte[], byte[]> record, String reason) {
    add(letters.deadLetter(record, String.valueOf(reason)));
    dead++;
  }

  private void add(ProducerRecord<byte[], byte[]> record) {
    out.add(record);
    bytes += Letters.bytes(record);
  }
}
