package org.pydl4j.serving;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.pydl4j.serving.KafkaScorerConf.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads examples from a topic, scores them in batches and writes the answers to another topic.
 *
 * <p>With {@link Delivery#EXACTLY_ONCE} the answers of one poll and its consumed offsets are one transaction: after any
 * kill and restart a reader with {@code isolation.level=read_committed} sees every answer once. An answer has its
 * example's key and headers, and {@value #MODEL}, {@value #ORIGIN} (topic-partition@offset). A record that cannot be
 * scored goes unchanged to the dead-letter topic, in the same transaction, with {@value #REASON} besides.
 *
 * <p>{@link #run} works until {@link #stop} is called, from any thread; more throughput comes from more scorers of the
 * same group, each with its own transactional id.
 */
public final class KafkaScorer implements Runnable {
  /** Header of every written record: the version of the model. */
  public static final String MODEL = "pydl4j-model-version";
  /** Header of every written record: where its example stood, as topic-partition@offset. */
  public static final String ORIGIN = "pydl4j-origin";
  /** Header of a dead letter: why it was not scored. */
  public static final String REASON = "pydl4j-reason";
  /** Header of a dead letter whose value was too large for one record: its full length in bytes. */
  public static final String CUT_FROM = "pydl4j-cut-from-bytes";

  /** What was done so far: answers, dead letters, and the transactions (or flushes) that carried them. */
  public record Progress(long answered, long deadLetters, long commits) {}

  private static final Logger LOG = LoggerFactory.getLogger(KafkaScorer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 5;

  private final KafkaScorerConf conf;
  private final Scorer scorer;
  private final List<String> classNames;
  private final boolean exactlyOnce;
  private final int mostBytes;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong deadLetters = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;

  /** A scorer that has not begun; the scoring model stays the caller's to close. */
  public KafkaScorer(KafkaScorerConf conf, Scorer scorer) {
    this.conf = conf;
    this.scorer = scorer;
    if (conf.format().needsPipeline() && scorer.pipeline() == null) {
      throw new IllegalArgumentException("[kafka scorer] format " + conf.format() + " needs a pipeline: got a model "
          + "without one; expected one saved with the pipeline that made its inputs. Save it so, or use format json or "
          + "float32.");
    }
    this.classNames = scorer.pipeline() == null ? List.of() : scorer.pipeline().classNames();
    this.exactlyOnce = conf.delivery() == Delivery.EXACTLY_ONCE;
    Map<String, Object> produce = conf.client("producer");
    produce.put("enable.idempotence", "true");
    produce.put("acks", "all");
    if (exactlyOnce) {
      produce.put("transactional.id", conf.transactionalId());
    }
    Map<String, Object> consume = conf.client("consumer");
    consume.put("group.id", conf.groupId());
    consume.putIfAbsent("group.instance.id", conf.transactionalId());
    consume.put("enable.auto.commit", "false");
    consume.put("max.poll.records", String.valueOf(conf.pollRecords()));
    consume.putIfAbsent("isolation.level", "read_committed");
    consume.putIfAbsent("auto.offset.reset", "earliest");
    this.consumer = new KafkaConsumer<>(consume, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      this.producer = new KafkaProducer<>(produce, new ByteArraySerializer(), new ByteArraySerializer());
      this.mostBytes = new ProducerConfig(withSerializers(produce)).getInt("max.request.size");
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static Map<String, Object> withSerializers(Map<String, Object> settings) {
    settings.put("key.serializer", ByteArraySerializer.class);
    settings.put("value.serializer", ByteArraySerializer.class);
    return settings;
  }

  /**
   * Scores until {@link #stop}; the batch under way is finished first. Once only.
   *
   * @throws IllegalStateException when Kafka does not answer, another scorer took this one's transactional id, or a
   *     batch fails again and again
   */
  @Override
  public void run() {
    try (producer) {
      connect();
      consumer.subscribe(List.of(conf.inputTopic()));
      LOG.info("Scoring {} into {} with model {}, {}", conf.inputTopic(), conf.outputTopic(), scorer.version(),
          conf.delivery());
      int failures = 0;
      while (!stopping.get()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          failures = handOn(records) ? 0 : failures + 1;
          if (failures == ATTEMPTS) {
            throw new IllegalStateException("[kafka scorer] the same batch failed " + ATTEMPTS
                + " times; its causes are in the log. Nothing of it was committed; restart when they are gone.");
          }
        }
      }
    } catch (WakeupException e) {
      if (!stopping.get()) {
        throw e;
      }
    } catch (ProducerFencedException | FencedInstanceIdException e) {
      throw new IllegalStateException("[kafka scorer] another scorer took over transactional.id '"
          + conf.transactionalId() + "'. Give each scorer that runs at a time its own.", e);
    } finally {
      // Its partitions go to the others now; after a kill they wait for this member's restart instead.
      consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      ended.countDown();
      LOG.info("Ended after {}", progress());
    }
  }

  private void connect() {
    try {
      consumer.partitionsFor(conf.inputTopic());
      if (exactlyOnce) {
        producer.initTransactions();
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("[kafka scorer] no answer from Kafka: got none from " + conf.bootstrapServers()
          + "; expected brokers there. Check bootstrap.servers and that they run.", e);
    }
  }

  /** Asks for the end and returns at once. */
  public void stop() {
    stopping.set(true);
    consumer.wakeup();
  }

  /** Waits until {@link #run} has returned. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  public Progress progress() {
    return new Progress(answered.get(), deadLetters.get(), commits.get());
  }

  /** Scores the records and commits answers with offsets; false when that was undone and the records come again. */
  private boolean handOn(ConsumerRecords<byte[], byte[]> records) {
    Answers answers = answer(records);
    try {
      if (exactlyOnce) {
        producer.beginTransaction();
        answers.records.forEach(producer::send);
        producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
        producer.commitTransaction();
      } else {
        send(answers.records);
        consumer.commitSync(records.nextOffsets());
      }
    } catch (ProducerFencedException | FencedInstanceIdException | OutOfOrderSequenceException
        | AuthorizationException e) {
      throw e; // nothing that a repetition could cure
    } catch (WakeupException e) {
      throw e; // stopped at commitSync: the answers come again after a restart
    } catch (KafkaException e) {
      LOG.warn("A batch of {} records failed and is repeated: {}", records.count(), e.toString());
      if (exactlyOnce) {
        producer.abortTransaction();
      }
      rewind();
      return false;
    }
    deadLetters.addAndGet(answers.deadLetters);
    answered.addAndGet(answers.records.size() - answers.deadLetters);
    commits.incrementAndGet();
    return true;
  }

  /** Sends without a transaction and waits until the brokers have everything. */
  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
    producer.flush();
    for (Future<RecordMetadata> record : sent) {
      try {
        record.get();
      } catch (ExecutionException e) {
        throw new KafkaException(e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  /** Back to the committed offsets of what is assigned, so that the undone records are polled again. */
  private void rewind() {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
    committed.forEach((partition, offset) -> {
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    });
  }

  private record Answers(List<ProducerRecord<byte[], byte[]>> records, int deadLetters) {}

  /** One answer or dead letter for every record, in the order of the records. */
  private Answers answer(ConsumerRecords<byte[], byte[]> records) {
    List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>(records.count());
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(conf.batchRows());
    float[] examples = new float[conf.batchRows() * scorer.inputSize()];
    int dead = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        float[] example = conf.format().read(record.value(), scorer);
        System.arraycopy(example, 0, examples, batch.size() * example.length, example.length);
        batch.add(record);
      } catch (IllegalArgumentException e) {
        out.add(deadLetter(record, e.getMessage()));
        dead++;
      }
      if (batch.size() == conf.batchRows()) {
        dead += score(batch, examples, out);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      dead += score(batch, examples, out);
    }
    return new Answers(out, dead);
  }

  /** Appends the batch's answers; a batch that fails as a whole is scored one by one. Returns the dead letters. */
  private int score(
      List<ConsumerRecord<byte[], byte[]>> batch, float[] examples, List<ProducerRecord<byte[], byte[]>> out) {
    int size = scorer.inputSize();
    try {
      float[] outputs = scorer.score(Arrays.copyOf(examples, batch.size() * size), batch.size());
      int dead = 0;
      for (int i = 0; i < batch.size(); i++) {
        dead += append(batch.get(i), outputs, i * scorer.outputSize(), out);
      }
      return dead;
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        out.add(deadLetter(batch.get(0), "[model] failed: " + e));
        return 1;
      }
      int dead = 0;
      for (int i = 0; i < batch.size(); i++) {
        dead += score(List.of(batch.get(i)), Arrays.copyOfRange(examples, i * size, (i + 1) * size), out);
      }
      return dead;
    }
  }

  private int append(
      ConsumerRecord<byte[], byte[]> from, float[] outputs, int at, List<ProducerRecord<byte[], byte[]>> out) {
    for (int i = at; i < at + scorer.outputSize(); i++) {
      if (!Float.isFinite(outputs[i])) {
        out.add(deadLetter(from, "[model] output is not finite: got " + outputs[i] + " at " + (i - at) + "."));
        return 1;
      }
    }
    out.add(record(conf.outputTopic(), from, conf.format().write(outputs, at, scorer.outputSize(), classNames)));
    return 0;
  }

  private ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, String reason) {
    byte[] value = from.value();
    int room = mostBytes - 4096 - Math.max(0, from.serializedKeySize());
    boolean cut = value != null && value.length > room;
    ProducerRecord<byte[], byte[]> letter =
        record(conf.deadLetterTopic(), from, cut ? Arrays.copyOf(value, Math.max(0, room)) : value);
    letter.headers().add(REASON, reason.getBytes(StandardCharsets.UTF_8));
    if (cut) {
      letter.headers().add(CUT_FROM, String.valueOf(value.length).getBytes(StandardCharsets.UTF_8));
    }
    return letter;
  }

  private ProducerRecord<byte[], byte[]> record(String topic, ConsumerRecord<byte[], byte[]> from, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, from.key(), value);
    Headers headers = record.headers();
    from.headers().forEach(headers::add);
    String origin = from.topic() + "-" + from.partition() + "@" + from.offset();
    headers.remove(ORIGIN).add(ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    headers.remove(MODEL).add(MODEL, scorer.version().getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
