package org.pydl4j.nn.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;

/**
 * Writes a zip of texts and arrays: what models are saved as, of one format with a number. {@link ArchiveReader} reads
 * it.
 */
public final class Archive {
  /**
   * The number of the format that is written; all up to it are read. 1: files without a number. 2: graphs as vertices,
   * names of vertices' outputs.
   */
  public static final int FORMAT = 2;
  /** The entry with the number. */
  static final String FORMAT_ENTRY = "format.json";

  /** Writes the content of a file. */
  public interface Content {
    /** Writes the entry's bytes; the stream stays open. */
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

  /** Adds the number of the format, the first entry of a file. */
  public static void format(ZipOutputStream zip) throws IOException {
    text(zip, FORMAT_ENTRY, "{\"format\": " + FORMAT + "}");
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

  /** The error of a file that is not a model. */
  public static IllegalArgumentException broken(String where, String why, Throwable cause) {
    return new IllegalArgumentException("[load] " + where + " is not a model: " + why
        + "; expected a zip written by save(). Save or copy the model again.", cause);
  }
}
