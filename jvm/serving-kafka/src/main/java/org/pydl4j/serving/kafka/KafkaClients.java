package org.pydl4j.serving.kafka;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.pydl4j.serving.kafka.KafkaScorerConf.Delivery;

/** Makes a scorer's clients; a producer whose commit stayed undecided is replaced by a new one of the same name. */
interface KafkaClients {
  int BUFFER_BYTES = 1 << 20;
  int SEND_BYTES = 1 << 18;

  Consumer<byte[], byte[]> consumer();

  /** A consumer of no group, whose polls give one record each. */
  Consumer<byte[], byte[]> reader();

  Producer<byte[], byte[]> producer();

  /** The largest record that a producer sends, in bytes as it counts them. */
  int mostBytes();

  /** The clients that a configuration describes. */
  static KafkaClients of(KafkaScorerConf conf) {
    Map<String, Object> produce = conf.client("producer");
    produce.put("enable.idempotence", "true");
    produce.put("acks", "all");
    produce.put("key.serializer", ByteArraySerializer.class);
    produce.put("value.serializer", ByteArraySerializer.class);
    if (conf.delivery() == Delivery.EXACTLY_ONCE) {
      produce.put("transactional.id", conf.transactionalId());
    }
    Map<String, Object> consume = conf.client("consumer");
    consume.put("group.id", conf.groupId());
    consume.putIfAbsent("group.instance.id", conf.transactionalId());
    consume.put("enable.auto.commit", "false");
    consume.put("max.poll.records", String.valueOf(conf.pollRecords()));
    consume.putIfAbsent("isolation.level", "read_committed");
    consume.putIfAbsent("auto.offset.reset", "earliest");
    Map<String, Object> read = new TreeMap<>(consume);
    read.keySet().removeAll(Set.of("group.id", "group.instance.id", "group.protocol", "group.remote.assignor"));
    read.put("max.poll.records", "1");
    // Large steps: a fetch and a send cost the brokers the same for one record as for thousands.
    consume.putIfAbsent("receive.buffer.bytes", String.valueOf(BUFFER_BYTES));
    produce.putIfAbsent("batch.size", String.valueOf(SEND_BYTES));
    produce.putIfAbsent("send.buffer.bytes", String.valueOf(BUFFER_BYTES));
    ProducerConfig checked = new ProducerConfig(produce);
    int most = (int) Math.min(checked.getInt("max.request.size"), checked.getLong("buffer.memory"));
    return new KafkaClients() {
      @Override
      public Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(consume, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      }

      @Override
      public Consumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(read, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      }

      @Override
      public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(produce);
      }

      @Override
      public int mostBytes() {
        return most;
      }
    };
  }
}
