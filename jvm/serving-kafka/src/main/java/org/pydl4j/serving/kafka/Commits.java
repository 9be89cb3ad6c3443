package org.pydl4j.serving.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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
import org.pydl4j.serving.kafka.KafkaScorer.Progress;
import org.pydl4j.serving.kafka.KafkaScorerConf.Delivery;
import org.pydl4j.serving.kafka.RecordScorer.Scored;
import org.pydl4j.serving.servable.Batcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was scored, on a thread of its own, while the next records are read and scored: all that has gathered
 * while the
 * last transaction was under way is the next one, so transactions grow with the load. After a failure nothing more is
 * written
 * until the reader has gone back to the committed offsets and called {@link #resume}.
 */
final class Commits implements AutoCloseable {
  /** Scored records, the offsets behind them, and the group as it was when they were read. */
  record Work(Scored scored, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {}

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final Duration CLOSE = Duration.ofSeconds(30);
  static final int ATTEMPTS = 5;
  /**
   * What brokers need to write a transaction's markers. The commit returns before, and a transaction that begins
   * meanwhile is put off by them for 20 ms and more.
   */
  private static final long MARKERS_NS = 5_000_000;

  private final boolean exactlyOnce;
  private final KafkaClients clients;
  private final Letters letters;
  private final Batcher<Work> batcher;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong deadLetters = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
  private Producer<byte[], byte[]> producer;
  private int failures;
  private volatile boolean failed;
  private volatile boolean refused;

  Commits(KafkaScorerConf conf, KafkaClients clients, Letters letters) {
    this.exactlyOnce = conf.delivery() == Delivery.EXACTLY_ONCE;
    this.clients = clients;
    this.letters = letters;
    this.producer = clients.producer();
    Batcher.Limits limits = new Batcher.Limits(conf.commitBytes(), conf.commitDelayMs() * 1000L,
        2L * conf.commitBytes());
    this.batcher = new Batcher<>("pydl4j-kafka-commits", limits, w -> w.scored().bytes(), this::write);
  }

  /** Settles what an earlier producer of this name left open. */
  void begin() {
    if (exactlyOnce) {
      retried("initTransactions", producer::initTransactions);
    }
  }

  /** Hands on what was scored; waits while too much is unwritten. Nothing happens when a write has failed. */
  void put(Work work) {
    throwFailure();
    if (!failed) {
      try {
        uninterrupted(() -> batcher.put(work));
      } catch (IllegalStateException e) {
        throwFailure(); // the cause itself
        throw e;
      }
    }
  }

  /** Waits until all is written that was handed on, or a write has failed. */
  void flush() {
    uninterrupted(batcher::awaitIdle);
    throwFailure();
  }

  /** Whether a write failed, so that the reader has to go back. */
  boolean hasFailed() {
    throwFailure();
    return failed;
  }

  private void throwFailure() {
    if (batcher.failure() instanceof Error e) {
      throw e;
    } else if (batcher.failure() instanceof RuntimeException e) {
      throw e;
    }
  }

  /** Writes again, after the reader has gone back. */
  void resume() {
    uninterrupted(batcher::awaitIdle);
    failed = false;
  }

  /** The offsets behind what was written since the last call; with transactions they are committed already. */
  Map<TopicPartition, OffsetAndMetadata> takeWritten() {
    synchronized (written) {
      Map<TopicPartition, OffsetAndMetadata> taken = Map.copyOf(written);
      written.clear();
      return taken;
    }
  }

  Progress progress() {
    return new Progress(answered.get(), deadLetters.get(), commits.get());
  }

  private interface Waiting {
    void await() throws InterruptedException;
  }

  private static void uninterrupted(Waiting call) {
    try {
      call.await();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * Does what Kafka lets only be repeated after a time-out: the first call may still come to its end, and any other in
   * its place would break the transaction.
   */
  static void retried(String name, Runnable call) {
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

  // on the batcher's thread -------------------------------------------------------------------------------------------

  private void write(List<Work> group) {
    if (failed) {
      return; // it is read again
    }
    refused = false;
    int records = group.stream().mapToInt(w -> w.scored().records().size()).sum();
    try {
      if (exactlyOnce) {
        transact(group);
      } else {
        sendAll(group);
      }
    } catch (ProducerFencedException | FencedInstanceIdException | OutOfOrderSequenceException
        | AuthorizationException | InterruptException e) {
      throw e; // nothing that a repetition could cure
    } catch (UndecidedCommit e) {
      LOG.warn("A commit of {} records stayed undecided; a new producer decides it: {}", records, e.toString());
      renewProducer();
      fail();
      return;
    } catch (KafkaException e) {
      LOG.warn("A batch of {} records failed and is repeated: {}", records, e.toString());
      if (exactlyOnce) {
        abort();
      }
      if (refused) {
        failed = true; // the next attempt writes smaller records, which is no failure
      } else {
        fail();
      }
      return;
    }
    failures = 0;
    int dead = group.stream().mapToInt(w -> w.scored().deadLetters()).sum();
    deadLetters.addAndGet(dead);
    answered.addAndGet(records - dead);
    commits.incrementAndGet();
    synchronized (written) {
      group.forEach(w -> written.putAll(w.offsets()));
    }
    if (exactlyOnce) {
      LockSupport.parkNanos(MARKERS_NS); // what comes meanwhile is in one transaction then
    }
  }

  private void fail() {
    if (++failures == ATTEMPTS) {
      throw new IllegalStateException("[kafka scorer] the same batch failed " + ATTEMPTS
          + " times; its causes are in the log. Nothing of it was committed; restart when they are gone.");
    }
    failed = true;
  }

  private void transact(List<Work> group) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    producer.beginTransaction();
    for (Work work : group) {
      work.scored().records().forEach(this::send);
      offsets.putAll(work.offsets());
    }
    producer.sendOffsetsToTransaction(offsets, group.get(group.size() - 1).group());
    try {
      // A delivery that timed out raises a TimeoutException as well, once; the repeated call then finds the transaction
      // failed and raises KafkaException, and it is aborted.
      retried("commitTransaction", producer::commitTransaction);
    } catch (TimeoutException e) {
      throw new UndecidedCommit(e);
    }
  }

  /** A commit that was asked for again and again without an answer: it may yet happen. */
  private static final class UndecidedCommit extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedCommit(TimeoutException cause) {
      super(cause);
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
    begin();
  }

  private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producer.send(record, (metadata, e) -> {
      if (e instanceof RecordTooLargeException && letters.refused(record)) {
        refused = true;
      }
    });
  }

  /** Sends without a transaction and waits until the brokers have everything. */
  private void sendAll(List<Work> group) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    group.forEach(w -> w.scored().records().forEach(r -> sent.add(send(r))));
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

  /** Writes what was handed on, then closes the producer. */
  @Override
  public void close() {
    batcher.close();
    producer.close(CLOSE);
  }
}
