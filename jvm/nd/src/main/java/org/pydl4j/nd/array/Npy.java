package org.pydl4j.nd.array;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file format of one array, rows first, little endian: {@code numpy.load} and {@code nd.load} read what this writes. NumPy has no
 * bfloat16: its bits are written as uint16.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern HEADER =
      Pattern.compile("\\{'descr': '[<|=]([fiub])(\\d)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), *\\}");

  private Npy() {
  }

  /** Writes a file. */
  public static void write(Path file, NDArray array) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      if (array.isDense()) {
        write(out, array);
        return;
      }
      try (NDArray dense = array.dup()) {
        write(out, dense);
      }
    }
  }

  /** Reads a file of at most 2 GiB. */
  public static NDArray read(Path file) throws IOException {
    try {
      return read(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("[npy] " + file + ": " + e.getMessage() + "; expected an array in NumPy's format.", e);
    }
  }

  /** Writes a dense array. */
  public static void write(OutputStream out, NDArray dense) throws IOException {
    DType t = dense.dtype();
    String kind = switch (t.kind) {
      case FLOAT -> t == DType.BFLOAT16 ? "<u" : "<f";
      case INT -> t.bytes == 1 ? "|i" : "<i";
      case UINT -> t.bytes == 1 ? "|u" : "<u";
      case BOOL -> "|b";
      case COMPLEX -> "<c";
    };
    String dims = Arrays.toString(dense.shape()).replace("[", "(").replace("]", dense.rank() == 1 ? ",)" : ")");
    String header = "{'descr': '" + kind + t.bytes + "', 'fortran_order': False, 'shape': " + dims + ", }";
    header += " ".repeat(63 - (MAGIC.length + 2 + header.length()) % 64) + "\n";
    out.write(MAGIC);
    out.write(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    byte[] chunk = new byte[1 << 16];
    for (long at = 0; at < dense.size(); ) {
      ByteBuffer b = dense.bytesFrom(at);
      at += b.remaining() / t.bytes;
      while (b.hasRemaining()) {
        int n = Math.min(chunk.length, b.remaining());
        b.get(chunk, 0, n);
        out.write(chunk, 0, n);
      }
    }
  }

  /** The array in the bytes of a file. */
  public static NDArray read(byte[] file) {
    ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 10 || b.getLong(0) != ByteBuffer.wrap(MAGIC).order(ByteOrder.LITTLE_ENDIAN).getLong()) {
      throw new IllegalArgumentException("an array is not in NumPy's format");
    }
    int header = b.getShort(8) & 0xffff;
    String text = new String(file, 10, Math.min(header, file.length - 10), StandardCharsets.US_ASCII).strip();
    Matcher m = HEADER.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("an array is of an unknown type: " + text);
    }
    long[] dims = Arrays.stream(m.group(3).split(",")).map(String::strip).filter(s -> !s.isEmpty())
        .mapToLong(Long::parseLong).toArray();
    DType type = type(m.group(1), Integer.parseInt(m.group(2)), text);
    int at = 10 + header;
    long size = Arrays.stream(dims).reduce(1, Math::multiplyExact);
    if (file.length - at != size * type.bytes) {
      throw new IllegalArgumentException("an array is truncated: " + text);
    }
    NDArray a = NDArray.create(type, dims);
    for (long done = 0; done < size; ) {
      ByteBuffer part = a.bytesFrom(done);
      int n = part.remaining();
      part.put(file, at, n);
      at += n;
      done += n / type.bytes;
    }
    return a;
  }

  private static DType type(String kind, int bytes, String text) {
    DType.Kind wanted = switch (kind) {
      case "f" -> DType.Kind.FLOAT;
      case "i" -> DType.Kind.INT;
      case "u" -> DType.Kind.UINT;
      case "c" -> DType.Kind.COMPLEX;
      default -> DType.Kind.BOOL;
    };
    return Arrays.stream(DType.values()).filter(t -> t.kind == wanted && t.bytes == bytes && t != DType.BFLOAT16)
        .findFirst().orElseThrow(() -> new IllegalArgumentException("an array is of an unknown type: " + text));
  }
}
