package org.pydl4j.nd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @TempDir
  Path root;

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theLeastLimitOfCgroup2AboveAProcessHolds() throws IOException {
    file("proc/self/cgroup", "0::/pod/main\n");
    file("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
    assertEquals(Long.MAX_VALUE, HostMemory.containerBytes(root));
    file("sys/fs/cgroup/pod/memory.max", "1073741824\n");
    file("sys/fs/cgroup/pod/main/memory.max", "max\n");
    assertEquals(GIB, HostMemory.containerBytes(root));
    file("sys/fs/cgroup/pod/main/memory.max", "536870912\n");
    assertEquals(GIB / 2, HostMemory.containerBytes(root));
  }

  @Test
  void cgroup1IsReadWhereItsFolderIsSeen() throws IOException {
    file("proc/self/cgroup", "4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n0::/\n");
    file("proc/self/mountinfo", "35 31 0:30 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu,cpuacct\n"
        + "36 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertEquals(Long.MAX_VALUE, HostMemory.containerBytes(root));
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");
    assertEquals(GIB / 4, HostMemory.containerBytes(root));
  }

  @Test
  void withoutControlGroupsThereIsNoLimit() {
    assertEquals(Long.MAX_VALUE, HostMemory.containerBytes(root));
    assertTrue(HostMemory.bytes() > 0 && HostMemory.bytes() < Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"16384, 4096, 11264", "1024, 256, 512", "1024, 1024, 64", "1024, 8192, 64"})
  void heapAndReserveAreTakenOffTheMemory(long memory, long heap, long limit) {
    assertEquals(limit * MIB, OffHeapLimit.of(memory * MIB, heap * MIB).bytes());
  }

  @Test
  void muslIsToldByWhatAProcessMaps() throws IOException {
    file("musl", "7f00-7f01 r-xp 00000000 08:01 9 /lib/ld-musl-x86_64.so.1\n");
    file("glibc", "7f00-7f01 r-xp 00000000 08:01 9 /usr/lib/x86_64-linux-gnu/libc.so.6\n");
    assertTrue(Libc.isMusl(root.resolve("musl")));
    assertFalse(Libc.isMusl(root.resolve("glibc")));
    assertFalse(Libc.isMusl(root.resolve("none")));
  }

  @Test
  void theMountOnTopTellsWhetherLibrariesMayBeLoaded() {
    List<String> mounts = List.of("1 0 8:1 / / rw - ext4 /dev/vda rw", "2 1 0:1 / /tmp rw,nosuid,noexec - tmpfs t rw",
        "3 2 0:2 / /tmp/a\\040b rw - tmpfs t rw", "short");
    assertTrue(Mounts.isNoExec(Path.of("/tmp/x"), mounts));
    assertFalse(Mounts.isNoExec(Path.of("/tmp/a b/x"), mounts));
    assertFalse(Mounts.isNoExec(Path.of("/tmpx"), mounts));
    assertFalse(Mounts.isNoExec(Path.of("/tmp"), List.of(mounts.get(1), "9 2 0:2 / /tmp rw - tmpfs t rw")));
  }

  @Test
  void nativesGoWhereOneMayWriteAndRun() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");
    Path folder = root.resolve("new/cache");
    assertEquals(folder, NativeFolder.first(List.of(file.resolve("below"), folder, root)));
    String message = assertThrows(IllegalStateException.class,
        () -> NativeFolder.first(List.of(file.resolve("below"), Path.of("/proc/none")))).getMessage();
    assertTrue(message.contains("below (not writable), /proc/none (not writable)")
        && message.contains("-Dorg.bytedeco.javacpp.cachedir="), message);
  }
}
