package org.pydl4j.serving.kafka;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A scorer over {@link Sums} in a process of its own, which can die in the middle of a transaction. */
public final class ScorerProcess {
  private ScorerProcess() {}

  public static void main(String[] args) {
    new KafkaScorer(KafkaScorerConf.read(Path.of(args[0])), new Sums(), null).run();
  }

  /** Halts the JVM, as kill -9 does, when the record of number "halt.at" is sent. */
  public static final class HaltAt implements ProducerInterceptor<byte[], byte[]> {
    private int left;

    @Override
    public void configure(Map<String, ?> settings) {
      left = Integer.parseInt(settings.get("halt.at").toString());
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      if (--left == 0) {
        Runtime.getRuntime().halt(137);
      }
      return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    @Override
    public void close() {}
  }
}
