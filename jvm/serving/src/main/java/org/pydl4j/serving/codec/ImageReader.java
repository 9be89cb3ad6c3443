package org.pydl4j.serving.codec;

/** Image files, which the pipeline makes ready. */
final class ImageReader implements ExampleReader {
  private final RecordInputs inputs;

  ImageReader(RecordInputs inputs) {
    this.inputs = inputs;
    inputs.pipeline().imageColumn();
  }

  @Override
  public void read(byte[] value, Examples into) {
    inputs.put(inputs.pipeline().image(value), into);
  }
}
