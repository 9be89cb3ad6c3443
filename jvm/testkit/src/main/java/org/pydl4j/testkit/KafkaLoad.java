package org.pydl4j.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Load for a scorer of Kafka's topics, and what it makes of it.
 *
 * <pre>
 * KafkaLoad create BOOTSTRAP TOPIC PARTITIONS            makes a topic
 * KafkaLoad fill BOOTSTRAP TOPIC VALUES COUNT            sends so many records
 * KafkaLoad watch BOOTSTRAP TOPIC GROUP SKIP             waits until the group has consumed all; prints records a
 * second
 *                                                        after the first SKIP ones, by the offsets that it committed
 * KafkaLoad latency BOOTSTRAP TOPIC ANSWERS VALUES RATE SECONDS SKIP
 *                                                        sends at a rate; prints p50, p99 and greatest milliseconds
 * from
 *                                                        send to committed answer, without the first SKIP seconds
 * </pre>
 * VALUES is a file of values, each behind its length as a big-endian int; they are sent in turn, keyed by number.
 */
public final class KafkaLoad {
  private static final long WATCH_MS = 20;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

  private KafkaLoad() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "create" -> create(args[1], args[2], Integer.parseInt(args[3]));
      case "fill" -> fill(args[1], args[2], values(Path.of(args[3])), Long.parseLong(args[4]));
      case "watch" -> System.out.printf(Locale.ROOT, "%.0f%n", watch(args[1], args[2], args[3],
          Long.parseLong(args[4])));
      case "latency" -> {
        double[] ms = latency(args[1], args[2], args[3], values(Path.of(args[4])), Integer.parseInt(args[5]),
            Integer.parseInt(args[6]), Integer.parseInt(args[7]));
        System.out.printf(Locale.ROOT, "%.2f %.2f %.2f%n", ms[0], ms[1], ms[2]);
      }
      default -> throw new IllegalArgumentException("[kafka load] got '" + args[0]
          + "'; expected create, fill, watch or latency.");
    }
  }

  private static List<byte[]> values(Path file) throws IOException {
    List<byte[]> values = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      byte[] all = in.readAllBytes();
      ByteBuffer b = ByteBuffer.wrap(all);
      while (b.hasRemaining()) {
        byte[] value = new byte[b.getInt()];
        b.get(value);
        values.add(value);
      }
    }
    return values;
  }

  private static void create(String bootstrap, String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrap, int lingerMs) {
    return new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", lingerMs,
        "batch.size", 1 << 18),
        new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] key(long number) {
    return Long.toString(number).getBytes(StandardCharsets.UTF_8);
  }

  private static void fill(String bootstrap, String topic, List<byte[]> values, long count) {
    try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap, 20)) {
      for (long i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, key(i), values.get((int) (i % values.size()))));
      }
    }
  }

  private static double watch(String bootstrap, String topic, String group, long skip) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap));
        KafkaConsumer<byte[], byte[]> ends = consumer(bootstrap)) {
      List<TopicPartition> partitions = partitions(ends, topic);
      long all = ends.endOffsets(partitions).values().stream().mapToLong(o -> o).sum();
      long from = 0;
      long fromNanos = 0;
      while (true) {
        long done = committed(admin, group);
        long now = System.nanoTime();
        if (done >= all && fromNanos == 0) {
          throw new IllegalStateException("[kafka load] all was consumed before the watch began. Give more records.");
        } else if (done >= all) {
          return (all - from) * 1e9 / (now - fromNanos);
        } else if (done >= skip && fromNanos == 0) {
          from = done;
          fromNanos = now;
        }
        Thread.sleep(WATCH_MS);
      }
    }
  }

  private static long committed(Admin admin, String group) throws InterruptedException {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
          .filter(o -> o != null).mapToLong(OffsetAndMetadata::offset).sum();
    } catch (ExecutionException e) {
      return 0; // the group is not there yet
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    return new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed",
        "enable.auto.commit", "false", "max.poll.records", 10_000, "fetch.max.wait.ms", 500),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
  }

  private static double[] latency(String bootstrap, String topic, String answers, List<byte[]> values, int rate,
      int seconds,
      int skip) throws Exception {
    int count = rate * seconds;
    long[] sent = new long[count];
    double[] ms = new double[count];
    Arrays.fill(ms, -1);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      List<TopicPartition> partitions = partitions(consumer, answers);
      consumer.assign(partitions);
      consumer.seekToEnd(Set.copyOf(partitions));
      partitions.forEach(consumer::position);
      Thread sender = new Thread(() -> send(bootstrap, topic, values, rate, sent), "sender");
      sender.start();
      long end = System.nanoTime() + Duration.ofSeconds(seconds).plus(LAST_ANSWERS).toNanos();
      int got = 0;
      while (got < count && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          int number = Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8));
          ms[number] = (System.nanoTime() - sent[number]) / 1e6;
          got++;
        }
      }
      sender.join();
    }
    double[] steady = Arrays.copyOfRange(ms, skip * rate, count);
    Arrays.sort(steady);
    if (steady[0] < 0) {
      throw new IllegalStateException("[kafka load] answers are missing: got none for some of " + count + " records.");
    }
    return new double[] {steady[steady.length / 2], steady[(int) (steady.length * 0.99)], steady[steady.length - 1]};
  }

  /** Sends each record at its time, whatever the ones before took: waiting counts as latency. */
  private static void send(String bootstrap, String topic, List<byte[]> values, int rate, long[] sent) {
    try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap, 5)) { // the default of Kafka 4
      producer.partitionsFor(topic);
      long begin = System.nanoTime();
      for (int i = 0; i < sent.length; i++) {
        long due = begin + i * 1_000_000_000L / rate;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        sent[i] = due;
        producer.send(new ProducerRecord<>(topic, key(i), values.get(i % values.size())));
      }
    }
  }
}
