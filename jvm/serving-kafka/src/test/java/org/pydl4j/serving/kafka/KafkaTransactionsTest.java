package org.pydl4j.serving.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydl4j.serving.servable.Servable;

/** What the scorer asks of Kafka's clients when they fail, with Kafka's own mocks of them. */
@Timeout(60)
class KafkaTransactionsTest {
  private static final TopicPartition INPUT = new TopicPartition("in", 0);

  /** What brokers would hold: a log, committed offsets and answers; and the calls of all producers. */
  private static final class Broker implements KafkaClients {
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final List<ProducerRecord<byte[], byte[]>> answers = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    /** What the next calls of that name raise. */
    private final Map<String, Deque<RuntimeException>> failures = new HashMap<>();
    private boolean lateCommit;
    private int mostBytesOfTopic = Integer.MAX_VALUE;
    private KafkaScorer scorer;

    Broker(String... values) {
      for (String value : values) {
        log.add(new ConsumerRecord<>("in", 0, log.size(), null, value.getBytes(StandardCharsets.UTF_8)));
      }
    }

    void fail(String call, RuntimeException... with) {
      failures.put(call, new ArrayDeque<>(List.of(with)));
    }

    private void call(String name) {
      calls.add(name);
      Deque<RuntimeException> next = failures.get(name);
      if (next != null && !next.isEmpty()) {
        throw next.poll();
      }
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
      return new Reader(this);
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
      throw new AssertionError("all fits into the heap");
    }

    @Override
    public Producer<byte[], byte[]> producer() {
      return new Writer(this);
    }

    @Override
    public int mostBytes() {
      return 1 << 20;
    }

    /** Scores until all is committed. */
    Broker run(Servable model) {
      Map<String, String> settings = new TreeMap<>(
          Map.of("model", "m.zip", "bootstrap.servers", "none:1", "topic.input", "in", "batch.rows", "4"));
      scorer = new KafkaScorer(KafkaScorerConf.of(settings), model, null, this);
      scorer.run();
      return this;
    }

    List<String> values() {
      return answers.stream().map(a -> new String(a.value(), StandardCharsets.UTF_8)).toList();
    }
  }

  /** Gives the log from its position on; stops the scorer when all of it is committed. */
  private static final class Reader extends MockConsumer<byte[], byte[]> {
    private final Broker broker;

    Reader(Broker broker) {
      super("earliest");
      this.broker = broker;
      schedulePollTask(() -> {
        rebalance(List.of(INPUT));
        updateBeginningOffsets(Map.of(INPUT, 0L));
        give(0);
      });
    }

