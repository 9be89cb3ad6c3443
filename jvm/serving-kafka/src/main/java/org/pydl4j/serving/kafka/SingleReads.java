package org.pydl4j.serving.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a partition record by record, where the heap does not hold what a poll of many gives: a batch may be compressed
 * to a thousandth of its size. Offsets are not committed here.
 */
final class SingleReads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SingleReads.class);

  private final KafkaClients clients;
  private Consumer<byte[], byte[]> reader;
  private TopicPartition partition;
  private long next;

  SingleReads(KafkaClients clients) {
    this.clients = clients;
    this.reader = clients.reader();
  }

  /** Goes to an offset of a partition; gives the partition's end at this time. */
  long begin(TopicPartition of, long from) {
    partition = of;
    seek(from);
    return reader.endOffsets(List.of(of)).get(of);
  }

  private void seek(long offset) {
    next = offset;
    reader.assign(List.of(partition));
    reader.seek(partition, offset);
  }

  /** The offset of the next record, or one before it. */
  long next() {
    return next;
  }

  /** The next record, or none in that time; null where the heap does not hold it, and it stays the next. */
  ConsumerRecords<byte[], byte[]> poll(Duration most) {
    try {
      ConsumerRecords<byte[], byte[]> polled = reader.poll(most);
      next = reader.position(partition);
      return polled;
    } catch (OutOfMemoryError e) {
      LOG.warn("The heap does not hold the record at {}@{}: {}", partition, next, e.toString());
      reader.close(); // it would go on to say that it failed here
      reader = clients.reader();
      seek(next);
      return null;
    }
  }

  /** Leaves the next record out. */
  void skip() {
    seek(next + 1);
  }

  @Override
  public void close() {
    reader.close();
  }
}
