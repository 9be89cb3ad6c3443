package org.pydl4j.nd.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where natives are unpacked from jars: a folder that this user may write to, on a file system that lets programs be
 * run from it. Containers often have neither in the places where one looks first.
 */
public final class NativeFolder {
  /** JavaCPP's setting, which we give when nobody else did. */
  private static final String SETTING = "org.bytedeco.javacpp.cachedir";

  private NativeFolder() {}

  /**
   * Sees to it that JavaCPP unpacks where libraries can be loaded from; call it before its first use.
   *
   * @throws IllegalStateException when there is no such folder; the message says what to do
   */
  public static synchronized void prepare() {
    if (System.getProperty(SETTING) == null) {
      System.setProperty(SETTING, first(candidates()).toString());
    }
  }

  private static List<Path> candidates() {
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_.-]", "_");
    String home = System.getProperty("user.home", "");
    return Stream.of(
        home.isEmpty() || home.equals("?") ? null : Path.of(home, ".javacpp", "cache"), // JavaCPP's own
        Path.of(System.getProperty("java.io.tmpdir", "/tmp"), ".javacpp-" + user, "cache"),
        System.getenv("XDG_RUNTIME_DIR") == null ? null : Path.of(System.getenv("XDG_RUNTIME_DIR"), "javacpp"),
        Path.of("/var/tmp", ".javacpp-" + user, "cache"),
        Path.of("/dev/shm", ".javacpp-" + user, "cache"),
        Path.of("").toAbsolutePath().resolve(".javacpp")).filter(Objects::nonNull).toList();
  }

  /** The first of these folders that serves, made if need be. */
  static Path first(List<Path> candidates) {
    List<String> why = new ArrayList<>();
    for (Path folder : candidates) {
      try {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, "try", ""));
      } catch (IOException | SecurityException e) {
        why.add(folder + " (not writable)");
        continue;
      }
      if (Mounts.isNoExec(folder)) {
        why.add(folder + " (mounted noexec)");
      } else {
        return folder;
      }
    }
    throw new IllegalStateException("[natives] no folder to load libraries from: got " + String.join(", ", why)
        + "; expected a writable one that is not mounted noexec. Mount a volume and say -D" + SETTING
        + "=FOLDER (Kubernetes: an emptyDir).");
  }
}