    private void give(long from) {
      broker.log.stream().filter(r -> r.offset() >= from).forEach(this::addRecord);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      OffsetAndMetadata done = broker.committed.get(INPUT);
      if (done != null && done.offset() == broker.log.size()) {
        broker.scorer.stop();
      }
      return super.poll(timeout);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      give(offset);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      broker.call("committed");
      return broker.committed.entrySet().stream().filter(e -> partitions.contains(e.getKey()))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  private static final class Writer extends MockProducer<byte[], byte[]> {
    private final Broker broker;

    Writer(Broker broker) {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.broker = broker;
    }

    @Override
    public void initTransactions() {
      broker.call("init");
      if (broker.lateCommit && broker.calls.stream().filter("init"::equals).count() == 2) {
        broker.lateCommit = false; // the coordinator finishes what the old producer had asked for
        broker.committed.put(INPUT, new OffsetAndMetadata(broker.log.size()));
      }
      super.initTransactions();
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (Letters.bytes(record) > broker.mostBytesOfTopic) {
        RecordTooLargeException e = new RecordTooLargeException("too large for the topic");
        callback.onCompletion(null, e);
        broker.fail("commit", new KafkaException("in an error state", e));
        return CompletableFuture.failedFuture(e);
      }
      return super.send(record, callback);
    }

    @Override
    public void commitTransaction() {
      broker.call("commit");
      super.commitTransaction();
      consumerGroupOffsetsHistory().get(consumerGroupOffsetsHistory().size() - 1).values()
          .forEach(broker.committed::putAll);
      broker.answers.addAll(history());
      clear();
    }

    @Override
    public void abortTransaction() {
      broker.call("abort");
      super.abortTransaction();
    }

    @Override
    public void close(Duration timeout) {
      broker.call("close");
      super.close(timeout);
    }
  }

  private static TimeoutException[] timeouts(int n) {
    TimeoutException[] all = new TimeoutException[n];
    for (int i = 0; i < n; i++) {
      all[i] = new TimeoutException("after 60000 ms");
    }
    return all;
  }

  private static final List<String> TWO = List.of("{\"output\":[6.0,-2.0],\"class\":0}",
      "{\"output\":[9.0,0.0],\"class\":0}");

  @Test
  void aCommitThatTimesOutIsAskedForAgainAndNeverAborted() {
    Broker broker = new Broker("[1, 2, 3]", "[3, 3, 3]");
    broker.fail("commit", timeouts(4));
    broker.run(new Sums());
    assertEquals(TWO, broker.values());
    assertEquals(List.of("init", "commit", "commit", "commit", "commit", "commit", "close"), broker.calls);
  }

  @Test
  void aCommitThatStaysUndecidedIsSettledByANewProducerOfTheSameName() {
    Broker undone = new Broker("[1, 2, 3]", "[3, 3, 3]");
    undone.fail("commit", timeouts(5));
    undone.run(new Sums());
    assertEquals(TWO, undone.values());
    assertEquals(List.of("init", "commit", "commit", "commit", "commit", "commit", "close", "init", "committed",
        "commit",
        "close"), undone.calls);
    // Had the coordinator committed after all, nothing would be answered twice.
    Broker done = new Broker("[1, 2, 3]", "[3, 3, 3]");
    done.fail("commit", timeouts(5));
    done.lateCommit = true;
    done.run(new Sums());
    assertEquals(List.of(), done.values());
    assertTrue(!done.calls.contains("abort"), done.calls.toString());
  }

  @Test
  void aDeliveryThatTimesOutIsAborted() {
    Broker broker = new Broker("[1, 2, 3]", "[3, 3, 3]");
    TimeoutException expired = new TimeoutException("Expiring 2 record(s) for out-0");
    broker.fail("commit", expired, new KafkaException("in an error state", expired));
    broker.run(new Sums());
    assertEquals(TWO, broker.values());
    assertEquals(List.of("init", "commit", "commit", "abort", "committed", "commit", "close"), broker.calls);
  }

  @Test
  void anAbortThatFailsGoesOnWithANewProducer() {
    Broker broker = new Broker("[1, 2, 3]", "[3, 3, 3]");
    broker.fail("commit", new KafkaException("in an error state"));
    broker.fail("abort", new TimeoutException("once"), new KafkaException("fatal"));
    broker.fail("init", new TimeoutException("slow"));
    broker.fail("committed", timeouts(2));
    broker.run(new Sums());
    assertEquals(TWO, broker.values());
    assertEquals(List.of("init", "init", "commit", "abort", "abort", "close", "init", "committed", "committed",
        "committed",
        "commit", "close"), broker.calls);
  }

  @Test
  void whatFailsForGoodEndsTheScorerAndCommitsNothing() {
    Broker commits = new Broker("[1, 2, 3]");
    commits.fail("commit", timeouts(1000));
    String message = assertThrows(IllegalStateException.class, () -> commits.run(new Sums())).getMessage();
    assertTrue(message.contains("failed 5 times"), message);
    Broker begins = new Broker("[1, 2, 3]");
    begins.fail("init", timeouts(5));
    message = assertThrows(IllegalStateException.class, () -> begins.run(new Sums())).getMessage();
    assertTrue(message.contains("got none from none:1"), message);
    for (Broker broker : List.of(commits, begins)) {
      assertEquals(Map.of(), broker.committed);
      assertEquals("close", broker.calls.get(broker.calls.size() - 1));
    }
  }

  @Test
  void recordsThatTheBrokersFindTooLargeAreCutUntilTheyFit() {
    Broker broker = new Broker("[1, 2, 3]", "no json" + " ".repeat(900_000), "[3, 3, 3]");
    broker.mostBytesOfTopic = 3000;
    broker.run(new Sums());
    assertEquals(3, broker.answers.size());
    ProducerRecord<byte[], byte[]> dead = broker.answers.get(0);
    assertEquals("in-dead-letters", dead.topic());
    assertTrue(Letters.bytes(dead) <= 3000 && Letters.bytes(dead) > 1000, String.valueOf(Letters.bytes(dead)));
    assertEquals("900007", new String(dead.headers().lastHeader(KafkaScorer.CUT_FROM).value(), StandardCharsets.UTF_8));
  }

  @Test
  void errorsOfTheMachineStopTheScorerWithNothingCommitted() {
    for (Error error : List.of(new NoClassDefFoundError("some.Class"), new InternalError("disk"),
        new AssertionError("ours"))) {
      Broker broker = new Broker("[1, 2, 3]", "[666, 0, 0]");
      assertEquals(error, assertThrows(Error.class, () -> broker.run(new Sums(error))));
      assertEquals(Map.of(), broker.committed);
      assertEquals(List.of(), broker.answers);
      assertEquals(List.of("init", "close"), broker.calls);
    }
  }
}
