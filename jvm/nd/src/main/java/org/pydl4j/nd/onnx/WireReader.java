package org.pydl4j.nd.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads protobuf's wire format: fields of (number, type), over a window of a buffer. Every length is checked against
 * the window, so damaged input gives an error and never a large allocation.
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final ByteBuffer b;
  private final String what;
  private int field;
  private int type;

  private WireReader(ByteBuffer b, String what) {
    this.b = b;
    this.what = what;
  }

  /** A reader of the bytes; what names the message in errors. */
  static WireReader of(ByteBuffer bytes, String what) {
    return new WireReader(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), what);
  }

  /** Moves to the next field; false at the end. */
  boolean next() {
    if (!b.hasRemaining()) {
      return false;
    }
    long key = varint();
    field = (int) (key >>> 3);
    type = (int) (key & 7);
    if (field <= 0 || key >>> 32 != 0) {
      throw fail("a field number " + (key >>> 3), "a field number of at least 1");
    }
    return true;
  }

  int field() {
    return field;
  }

  /** An integer or bool. */
  long number() {
    expect(VARINT);
    return varint();
  }

  float float32() {
    expect(FIXED32);
    need(4);
    return b.getFloat();
  }

  String string() {
    ByteBuffer s = bytes();
    return StandardCharsets.UTF_8.decode(s).toString();
  }

  /** The bytes of a string, message or packed list; a view. */
  ByteBuffer bytes() {
    expect(BYTES);
    long n = varint();
    if (n < 0 || n > b.remaining()) {
      throw fail("a length of " + Long.toUnsignedString(n) + " bytes", "at most " + b.remaining());
    }
    ByteBuffer s = b.slice(b.position(), (int) n).order(ByteOrder.LITTLE_ENDIAN);
    b.position(b.position() + (int) n);
    return s;
  }

  WireReader message(String name) {
    return of(bytes(), name);
  }

  /** Adds the integers of this field, packed or one. */
  void numbers(List<Long> to) {
    if (type == VARINT) {
      to.add(varint());
      return;
    }
    WireReader packed = message(what);
    while (packed.b.hasRemaining()) {
      to.add(packed.varint());
    }
  }

  /** Adds the 32-bit floats of this field, packed or one. */
  void floats(List<Double> to) {
    if (type == FIXED32) {
      to.add((double) float32());
      return;
    }
    ByteBuffer packed = bytes();
    whole(packed, 4);
    while (packed.hasRemaining()) {
      to.add((double) packed.getFloat());
    }
  }

  /** Adds the 64-bit floats of this field, packed or one. */
  void doubles(List<Double> to) {
    if (type == FIXED64) {
      need(8);
      to.add(b.getDouble());
      return;
    }
    ByteBuffer packed = bytes();
    whole(packed, 8);
    while (packed.hasRemaining()) {
      to.add(packed.getDouble());
    }
  }

  private void whole(ByteBuffer packed, int size) {
    if (packed.remaining() % size != 0) {
      throw fail(packed.remaining() + " bytes of floats", "a multiple of " + size);
    }
  }

  /** Passes over the field. */
  void skip() {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> step(8);
      case BYTES -> bytes();
      case FIXED32 -> step(4);
      default -> throw fail("wire type " + type + " of field " + field, "0, 1, 2 or 5");
    }
  }

  private void step(int n) {
    need(n);
    b.position(b.position() + n);
  }

  private void need(int n) {
    if (b.remaining() < n) {
      throw fail("the end of the data", n + " more bytes");
    }
  }

  private void expect(int wanted) {
    if (type != wanted) {
      throw fail("wire type " + type + " in field " + field, "type " + wanted);
    }
  }

  private long varint() {
    long v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      byte x = b.get();
      v |= (x & 0x7fL) << shift;
      if (x >= 0) {
        return v;
      }
    }
    throw fail("a number of more than 64 bits", "at most 10 bytes");
  }

  /** The error of damaged data. */
  IllegalArgumentException fail(String got, String expected) {
    return new IllegalArgumentException("[onnx] the file is damaged or no ONNX model: got " + got + " in " + what
        + "; expected " + expected
        + ". Write or download the file again.");
  }

  static long[] toLongs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  static double[] toDoubles(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static List<Long> longs() {
    return new ArrayList<>();
  }
}
