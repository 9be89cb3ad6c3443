package org.pydl4j.serving.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.serving.kafka.KafkaScorerConf.Delivery;
import org.pydl4j.serving.servable.Servable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads examples from a topic, scores them in batches and writes the answers to another topic.
 *
 * <p>With {@link Delivery#EXACTLY_ONCE} the answers and consumed offsets are one transaction: after any
 * kill and restart a reader with {@code isolation.level=read_committed} sees every answer once. An answer has its
 * example's key and headers, and {@value #MODEL}, {@value #ORIGIN} (topic-partition@offset). A record that cannot be
 * scored goes to the dead-letter topic, in the same transaction, with {@value #REASON} besides; what is too large for
 * one record is cut; a batch that the heap does not hold is read record by record. A commit that times out is asked for
 * again; when it stays undecided, a new producer of the same transactional id settles it and scoring goes on from the
 * committed offsets.
 *
 * <p>Two threads share the work: one reads records, runs the model and writes down the answers, the other sends and
 * commits
 * what has gathered meanwhile; see {@link Commits}.
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
  private static final Duration POLL = Duration.ofMillis(100);
  /** For how long records of a partition are read one at a time before a poll is tried again. */
  private static final Duration ONE_BY_ONE = Duration.ofSeconds(10);

  private final KafkaScorerConf conf;
  private final KafkaClients clients;
  private final RecordCodec codec;
  private final String version;
  private final RecordScorer records;
  private final Commits commits;
  private final Consumer<byte[], byte[]> consumer;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  /** Where partitions began that have no committed offset yet. */
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  /** Whether the last poll did not fit into the heap. */
  private boolean unread;

  /**
   * A scorer that has not begun; the model stays the caller's to close.
   *
   * @param pipeline what was saved with the model, or null
   */
  public KafkaScorer(KafkaScorerConf conf, Servable model, BoundPipeline pipeline) {
    this(conf, model, pipeline, KafkaClients.of(conf));
  }

  KafkaScorer(KafkaScorerConf conf, Servable model, BoundPipeline pipeline, KafkaClients clients) {
    this.conf = conf;
    this.clients = clients;
    this.version = model.version();
    this.codec = RecordCodec.of(conf.format(), model.signature(), pipeline);
    Letters letters = new Letters(conf, version, clients.mostBytes());
    this.records = new RecordScorer(conf, model, codec, letters);
    this.consumer = clients.consumer();
    try {
      this.commits = new Commits(conf, clients, letters);
    } catch (RuntimeException e) {
      consumer.close();
      codec.close();
      throw e;
    }
  }

  /**
   * Scores until {@link #stop}; what was read is finished first. Once only.
   *
   * @throws IllegalStateException when Kafka does not answer, another scorer took this one's transactional id, or a
   *     batch fails again and again
   */
  @Override
  public void run() {
    try {
      consumer.partitionsFor(conf.inputTopic());
      commits.begin();
      consumer.subscribe(List.of(conf.inputTopic()), new Rebalances());
      LOG.info("Scoring {} into {} with model {}, {}", conf.inputTopic(), conf.outputTopic(), version,
          conf.delivery());
      while (!stopping.get()) {
        if (commits.hasFailed()) {
          rewind();
        }
        poll();
        commitWritten();
      }
      commits.flush();
    } catch (WakeupException e) {
      if (!stopping.get()) {
        throw e;
      }
      commits.flush();
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
      commits.close();
      commitWritten();
    } catch (WakeupException e) {
      commitWritten(); // the call that stopped us is over
    } finally {
      codec.close();
      // Its partitions go to the others now; after a kill they wait for this member's restart instead.
      consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      ended.countDown();
      /** What was done so far. */
      LOG.info("Ended after {}", progress());
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

  /** What was done so far. */
  public Progress progress() {
    return commits.progress();
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> polled;
    try {
      polled = consumer.poll(POLL);
      unread = false;
    } catch (OutOfMemoryError e) {
      LOG.warn("The heap did not hold what a poll gave; the next records are read one at a time: {}", e.toString());
      unread = true;
      scoreOneByOne();
      return;
    } catch (KafkaException e) {
      if (!unread || e.getClass() != KafkaException.class) {
        throw e;
      }
      scoreOneByOne(); // at the same record a consumer goes on to say that it failed there
      return;
    }
    score(polled);
  }

  /** Scores each partition's next records one at a time, for a while. */
  private void scoreOneByOne() {
    commits.flush(); // answers that wait take memory, too
    try (SingleReads reads = new SingleReads(clients)) {
      for (TopicPartition partition : consumer.assignment()) {
        long next = scoreOneByOne(reads, partition, consumer.position(partition));
        commitWritten();
        consumer.seek(partition, next);
      }
    }
  }

  /** The offset behind what was scored. What cannot be read by itself, tried twice, is a dead letter. */
  private long scoreOneByOne(SingleReads reads, TopicPartition partition, long from) {
    long end = reads.begin(partition, from);
    long until = System.nanoTime() + ONE_BY_ONE.toNanos();
    long tried = -1;
    for (int i = 0; i < conf.pollRecords() && reads.next() < end && System.nanoTime() < until; i++) {
      if (stopping.get() || commits.hasFailed()) {
        break; // what is left is read again
      }
      ConsumerRecords<byte[], byte[]> polled = reads.poll(POLL);
      if (polled != null) {
        score(polled);
        continue;
      }
      if (tried == reads.next()) {
        refuse(partition, reads.next());
        reads.skip(); // and those behind it are tried once: clients read a compressed batch from its beginning
      }
      tried = reads.next();
      commits.flush();
    }
    return reads.next();
  }

  private void refuse(TopicPartition partition, long offset) {
    beginnings.putIfAbsent(partition, offset);
    RecordScorer.Scored letter = records.refused(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null),
        "[record] larger than the heap, or behind such a one in its compressed batch: expected one that fits. Send "
            + "less, or give the scorer a larger heap.");
    commits.put(new Commits.Work(letter, Map.of(partition, new OffsetAndMetadata(offset + 1)),
        consumer.groupMetadata()));
  }

  /** Scores the records of a poll and hands them on batch by batch, so that commits need not wait for all. */
  private void score(ConsumerRecords<byte[], byte[]> polled) {
    if (polled.isEmpty()) {
      return;
    }
    ConsumerGroupMetadata group = consumer.groupMetadata();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> ofPartition = polled.records(partition);
      beginnings.putIfAbsent(partition, ofPartition.get(0).offset());
      for (ConsumerRecord<byte[], byte[]> record : ofPartition) {
        if (records.take(record)) {
          offsets.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
          commits.put(new Commits.Work(records.scored(), Map.copyOf(offsets), group));
          offsets.clear();
          if (stopping.get() || commits.hasFailed()) {
            return; // what is left is read again
          }
        }
      }
      // Behind what transactions of others left in the log, too.
      offsets.put(partition, polled.nextOffsets().get(partition));
    }
    commits.put(new Commits.Work(records.scored(), offsets, group));
  }

  /** Without transactions the consumer commits, on its own thread, what the other has written. */
  private void commitWritten() {
    Map<TopicPartition, OffsetAndMetadata> written = commits.takeWritten();
    if (conf.delivery() == Delivery.AT_LEAST_ONCE && !written.isEmpty()) {
      written = new HashMap<>(written);
      written.keySet().retainAll(consumer.assignment());
      consumer.commitSync(written);
    }
  }

  /** Back to the committed offsets, or where a partition began, so that what was not written is polled again. */
  private void rewind() {
    commitWritten();
    Set<TopicPartition> ours = consumer.assignment();
    Commits.retried("committed", () -> {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(ours);
      for (TopicPartition partition : ours) {
        OffsetAndMetadata offset = committed.get(partition);
        if (offset != null) {
          consumer.seek(partition, offset.offset());
        } else if (beginnings.containsKey(partition)) {
          consumer.seek(partition, beginnings.get(partition));
        }
      }
    });
    commits.resume();
  }

  /** What was read of partitions that go to another scorer is written before they go. */
  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(beginnings::remove);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commits.flush();
      commitWritten();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("Lost {}: another scorer has them; what was not committed is theirs", partitions);
    }
  }
}
