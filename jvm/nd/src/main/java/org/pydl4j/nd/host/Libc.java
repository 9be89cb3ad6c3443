package org.pydl4j.nd.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The C library of this process. */
public final class Libc {
  private Libc() {}

  /** Whether it is musl (Alpine Linux), for which our natives are not built. */
  public static boolean isMusl() {
    return isMusl(Path.of("/proc/self/maps"));
  }

  /** The same of a process with such a map of its memory. */
  static boolean isMusl(Path maps) {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.anyMatch(line -> line.matches(".*/(ld-musl-|libc\\.musl-).*"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
