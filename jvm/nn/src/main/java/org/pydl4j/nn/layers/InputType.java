package org.pydl4j.nn.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.DType;

/** What a network's input, or the output of a layer, looks like without its batch dim. DL4J: InputType. */
@Doc("What a network's input looks like, its batch dim left out.")
public sealed interface InputType {
  /** Dims of an array of this type, batch first; -1 where unknown. */
  long[] dims();

  /** Number of elements per example and time step. */
  long elements();

  /** Size of the feature axis; -1 where unknown. */
  long features();

  /** The element type; that of the network for all but tensors of a type of their own. */
  default DType dtype(DType floats) {
    return floats;
  }

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

  /** Arrays [N, ...] of any shape and type: ids, pixels as bytes, what an imported graph reads and gives. */
  @Doc("Arrays [N, ...] of any shape and type.")
  record Tensor(
      @Doc("sizes of the axes behind N, -1 where they differ from batch to batch") List<Long> shape,
      @Doc("element type; the network's unless set") DType dtype) implements InputType {
    public Tensor {
      shape = List.copyOf(shape);
      if (shape.stream().anyMatch(d -> d < -1)) {
        throw new IllegalArgumentException("[InputType.tensor] shape: got " + shape + "; expected sizes >= 0, or -1"
            + " where they are open.");
      }
    }

    static Object defaults() {
      return Defaults.of("dtype", null);
    }

    @Override
    public long[] dims() {
      return LongStream.concat(LongStream.of(-1), shape.stream().mapToLong(d -> d)).toArray();
    }

    @Override
    public long elements() {
      return shape.contains(-1L) ? -1 : shape.stream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public long features() {
      return shape.isEmpty() ? 1 : shape.get(0);
    }

    @Override
    public DType dtype(DType floats) {
      return dtype == null ? floats : dtype;
    }
  }

  /** Arrays [N, dims...] of that type; null for the network's. */
  static InputType tensor(DType dtype, long... dims) {
    return new Tensor(LongStream.of(dims).boxed().toList(), dtype);
  }

  /**
   * What an array of this type is to layers: vectors, sequences, images, else a tensor. Of float32 and float64 the
   * network makes its own type.
   *
   * @param dims rows first
   */
  static InputType of(DType type, long... dims) {
    if (dims.length == 0) {
      throw new IllegalArgumentException(
          "[InputType] has no axis of rows: got a " + type + " scalar; expected [N, ...].");
    }
    boolean own = type == DType.FLOAT32 || type == DType.FLOAT64;
    long[] row = Arrays.copyOfRange(dims, 1, dims.length);
    boolean known = Arrays.stream(row).allMatch(d -> d > 0);
    if (own && row.length == 1 && known) {
      return feedForward(row[0]);
    } else if (own && row.length == 2 && row[0] > 0 && row[1] < 0) {
      return recurrent(row[0]);
    } else if (own && row.length == 3 && known) {
      return convolutional(row[1], row[2], row[0]);
    }
    return tensor(own ? null : type, row);
  }

  /** Rows [N, size]. */
  static InputType feedForward(long size) {
    return new FeedForward(size);
  }

  /** Sequences [N, size, T] of any length. */
  static InputType recurrent(long size) {
    return new Recurrent(size, -1);
  }

  /** Sequences [N, size, T] of that length. */
  static InputType recurrent(long size, long timeSeriesLength) {
    return new Recurrent(size, timeSeriesLength);
  }

  /** Images [N, channels, height, width]. */
  static InputType convolutional(long height, long width, long channels) {
    return new Convolutional(height, width, channels);
  }

  /** Images as rows [N, height width channels], which are laid out again. */
  static InputType convolutionalFlat(long height, long width, long channels) {
    return new ConvolutionalFlat(height, width, channels);
  }
}
