package org.pydl4j.nd.host;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The main memory that this process may use: the machine's, or what its container (cgroup v1 or v2) leaves it. */
public final class HostMemory {
  /** What cgroup v1 says where nothing is limited is near this. */
  private static final long UNLIMITED = 1L << 60;

  /** A mounted hierarchy: where it is seen, and which of its folders is seen there. */
  private record Hierarchy(Path at, String root) {}

  private HostMemory() {}

  /** Bytes; the JVM's own answer, unless the container says less. */
  public static long bytes() {
    long machine = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean m
        ? m.getTotalMemorySize() : Long.MAX_VALUE;
    return Math.min(machine, containerBytes(Path.of("/")));
  }

  /** The least limit of this process's control groups, as the file system below a folder tells it; else the most. */
  static long containerBytes(Path root) {
    long least = Long.MAX_VALUE;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // 0::/path, or 5:memory:/path
      if (parts.length < 3) {
        continue;
      }
      if (parts[1].isEmpty()) {
        least = Math.min(least, along(hierarchy(root, "cgroup2", ""), parts[2], "memory.max"));
      } else if (Arrays.asList(parts[1].split(",")).contains("memory")) {
        least = Math.min(least, along(hierarchy(root, "cgroup", "memory"), parts[2], "memory.limit_in_bytes"));
      }
    }
    return least < UNLIMITED ? least : Long.MAX_VALUE;
  }

  /** The mount of a type with that option, from lines such as "32 31 0:35 /root /at rw - cgroup cgroup rw,memory". */
  private static Hierarchy hierarchy(Path root, String type, String option) {
    for (String line : lines(root.resolve("proc/self/mountinfo"))) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ");
      String[] right = halves.length < 2 ? new String[0] : halves[1].split(" ");
      if (left.length > 4 && right.length > 2 && right[0].equals(type)
          && (option.isEmpty() || Arrays.asList(right[2].split(",")).contains(option))) {
        return new Hierarchy(root.resolve(left[4].substring(1)), left[3]);
      }
    }
    return null;
  }

  /** The least number in files of that name from a group upwards; a limit above holds for all below. */
  private static long along(Hierarchy of, String group, String file) {
    long least = Long.MAX_VALUE;
    if (of == null) {
      return least;
    }
    String seen = of.root.equals("/") ? group : group.startsWith(of.root) ? group.substring(of.root.length()) : "/";
    Path folder = of.at.resolve(seen.replaceFirst("^/+", "")).normalize();
    for (Path f = folder; f != null && f.startsWith(of.at); f = f.getParent()) {
      for (String line : lines(f.resolve(file))) {
        least = line.matches("[0-9]{1,18}") ? Math.min(least, Long.parseLong(line)) : least; // else "max"
      }
    }
    return least;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException | SecurityException e) {
      return new ArrayList<>();
    }
  }
}
