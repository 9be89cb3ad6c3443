package org.pydl4j.nn.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.pydl4j.nd.array.NDArray;

/** NumPy's file format, one dimension. */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private Npy() {
  }

  static void write(OutputStream out, NDArray flat) throws IOException {
    String header = "{'descr': '" + (flat.dtype().bytes == 8 ? "<f8" : "<f4")
        + "', 'fortran_order': False, 'shape': (" + flat.size() + ",), }";
    header += " ".repeat(63 - (MAGIC.length + 2 + header.length()) % 64) + "\n";
    out.write(MAGIC);
    out.write(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    byte[] chunk = new byte[1 << 16];
    for (long at = 0; at < flat.size(); ) {
      ByteBuffer b = flat.bytesFrom(at);
      at += b.remaining() / flat.dtype().bytes;
      while (b.hasRemaining()) {
        int n = Math.min(chunk.length, b.remaining());
        b.get(chunk, 0, n);
        out.write(chunk, 0, n);
      }
    }
  }

  static NDArray read(byte[] file) {
    ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 10 || b.getLong(0) != ByteBuffer.wrap(MAGIC).order(ByteOrder.LITTLE_ENDIAN).getLong()) {
      throw new IllegalArgumentException("an array is not in NumPy's format");
    }
    int header = b.getShort(8) & 0xffff;
    String text = new String(file, 10, Math.min(header, file.length - 10), StandardCharsets.US_ASCII);
    boolean wide = text.contains("<f8");
    int at = 10 + header;
    if (!wide && !text.contains("<f4") || (file.length - at) % (wide ? 8 : 4) != 0) {
      throw new IllegalArgumentException("an array is truncated or of another type: " + text.strip());
    }
    b.position(at);
    if (wide) {
      double[] v = new double[b.remaining() / 8];
      b.asDoubleBuffer().get(v);
      return NDArray.of(v, v.length);
    }
    float[] v = new float[b.remaining() / 4];
    b.asFloatBuffer().get(v);
    return NDArray.of(v, v.length);
  }
}
