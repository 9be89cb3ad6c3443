package org.pydl4j.nn.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;
import org.pydl4j.nd.json.Records;

/**
 * Reads a zip of texts and arrays that anyone may have written: an entry is inflated only when it is asked for, texts
 * up to a limit, arrays after their header was found to be what the asker wants.
 */
public final class ArchiveReader implements AutoCloseable {
  /** All texts of a file together; configurations are far smaller, what stays in memory is bounded. */
  private static final long MOST_TEXT_BYTES = 64 << 20;
  /** Deflate cannot do better; an entry that claims more lies. */
  private static final long MOST_RATIO = 1032;

  private final ZipFile zip;
  private final String where;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
  private long textBytes;

  private ArchiveReader(ZipFile zip, String where) {
    this.zip = zip;
    this.where = where;
    zip.stream().filter(e -> !e.isDirectory()).forEach(e -> {
      if (entries.put(e.getName(), e) != null) {
        throw broken("it holds " + brief(e.getName()) + " twice", null);
      }
    });
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException when it is absent, no zip, damaged, or of a format that is newer than
   *     {@link Archive#FORMAT}
   */
  public static ArchiveReader open(Path path) {
    String where = path.toString();
    ZipFile zip = null;
    try {
      zip = new ZipFile(path.toFile());
      return new ArchiveReader(zip, where).known();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "[load] no such file: got '" + path + "'; expected a model zip. Check the path.", e);
    } catch (ZipException e) {
      throw Archive.broken(where, "it is no zip, or a truncated or damaged one (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw unreadable(where, e);
    } catch (RuntimeException e) {
      if (zip == null) {
        throw Archive.broken(where, "its directory is damaged (" + e.getMessage() + ")", e);
      }
      close(zip);
      throw e;
    }
  }

  private ArchiveReader known() {
    if (!entries.containsKey(Archive.FORMAT_ENTRY)) {
      return this;
    }
    JsonElement given;
    try {
      given = Records.parse(text(Archive.FORMAT_ENTRY));
    } catch (IllegalArgumentException e) {
      throw broken(e);
    }
    if (!(given instanceof JsonObject o && o.get("format") instanceof JsonPrimitive number && number.isNumber())) {
      throw broken("format.json holds no number of a format", null);
    }
    double format = number.getAsDouble();
    if (format > Archive.FORMAT) {
      throw new IllegalArgumentException(
          "[load] " + where + " was saved by a newer pydl4j: got format " + number.getAsString()
              + "; expected at most " + Archive.FORMAT + ". Install that version, or save the model with this one.");
    }
    return this;
  }

  private static void close(ZipFile zip) {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries' names, in the order of the file's directory. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** Raises where an entry is missing. */
  public ArchiveReader require(String... names) {
    for (String name : names) {
      if (!entries.containsKey(name)) {
        throw broken(entries.isEmpty() ? "it is an empty zip" : name + " is missing; it holds "
            + brief(entries.keySet().toString()), null);
      }
    }
    return this;
  }

  /** The text of an entry in UTF-8. */
  public String text(String name) {
    return read(name, (in, entry) -> {
      byte[] bytes = in.readNBytes((int) (MOST_TEXT_BYTES - textBytes + 1));
      textBytes += bytes.length;
      if (textBytes > MOST_TEXT_BYTES) {
        throw broken(brief(name) + " is too large: its texts have more than " + MOST_TEXT_BYTES + " bytes", null);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    });
  }

  /** The array of an entry; the check sees type and shape before anything is allocated. */
  public NDArray array(String name, Consumer<Npy.Header> check) {
    return read(name, (in, entry) -> {
      try {
        return Npy.read(in, entry.getSize(), check);
      } catch (IllegalArgumentException e) {
        throw broken(brief(name) + ": " + e.getMessage(), e);
      }
    });
  }

  private interface Body<T> {
    T read(InputStream in, ZipEntry entry) throws IOException;
  }

  private <T> T read(String name, Body<T> body) {
    ZipEntry entry = require(name).entries.get(name);
    if (entry.getSize() > MOST_RATIO * entry.getCompressedSize() + MOST_RATIO) {
      throw broken(brief(name) + " claims to be " + entry.getSize() + " bytes, of which " + entry.getCompressedSize()
          + " are there", null);
    }
    T value = null;
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      value = body.read(in, entry);
      if (in.read() != -1 || in.getChecksum().getValue() != entry.getCrc()) {
        throw new ZipException("a checksum is wrong");
      }
      return value;
    } catch (EOFException | ZipException e) {
      close(value);
      throw broken("it is truncated or damaged (" + brief(name) + ": " + e.getMessage() + ")", e);
    } catch (IOException e) {
      close(value);
      throw unreadable(where, e);
    }
  }

  private static void close(Object value) {
    if (value instanceof NDArray array) {
      array.close();
    }
  }

  /** The error of this file where it is not a model. */
  public IllegalArgumentException broken(String why, Throwable cause) {
    return Archive.broken(where, why, cause);
  }

  /**
   * The error for what was raised while a model was made from this file: one kind for all that wrong content can cause.
   * What says that the machine or this version cannot do it is returned as it is.
   */
  public RuntimeException broken(Throwable e) {
    if (e instanceof IllegalArgumentException) {
      return String.valueOf(e.getMessage()).startsWith("[load] ") ? (RuntimeException) e : broken(e.getMessage(), e);
    } else if (e instanceof NullPointerException || e instanceof IllegalStateException
        || e instanceof ArithmeticException
        || e instanceof IndexOutOfBoundsException || e instanceof ClassCastException
        || e instanceof NegativeArraySizeException || e instanceof StackOverflowError) {
      return broken("its content makes no network (" + e + ")", e);
    }
    return (RuntimeException) e;
  }

  private static UncheckedIOException unreadable(String where, IOException e) {
    return new UncheckedIOException("[load] cannot read " + where + ": " + e.getMessage(), e);
  }

  private static String brief(String text) {
    return text.length() <= 200 ? text : text.substring(0, 197) + "...";
  }

  @Override
  public void close() {
    close(zip);
  }
}
