package org.pydl4j.serving.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic seen from a scorer's other end: examples go in, answers come out. For demos, tests and first steps; a program
 * of its own would hold its producer and consumer open.
 *
 * @param bootstrapServers host:port, comma-separated
 * @param name the topic's name
 */
public record KafkaTopic(String bootstrapServers, String name) {
  /** One record: its key and value, and its headers as text (of equal names the last). */
  public record Message(byte[] key, byte[] value, Map<String, String> headers) {
    /** The key as text. */
    public String keyText() {
      return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
  }

  /** Makes the topic with one replica where it is not there yet. */
  public void create(int partitions) {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("[kafka] cannot make topic " + name + " at " + bootstrapServers + ": "
            + e.getCause() + ". Check that the brokers answer there.", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the values in order, each with its number from `first` on as its key; returns when the brokers have them. */
  public void send(List<byte[]> values, long first) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      long key = first;
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(name, String.valueOf(key++).getBytes(StandardCharsets.UTF_8), value));
      }
      producer.flush();
    }
  }

  /**
   * Reads the topic's committed records from its beginning, all partitions, until there are `count` or time is up.
   *
   * @return the records, at most timeoutMs later; fewer than count when time was up or the thread was interrupted
   */
  public List<Message> read(int count, long timeoutMs) {
    Map<String, Object> settings = Map.of(
        "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "enable.auto.commit", "false");
    long end = System.nanoTime() + timeoutMs * 1_000_000;
    List<Message> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
          .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(Set.copyOf(partitions));
      while (messages.size() < count && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          messages.add(message(record));
        }
      }
    } catch (InterruptException e) {
      Thread.interrupted(); // the caller asked for an end; closing had to see it first
    }
    return messages;
  }

  private static Message message(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
    }
    return new Message(record.key(), record.value(), headers);
  }
}
