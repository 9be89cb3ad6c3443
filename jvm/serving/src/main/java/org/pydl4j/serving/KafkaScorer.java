package org.pydl4j.serving;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.pydl4j.serving.KafkaScorerConf.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads examples from a topic, scores them in batches and writes the answers to another topic.
 *
 * <p>With {@link Delivery#EXACTLY_ONCE} the answers of one poll and its consumed offsets are one transaction: after any
 * kill and restart a reader with {@code isolation.level=read_committed} sees every answer once. An answer has its
 * example's key and headers, and {@value #MODEL}, {@value #ORIGIN} (topic-partition@offset). A record that cannot be
 * scored goes to the dead-letter topic, in the same transaction, with {@value #REASON} besides; what is too large for
 * one record is cut. A commit that times out is asked for again; when it stays undecided, a new producer of the same
 * transactional id settles it and scoring goes on from the committed offsets.
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
  /** Header of a dead letter whose key was too large: its full length in bytes. */
  public static final String CUT_KEY_FROM = "pydl4j-cut-key-from-bytes";
  /** Header of a dead letter some of whose headers were left out: the length of all in bytes. */
  public static final String CUT_HEADERS_FROM = "pydl4j-cut-headers-from-bytes";

  /** What was done so far: answers, dead letters, and the transactions (or flushes) that carried them. */
  public record Progress(long answered, long deadLetters, long commits) {}

  private static final Logger LOG = LoggerFactory.getLogger(KafkaScorer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;

  private final KafkaScorerConf conf;
  private final String version;
  private final boolean exactlyOnce;
  private final KafkaClients clients;
  private final Letters letters;
  private final RecordScorer records;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong deadLetters = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicBoolean refused = new AtomicBoolean();
  private final Consumer<byte[], byte[]> consumer;
  private Producer<byte[], byte[]> producer;

  /** A scorer that has not begun; the scoring model stays the caller's to close. */
  public KafkaScorer(KafkaScorerConf conf, Scorer scorer) {
    this(conf, scorer, KafkaClients.of(conf));
  }

  KafkaScorer(KafkaScorerConf conf, Scorer scorer, KafkaClients clients) {
    if (conf.format().needsPipeline() && scorer.pipeline() == null) {
      throw new IllegalArgumentException("[kafka scorer] format " + conf.format() + " needs a pipeline: got a model "
          + "without one; expected one saved with the pipeline that made its inputs. Save it so, or use format json or "
          + "float32.");
    }
    this.conf = conf;
    this.version = scorer.version();
    this.exactlyOnce = conf.delivery() == Delivery.EXACTLY_ONCE;
    this.clients = clients;
    this.letters = new Letters(conf, version, clients.mostBytes());
    this.records = new RecordScorer(conf, scorer, letters);
    this.consumer = clients.consumer();
    try {
      this.producer = clients.producer();
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Scores until {@link #stop}; the batch under way is finished first. Once only.
   *
   * @throws IllegalStateException when Kafka does not answer, another scorer took this one's transactional id, or a
   *     batch fails again and again
   */
  @Override
  public void run() {
    try {
      connect();
      consumer.subscribe(List.of(conf.inputTopic()));
      LOG.info("Scoring {} into {} with model {}, {}", conf.inputTopic(), conf.outputTopic(), version,
          conf.delivery());
      int failures = 0;
      while (!stopping.get()) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (!polled.isEmpty()) {
          failures = handOn(polled) ? 0 : failures + 1;
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
    } catch (TimeoutException e) {
      throw new IllegalStateException("[kafka scorer] no answer from Kafka: got none from " + conf.bootstrapServers()
          + "; expected brokers there. Check bootstrap.servers and that they run.", e);
    } finally {
      close();
    }
  }

  private void close() {
    try {
      producer.close(CLOSE);
    } finally {
      // Its partitions go to the others now; after a kill they wait for this member's restart instead.
      consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      ended.countDown();
      LOG.info("Ended after {}", progress());
    }
  }

  private void connect() {
    consumer.partitionsFor(conf.inputTopic());
    if (exactlyOnce) {
      retried("initTransactions", producer::initTransactions);
    }
  }

  /**
   * Does what Kafka lets only be repeated after a time-out: the first call may still come to its end, and any other in
   * its place would break the transaction.
   */
  private static void retried(String name, Runnable call) {
    for (int attempt = 1;; attempt++) {
      try {
        call.run();
        return;
      } catch (TimeoutException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.warn("{} timed out and is repeated: {}", name, e.toString());
      }
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
  private boolean handOn(ConsumerRecords<byte[], byte[]> polled) {
    RecordScorer.Answers answers = records.answer(polled);
    refused.set(false);
    try {
      if (exactlyOnce) {
        producer.beginTransaction();
        answers.records().forEach(this::send);
        producer.sendOffsetsToTransaction(polled.nextOffsets(), consumer.groupMetadata());
        commit();
      } else {
        sendAll(answers.records());
        consumer.commitSync(polled.nextOffsets());
      }
    } catch (ProducerFencedException | FencedInstanceIdException | OutOfOrderSequenceException
        | AuthorizationException | InterruptException e) {
      throw e; // nothing that a repetition could cure
    } catch (WakeupException e) {
      throw e; // stopped at commitSync: the answers come again after a restart
    } catch (UndecidedCommit e) {
      LOG.warn("A commit of {} records stayed undecided; a new producer decides it: {}", polled.count(), e.toString());
      renewProducer();
      retried("committed", () -> rewind(polled));
      return false;
    } catch (KafkaException e) {
      LOG.warn("A batch of {} records failed and is repeated: {}", polled.count(), e.toString());
      if (exactlyOnce) {
        abort();
      }
      retried("committed", () -> rewind(polled));
      return refused.get(); // then the next attempt writes smaller records, which is no failure
    }
    deadLetters.addAndGet(answers.deadLetters());
    answered.addAndGet(answers.records().size() - answers.deadLetters());
    commits.incrementAndGet();
    return true;
  }

  /** A commit that was asked for again and again without an answer: it may yet happen. */
  private static final class UndecidedCommit extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedCommit(TimeoutException cause) {
      super(cause);
    }
  }

  /**
   * Commits. A delivery that timed out raises a TimeoutException as well, once; the repeated call then finds the
   * transaction failed and raises KafkaException, and it is aborted.
   */
  private void commit() {
    try {
      retried("commitTransaction", producer::commitTransaction);
    } catch (TimeoutException e) {
      throw new UndecidedCommit(e);
    }
  }

  private void abort() {
    try {
      retried("abortTransaction", producer::abortTransaction);
    } catch (ProducerFencedException | AuthorizationException e) {
      throw e;
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("A transaction cannot be aborted; a new producer does it: {}", e.toString());
      renewProducer();
    }
  }

  /** A producer of the same transactional id: beginning, it ends what the last one left open, one way or the other. */
  private void renewProducer() {
    producer.close(Duration.ZERO);
    producer = clients.producer();
    connect();
  }

  private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producer.send(record, (metadata, e) -> {
      if (e instanceof RecordTooLargeException && letters.refused(record)) {
        refused.set(true);
      }
    });
  }

  /** Sends without a transaction and waits until the brokers have everything. */
  private void sendAll(List<ProducerRecord<byte[], byte[]>> all) {
    List<Future<RecordMetadata>> sent = all.stream().map(this::send).toList();
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

  /** Back to the committed offsets of what was polled, or where it began, so that it is polled again. */
  private void rewind(ConsumerRecords<byte[], byte[]> polled) {
    Set<TopicPartition> ours = new HashSet<>(polled.partitions());
    ours.retainAll(consumer.assignment());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(ours);
    for (TopicPartition partition : ours) {
      OffsetAndMetadata offset = committed.get(partition);
      consumer.seek(partition, offset == null ? polled.records(partition).get(0).offset() : offset.offset());
    }
  }
}
