package org.pydl4j.nd.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf's wire format into memory; parts of a message can be passed in as finished messages. */
final class WireWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  WireWriter number(int field, long value) {
    varint((long) field << 3 | WireReader.VARINT);
    varint(value);
    return this;
  }

  WireWriter float32(int field, float value) {
    varint((long) field << 3 | WireReader.FIXED32);
    int bits = Float.floatToIntBits(value);
    for (int i = 0; i < 4; i++) {
      out.write(bits >>> 8 * i);
    }
    return this;
  }

  WireWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter bytes(int field, byte[] value) {
    varint((long) field << 3 | WireReader.BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  WireWriter message(int field, WireWriter value) {
    varint((long) field << 3 | WireReader.BYTES);
    varint(value.out.size());
    try {
      value.out.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  void writeTo(OutputStream stream) throws IOException {
    out.writeTo(stream);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void varint(long v) {
    while ((v & ~0x7fL) != 0) {
      out.write((int) (v & 0x7f | 0x80));
      v >>>= 7;
    }
    out.write((int) v);
  }
}
