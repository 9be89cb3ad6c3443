package org.pydl4j.serving.kafka;

import org.apache.kafka.common.header.Headers;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.serving.codec.AnswerWriter;
import org.pydl4j.serving.codec.Codec;
import org.pydl4j.serving.codec.ExampleReader;
import org.pydl4j.serving.codec.Examples;

/** Reads the records of a topic and writes the answers: by a {@link Codec}, or by classes of Kafka's clients. */
record RecordCodec(KafkaReader reader, AnswerWriter writer) implements AutoCloseable {

  /**
   * The codec for a model.
   *
   * @param pipeline saved with the model, or null
   * @throws IllegalArgumentException when the model cannot be asked so, or a class does not load
   */
  static RecordCodec of(RecordFormat format, Signature signature, BoundPipeline pipeline) {
    return new RecordCodec(
        RecordFormat.isClass(format.examples()) ? new DeserializedReader(format, signature, pipeline)
            : new WithoutHeaders(Codec.reader(format.examples(), signature, pipeline)),
        RecordFormat.isClass(format.answers()) ? new SerializedWriter(format)
            : Codec.writer(format.answers(), signature));
  }

  /** A reader to which headers say nothing. */
  private record WithoutHeaders(ExampleReader reader) implements KafkaReader {
    @Override
    public void read(byte[] value, Headers headers, Examples into) {
      reader.read(value, into);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
