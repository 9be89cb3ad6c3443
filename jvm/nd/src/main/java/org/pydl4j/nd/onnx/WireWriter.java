package org.pydl4j.nd.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.array.NDArray;

/** Collects a message in protobuf's wire format; arrays are taken by reference and read only when the message is
* written out. */
final class WireWriter {
  /** Bytes (byte[]) and arrays (NDArray), in order. */
  private final List<Object> parts = new ArrayList<>();
  private final ByteArrayOutputStream last = new ByteArrayOutputStream();
  private long size;

  WireWriter number(int field, long value) {
    varint((long) field << 3 | WireReader.VARINT);
    varint(value);
    return this;
  }

  WireWriter float32(int field, float value) {
    varint((long) field << 3 | WireReader.FIXED32);
    int bits = Float.floatToIntBits(value);
    for (int i = 0; i < 4; i++) {
      put(bits >>> 8 * i);
    }
    return this;
  }

  WireWriter string(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    length(field, bytes.length);
    last.writeBytes(bytes);
    size += bytes.length;
    return this;
  }

  /** The elements of a dense array, little-endian. */
  WireWriter array(int field, NDArray a) {
    long bytes = a.size() * a.dtype().bytes;
    length(field, bytes);
    flush();
    parts.add(a);
    size += bytes;
    return this;
  }

  WireWriter message(int field, WireWriter value) {
    length(field, value.size);
    flush();
    value.flush();
    parts.addAll(value.parts);
    size += value.size;
    return this;
  }

  long size() {
    return size;
  }

  void writeTo(OutputStream stream) throws IOException {
    flush();
    WritableByteChannel channel = Channels.newChannel(stream);
    for (Object part : parts) {
      if (part instanceof byte[] bytes) {
        stream.write(bytes);
      } else {
        write((NDArray) part, channel);
      }
    }
  }

  private static void write(NDArray a, WritableByteChannel channel) throws IOException {
    for (long i = 0; i < a.size();) {
      ByteBuffer b = a.bytesFrom(i);
      i += b.remaining() / a.dtype().bytes;
      while (b.hasRemaining()) {
        channel.write(b);
      }
    }
  }

  private void flush() {
    if (last.size() > 0) {
      parts.add(last.toByteArray());
      last.reset();
    }
  }

  private void length(int field, long bytes) {
    varint((long) field << 3 | WireReader.BYTES);
    varint(bytes);
  }

  private void put(int b) {
    last.write(b);
    size++;
  }

  private void varint(long v) {
    while ((v & ~0x7fL) != 0) {
      put((int) (v & 0x7f | 0x80));
      v >>>= 7;
    }
    put((int) v);
  }
}
