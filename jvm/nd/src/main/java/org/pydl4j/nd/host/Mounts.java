package org.pydl4j.nd.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The mounted file systems, as /proc tells them. */
final class Mounts {
  private Mounts() {}

  /** Whether no program may be run, nor library loaded, from a folder; false where /proc says nothing. */
  static boolean isNoExec(Path folder) {
    try {
      return isNoExec(folder.toRealPath(), Files.readAllLines(Path.of("/proc/self/mountinfo")));
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /** The same by lines such as "32 31 0:35 / /at rw,noexec shared:1 - tmpfs tmpfs rw"; the last that fits is on top. */
  static boolean isNoExec(Path folder, List<String> mounts) {
    int longest = -1;
    boolean is = false;
    for (String line : mounts) {
      String[] parts = line.split(" ");
      if (parts.length < 6) {
        continue;
      }
      Path at = Path.of(parts[4].replace("\\040", " "));
      if (folder.startsWith(at) && at.getNameCount() >= longest) {
        longest = at.getNameCount();
        is = Arrays.asList(parts[5].split(",")).contains("noexec");
      }
    }
    return is;
  }
}
