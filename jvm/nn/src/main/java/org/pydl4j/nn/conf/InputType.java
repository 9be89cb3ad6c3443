package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Doc;

/** What a network's input, or the output of a layer, looks like without its batch dim. DL4J: InputType. */
@Doc("What a network's input looks like, its batch dim left out.")
public sealed interface InputType {
  /** Dims of an array of this type, batch first; -1 where unknown. */
  long[] dims();

  /** Number of elements per example and time step. */
  long elements();

  /** Size of the feature axis. */
  long features();

  /** Vectors [N, size]. */
  @Doc("Vectors [N, size].")
  record FeedForward(@Doc("features, > 0") long size) implements InputType {
    @Override
    public long[] dims() {
      return new long[] {-1, size};
    }

    @Override
    public long elements() {
      return size;
    }

    @Override
    public long features() {
      return size;
    }
  }

  /** Sequences [N, size, T]. */
  @Doc("Sequences [N, size, T].")
  record Recurrent(
      @Doc("features per time step, > 0") long size,
      @Doc("T, or -1 where it differs from batch to batch") long timeSeriesLength) implements InputType {
    @Override
    public long[] dims() {
      return new long[] {-1, size, timeSeriesLength};
    }

    @Override
    public long elements() {
      return size;
    }

    @Override
    public long features() {
      return size;
    }

    static Object defaults() {
      return Defaults.of("timeSeriesLength", -1L);
    }
  }

  /** Images [N, channels, height, width]. */
  @Doc("Images [N, channels, height, width].")
  record Convolutional(
      @Doc("rows, > 0") long height,
      @Doc("columns, > 0") long width,
      @Doc("channels, > 0") long channels) implements InputType {
    @Override
    public long[] dims() {
      return new long[] {-1, channels, height, width};
    }

    @Override
    public long elements() {
      return channels * height * width;
    }

    @Override
    public long features() {
      return channels;
    }
  }

  /** Images given as vectors [N, channels * height * width] in that order. */
  @Doc("Images given as vectors [N, channels * height * width].")
  record ConvolutionalFlat(
      @Doc("rows, > 0") long height,
      @Doc("columns, > 0") long width,
      @Doc("channels, > 0") long channels) implements InputType {
    @Override
    public long[] dims() {
      return new long[] {-1, elements()};
    }

    @Override
    public long elements() {
      return channels * height * width;
    }

    @Override
    public long features() {
      return elements();
    }
  }

  static InputType feedForward(long size) {
    return new FeedForward(size);
  }

  static InputType recurrent(long size) {
    return new Recurrent(size, -1);
  }

  static InputType recurrent(long size, long timeSeriesLength) {
    return new Recurrent(size, timeSeriesLength);
  }

  static InputType convolutional(long height, long width, long channels) {
    return new Convolutional(height, width, channels);
  }

  static InputType convolutionalFlat(long height, long width, long channels) {
    return new ConvolutionalFlat(height, width, channels);
  }
}
