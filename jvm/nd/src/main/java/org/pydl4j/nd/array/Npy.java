package org.pydl4j.nd.array;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydl4j.nd.types.DType;

/**
 * NumPy's file format of one array, rows first, little endian: {@code numpy.load} and {@code nd.load} read what this
 * writes. NumPy has no bfloat16: its bits are written as uint16.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern HEADER = Pattern.compile("\\{ *'descr': *'([^']*)', *'fortran_order': *(True|False), *"
      + "'shape': *\\(([^()]*)\\),? *\\}");
  private static final Pattern DESCR = Pattern.compile("[<|=]([fiubc])(1|2|4|8|16)");
  /** As NumPy's own limit for headers that are not trusted. */
  private static final int MOST_HEADER_BYTES = 10_000;
  private static final int MOST_DIMS = 64;

  /** What a file says of its array before the elements. */
  public record Header(DType dtype, long... shape) {
    /** Number of elements. */
    public long size() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    long dataBytes() {
      return size() * dtype.bytes;
    }

    @Override
    public String toString() {
      return dtype.numpy + Arrays.toString(shape);
    }
  }

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

  /** Reads a file. */
  public static NDArray read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, Files.size(file), h -> {
      });
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " The file is " + file + ".", e);
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
    for (long at = 0; at < dense.size();) {
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
    try {
      return read(new ByteArrayInputStream(file), file.length, h -> {
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory have none
    }
  }

  /**
   * Reads a file's bytes up to its end. Nothing is allocated before the header agrees with the length and the check.
   *
   * @param length of the whole file in bytes
   * @param check raises when an array of that type and shape is not wanted
   * @throws IllegalArgumentException when the bytes are not one array in this format, or the check raises
   */
  public static NDArray read(InputStream in, long length, Consumer<Header> check) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length);
    if (start.length < MAGIC.length || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw wrong("not in NumPy's format", "got other first bytes", "\\x93NUMPY");
    } else if (start[6] < 1 || start[6] > 3) {
      throw wrong("of an unknown version", "got " + start[6] + "." + start[7], "1.0 to 3.0");
    }
    int field = start[6] == 1 ? 2 : 4;
    byte[] size = in.readNBytes(field);
    long headerBytes = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      headerBytes = headerBytes << 8 | size[i] & 0xff;
    }
    long dataBytes = length - MAGIC.length - field - headerBytes;
    if (size.length < field || headerBytes > MOST_HEADER_BYTES || dataBytes < 0) {
      throw wrong("truncated, or its header damaged",
          "got a header of " + headerBytes + " bytes in a file of " + length,
          "at most " + MOST_HEADER_BYTES + ", followed by the elements");
    }
    Header header = header(new String(in.readNBytes((int) headerBytes), StandardCharsets.US_ASCII).strip());
    if (dataBytes != header.dataBytes()) {
      throw wrong("truncated or damaged", "got " + dataBytes + " bytes of elements",
          header.dataBytes() + " for " + header);
    }
    check.accept(header);
    NDArray a = NDArray.create(header.dtype, header.shape);
    try {
      fill(a, in);
      return a;
    } catch (IOException | RuntimeException e) {
      a.close();
      throw e;
    }
  }

  private static void fill(NDArray a, InputStream in) throws IOException {
    byte[] chunk = new byte[1 << 16];
    for (long done = 0; done < a.size();) {
      ByteBuffer part = a.bytesFrom(done);
      done += part.remaining() / a.dtype().bytes;
      while (part.hasRemaining()) {
        int n = in.readNBytes(chunk, 0, Math.min(chunk.length, part.remaining()));
        if (n == 0) {
          throw wrong("truncated", "got the end of the file", a.size() + " elements");
        }
        part.put(chunk, 0, n);
      }
    }
    if (in.read() != -1) {
      throw wrong("damaged", "got bytes behind the last element", "the end of the file");
    }
  }

  private static Header header(String text) {
    Matcher m = HEADER.matcher(text);
    if (!m.matches()) {
      throw wrong("damaged in its header", "got " + brief(text),
          "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
    } else if (m.group(2).equals("True") && m.group(3).contains(",") && !m.group(3).endsWith(",")) {
      throw wrong("in Fortran's order", "got columns first", "rows first. Save numpy.ascontiguousarray of it");
    }
    DType dtype = dtype(m.group(1));
    long[] dims = dims(m.group(3));
    try {
      Math.multiplyExact(Arrays.stream(dims).reduce(1, Math::multiplyExact), dtype.bytes);
    } catch (ArithmeticException e) {
      throw wrong("of an impossible shape", "got (" + brief(m.group(3)) + ")", "fewer than 2^63 bytes");
    }
    return new Header(dtype, dims);
  }

  private static long[] dims(String text) {
    String[] parts = text.isBlank() ? new String[0] : text.split(",");
    long[] dims = new long[parts.length];
    for (int i = 0; i < dims.length; i++) {
      String d = parts[i].strip();
      if (!d.matches("[0-9]{1,18}") || dims.length > MOST_DIMS) {
        throw wrong("of an impossible shape", "got (" + brief(text) + ")",
            "at most " + MOST_DIMS + " whole numbers from 0 on");
      }
      dims[i] = Long.parseLong(d);
    }
    return dims;
  }

  private static DType dtype(String descr) {
    Matcher m = DESCR.matcher(descr);
    DType.Kind kind = !m.matches() ? null : switch (m.group(1)) {
      case "f" -> DType.Kind.FLOAT;
      case "i" -> DType.Kind.INT;
      case "u" -> DType.Kind.UINT;
      case "c" -> DType.Kind.COMPLEX;
      default -> DType.Kind.BOOL;
    };
    return Arrays.stream(DType.values())
        .filter(t -> t.kind == kind && t.bytes == Integer.parseInt(m.group(2)) && t != DType.BFLOAT16)
        .findFirst().orElseThrow(() -> wrong("of a type that is not supported", "got '" + brief(descr) + "'",
            "little-endian numbers as '<f4', or '|b1'"));
  }

  private static String brief(String text) {
    return text.length() <= 100 ? text : text.substring(0, 97) + "...";
  }

  private static IllegalArgumentException wrong(String what, String got, String expected) {
    return new IllegalArgumentException("[npy] the array is " + what + ": " + got + "; expected " + expected + ".");
  }
}
