package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir
  Path folder;

  @Test
  void arraysComeBackFromFiles() throws IOException {
    Path file = folder.resolve("a.npy");
    try (NDArray a = NDArray.of(new long[] {1, 2, 3, 4, 5, 6}, 2, 3); NDArray t = a.transpose(1, 0)) {
      Npy.write(file, t);
      try (NDArray back = Npy.read(file)) {
        assertEquals(DType.INT64, back.dtype());
        assertArrayEquals(new long[] {3, 2}, back.shape());
        assertArrayEquals(new long[] {1, 4, 2, 5, 3, 6}, back.toLongArray());
      }
    }
    assertEquals(0, (Files.size(file) - 6 * Long.BYTES) % 64);
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    Path file = folder.resolve("b.npy");
    Files.write(file, "no array".getBytes(StandardCharsets.US_ASCII));
    String message = assertThrows(IllegalArgumentException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.contains("b.npy"), message);
  }
}
