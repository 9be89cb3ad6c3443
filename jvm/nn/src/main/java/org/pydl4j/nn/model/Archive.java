package org.pydl4j.nn.model;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;

/** A zip of texts and arrays: what models are saved as. */
public final class Archive {
  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private Archive() {
  }

  /** Writes a file, which is replaced only when the new one is complete. */
  public static void write(Path path, Content content) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      // Not createTempFile: that makes files which only their owner can read.
      Path temporary = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
      try {
        try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
          content.writeTo(out);
        }
        move(temporary, path);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[save] cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Adds a text. */
  public static void text(ZipOutputStream zip, String name, String content) throws IOException {
    entry(zip, name);
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Entries carry a fixed time, so that equal models give equal files. */
  private static void entry(ZipOutputStream zip, String name) throws IOException {
    ZipEntry e = new ZipEntry(name);
    e.setTime(315532800000L);
    zip.putNextEntry(e);
  }

  /** Adds an array. */
  public static void array(ZipOutputStream zip, String name, NDArray dense) throws IOException {
    entry(zip, name);
    Npy.write(zip, dense);
    zip.closeEntry();
  }

  /** The array of an entry. */
  public static NDArray array(byte[] entry) {
    return Npy.read(entry);
  }

  /** The text of an entry. */
  public static String string(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** A zip's directory is its end, which a stream of entries does not look at: without it the file was cut. */
  static void checkEnd(Path path) throws IOException {
    try {
      new ZipFile(path.toFile()).close();
    } catch (ZipException e) {
      throw broken(path.toString(), "it is truncated or damaged (" + e.getMessage() + ")", e);
    }
  }

  /** The entries of a file. */
  public static Map<String, byte[]> entries(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      checkEnd(path);
      return entries(in, path.toString());
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IllegalArgumentException("[load] no such file: got '" + path + "'; expected a model zip. Check the path.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("[load] cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  static Map<String, byte[]> entries(InputStream in, String where) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        zip.transferTo(bytes);
        entries.put(e.getName(), bytes.toByteArray());
      }
      return entries;
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw broken(where, "it is truncated or damaged (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new UncheckedIOException("[load] cannot read " + where + ": " + e.getMessage(), e);
    }
  }

  /** The error of a file that is not a model. */
  public static IllegalArgumentException broken(String where, String why, Exception cause) {
    return new IllegalArgumentException("[load] " + where + " is not a model: " + why
        + "; expected a zip written by save(). Save or copy the model again.", cause);
  }
}
