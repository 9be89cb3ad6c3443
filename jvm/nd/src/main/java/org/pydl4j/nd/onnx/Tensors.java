package org.pydl4j.nd.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.Float16;

/** ONNX's TensorProto to and from arrays. */
final class Tensors {
  private Tensors() {
  }

  /** A tensor with its name in the file. */
  record Named(String name, NDArray array) {
  }

  /** What a TensorProto holds before its parts are known to fit together. */
  private static final class Fields {
    private String name = "";
    private int dtype;
    private final List<Long> dims = WireReader.longs();
    private final List<Long> integers = WireReader.longs();
    private final List<Double> floats = new ArrayList<>();
    private ByteBuffer raw;
    private boolean external;
    private final Map<String, String> place = new HashMap<>();
    private int strings;
  }

  static Named read(WireReader r, Path folder) {
    Fields f = new Fields();
    while (r.next()) {
      switch (r.field()) {
        case 1 -> r.numbers(f.dims);
        case 2 -> f.dtype = (int) r.number();
        case 4 -> r.floats(f.floats);
        case 5, 7, 11 -> r.numbers(f.integers);
        case 6 -> {
          r.skip();
          f.strings++;
        }
        case 8 -> f.name = r.string();
        case 9 -> f.raw = r.bytes();
        case 10 -> r.doubles(f.floats);
        case 13 -> entry(r.message("external_data"), f.place);
        case 14 -> f.external |= r.number() == 1;
        default -> r.skip();
      }
    }
    return new Named(f.name, array(f, folder));
  }

  private static NDArray array(Fields f, Path folder) {
    if (f.strings > 0 || f.dtype == 8) {
      throw new UnsupportedOperationException("[onnx] tensor '" + f.name
          + "' holds strings, which are not supported. Map them to numbers before the model.");
    }
    DType dtype = DType.ofOnnx(f.dtype);
    long[] dims = WireReader.toLongs(f.dims);
    long size = size(f.name, dims);
    f.raw = f.external ? external(f, folder, size * dtype.bytes) : f.raw;
    long given = f.raw != null ? f.raw.remaining() : f.integers.size() + f.floats.size();
    long expected = f.raw != null ? size * dtype.bytes : size;
    if (given != expected || size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("[onnx] tensor '" + f.name + "' is damaged: got " + given
          + (f.raw != null ? " bytes" : " values") + " for "
          + dtype + Arrays.toString(dims) + "; expected " + expected + ". Write the file again.");
    }
    NDArray a = NDArray.create(dtype, dims);
    if (f.raw != null) {
      fill(a, f.raw);
    } else {
      fill(a, f);
    }
    return a;
  }

  private static void entry(WireReader r, Map<String, String> to) {
    String key = "";
    String value = "";
    while (r.next()) {
      switch (r.field()) {
        case 1 -> key = r.string();
        case 2 -> value = r.string();
        default -> r.skip();
      }
    }
    to.put(key, value);
  }

  /** The bytes of a tensor in a file beside the model. */
  private static ByteBuffer external(Fields f, Path folder, long expected) {
    String location = f.place.getOrDefault("location", "");
    if (folder == null) {
      throw new UnsupportedOperationException("[onnx] tensor '" + f.name + "' lies in the file '" + location
          + "' beside the model, but the model is not read from a file. Read it by its path, or save it in one file.");
    }
    Path path = beside(folder, location, f.name);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long offset = Long.parseLong(f.place.getOrDefault("offset", "0"));
      long length = Long.parseLong(f.place.getOrDefault("length", String.valueOf(expected)));
      if (offset < 0 || length != expected || offset > file.size() - length) {
        throw new IllegalArgumentException("[onnx] tensor '" + f.name + "' does not fit its file: got offset " + offset
            + " and length " + length + " in " + file.size() + " bytes of " + path + "; expected " + expected
            + " bytes inside. Write the files again.");
      } else if (length > Integer.MAX_VALUE) {
        throw new UnsupportedOperationException("[onnx] tensor '" + f.name + "' is too large: got " + length
            + " bytes; expected fewer than 2^31. Cut it into several.");
      }
      return file.map(FileChannel.MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("[onnx] tensor '" + f.name + "' has no valid place: got " + f.place
          + "; expected numbers for offset and length. Write the file again.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("[onnx] cannot read " + path + " with tensor '" + f.name + "': " + e.getMessage()
          + ". Keep it beside the model.", e);
    }
  }

  /**
   * The file of that name in the model's folder or below. Its real path counts: a link that leaves the folder would
   * read any file of this machine into a model that others may see.
   */
  private static Path beside(Path folder, String location, String name) {
    try {
      Path named = folder.resolve(location).normalize();
      if (!location.isEmpty() && named.startsWith(folder.normalize())) {
        Path path = named.toRealPath();
        if (path.startsWith(folder.toRealPath()) && Files.isRegularFile(path)) {
          return path;
        }
      }
    } catch (InvalidPathException e) {
      // said below
    } catch (IOException e) {
      throw new UncheckedIOException("[onnx] cannot read the file with tensor '" + name + "': " + e
          + ". Keep it beside the model.", e);
    }
    throw new IllegalArgumentException("[onnx] tensor '" + name + "' has no place beside the model: got '"
        + (location.length() <= 200 ? location : location.substring(0, 197) + "...") + "'; expected a file in " + folder
        + ", and no link that leaves it. Put a copy of the file there, or write it again.");
  }

  private static long size(String name, long[] dims) {
    long n = 1;
    for (long d : dims) {
      if (d < 0 || d > Integer.MAX_VALUE || n * d > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("[onnx] tensor '" + name + "' has dims " + Arrays.toString(dims)
            + "; expected at most 2^31 elements in one file.");
      }
      n *= d;
    }
    return n;
  }

  private static void fill(NDArray a, ByteBuffer raw) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException("[onnx] big-endian machines are not supported.");
    }
    for (long i = 0; i < a.size();) {
      ByteBuffer to = a.bytesFrom(i);
      int n = Math.min(to.remaining(), raw.remaining());
      to.put(raw.slice(raw.position(), n));
      raw.position(raw.position() + n);
      i += n / a.dtype().bytes;
    }
  }

  /** From the typed fields; 16-bit floats are there as bits in integers. */
  private static void fill(NDArray a, Fields f) {
    for (int i = 0; i < a.size(); i++) {
      if (!f.floats.isEmpty()) {
        a.putDoubleAt(i, f.floats.get(i));
      } else if (a.dtype() == DType.FLOAT16) {
        a.putDoubleAt(i, Float16.fromHalf((short) (long) f.integers.get(i)));
      } else if (a.dtype() == DType.BFLOAT16) {
        a.putDoubleAt(i, Float16.fromBfloat((short) (long) f.integers.get(i)));
      } else {
        a.putLongAt(i, f.integers.get(i));
      }
    }
  }

  static WireWriter write(String name, NDArray array) {
    NDArray a = array.isDense() ? array : array.dup();
    WireWriter w = new WireWriter();
    for (long d : a.shape()) {
      w.number(1, d);
    }
    return w.number(2, a.dtype().onnx).string(8, name).array(9, a);
  }
}
