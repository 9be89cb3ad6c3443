package org.pydl4j.serving;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Turns records into answers and dead letters, one for each, in order. No record stops another: what fails together is
 * done one by one, and what fails alone, by an exception, a full stack or a full heap, is a dead letter. Other errors
 * are the machine's and are thrown.
 */
final class RecordScorer {
  /** One record out for each record in. */
  record Answers(List<ProducerRecord<byte[], byte[]>> records, int deadLetters) {}

  private final KafkaScorerConf conf;
  private final Scorer scorer;
  private final Letters letters;
  private final List<String> classNames;

  RecordScorer(KafkaScorerConf conf, Scorer scorer, Letters letters) {
    this.conf = conf;
    this.scorer = scorer;
    this.letters = letters;
    this.classNames = scorer.pipeline() == null ? List.of() : scorer.pipeline().classNames();
  }

  Answers answer(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    Work work = new Work();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      work.take(record);
    }
    work.scoreWaiting();
    return new Answers(work.out, work.dead);
  }

  /** The records of one call: examples that wait to be scored together, and what is ready. */
  private final class Work {
    private final List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
    private final List<float[]> examples = new ArrayList<>();
    private int dead;

    void take(ConsumerRecord<byte[], byte[]> record) {
      float[] example;
      try {
        example = read(record);
      } catch (IllegalArgumentException e) {
        die(record, e.getMessage());
        return;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        scoreWaiting(); // frees their memory
        example = readAlone(record);
      }
      if (example != null) {
        waiting.add(record);
        examples.add(example);
      }
      if (waiting.size() == conf.batchRows()) {
        scoreWaiting();
      }
    }

    private float[] read(ConsumerRecord<byte[], byte[]> record) {
      if (record.value() != null && record.value().length > conf.recordMaxBytes()) {
        throw new IllegalArgumentException("[record] too large: got " + record.value().length
            + " bytes; expected at most " + conf.recordMaxBytes() + ". Send less, or raise record.max.bytes.");
      }
      return conf.format().read(record.value(), scorer);
    }

    private float[] readAlone(ConsumerRecord<byte[], byte[]> record) {
      try {
        return read(record);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        die(record, "[record] cannot be read: " + e);
        return null;
      }
    }

    void scoreWaiting() {
      List<ConsumerRecord<byte[], byte[]>> batch = List.copyOf(waiting);
      List<float[]> rows = List.copyOf(examples);
      waiting.clear();
      examples.clear();
      if (!batch.isEmpty()) {
        score(batch, rows);
      }
    }

    private void score(List<ConsumerRecord<byte[], byte[]>> batch, List<float[]> rows) {
      float[] outputs;
      try {
        float[] flat = new float[Math.multiplyExact(rows.size(), scorer.inputSize())];
        for (int i = 0; i < rows.size(); i++) {
          System.arraycopy(rows.get(i), 0, flat, i * scorer.inputSize(), scorer.inputSize());
        }
        outputs = scorer.score(flat, rows.size());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        if (batch.size() == 1) {
          die(batch.get(0), "[model] failed: " + e);
          return;
        }
        for (int i = 0; i < batch.size(); i++) {
          score(List.of(batch.get(i)), List.of(rows.get(i)));
        }
        return;
      }
      for (int i = 0; i < batch.size(); i++) {
        append(batch.get(i), outputs, i * scorer.outputSize());
      }
    }

    private void append(ConsumerRecord<byte[], byte[]> from, float[] outputs, int at) {
      for (int i = at; i < at + scorer.outputSize(); i++) {
        if (!Float.isFinite(outputs[i])) {
          die(from, "[model] output is not finite: got " + outputs[i] + " at " + (i - at) + ".");
          return;
        }
      }
      ProducerRecord<byte[], byte[]> answer;
      try {
        answer = letters.answer(from, conf.format().write(outputs, at, scorer.outputSize(), classNames));
      } catch (IllegalArgumentException e) {
        die(from, e.getMessage());
        return;
      }
      out.add(answer);
    }

    private void die(ConsumerRecord<byte[], byte[]> record, String reason) {
      out.add(letters.deadLetter(record, String.valueOf(reason)));
      dead++;
    }
  }
}
