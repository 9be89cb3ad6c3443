package org.pydl4j.nd.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.nd.types.DType;

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

  private static byte[] file(String header, int dataBytes) {
    return file(1, header.getBytes(StandardCharsets.ISO_8859_1), header.length() + 1, dataBytes);
  }

  private static byte[] file(int version, byte[] header, long headerBytes, int dataBytes) {
    ByteBuffer b =
        ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + header.length + 1 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      b.putShort((short) headerBytes);
    } else {
      b.putInt((int) headerBytes);
    }
    return b.put(header).put((byte) '\n').array();
  }

  private static String refused(byte[] file) {
    return assertThrows(IllegalArgumentException.class, () -> Npy.read(file)).getMessage();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1<<40,), } # impossible shape",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } # impossible shape",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), } # impossible shape",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2305843009213693952,), } # impossible shape",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } # impossible shape",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5,), } # impossible shape",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), } # truncated",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } # truncated",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } # truncated",
      "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), } # Fortran",
      "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), } # not supported: got '>f4'",
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,), } # not supported: got '|O'",
      "{'descr': '<U2', 'fortran_order': False, 'shape': (1,), } # not supported",
      "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), } # not supported",
      "{'descr': '<b8', 'fortran_order': False, 'shape': (1,), } # not supported",
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), } # damaged in its header",
      "__import__('os').abort() # damaged in its header",
      "{} # damaged in its header"})
  void headersThatLieAreRefusedBeforeAnythingIsAllocated(String header, String reason) {
    String message = refused(file(header, 8));
    assertTrue(message.contains(reason), message);
  }

  @Test
  void filesOfEveryLengthAndVersionHaveOneKindOfError() {
    byte[] header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".getBytes(StandardCharsets.US_ASCII);
    byte[] good = file(2, header, header.length + 1, 8);
    try (NDArray a = Npy.read(good)) {
      assertArrayEquals(new float[2], a.toFloatArray());
    }
    for (int n = 0; n < good.length; n++) {
      refused(Arrays.copyOf(good, n));
    }
    refused(Arrays.copyOf(good, good.length + 1));
    for (long bytes : new long[] {-1, 0, 5, 1 << 20, 0xffffffffL}) {
      refused(file(1, header, bytes, 8));
      refused(file(3, header, bytes, 8));
    }
    refused(file(9, header, header.length + 1, 8));
  }

  @Test
  void whatIsNotWantedIsNotAllocated() {
    byte[] good = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8);
    assertThrows(IllegalStateException.class, () -> Npy.read(new ByteArrayInputStream(good), good.length, h -> {
      throw new IllegalStateException(h.toString());
    }));
    // A stream that ends early, whatever length it promised, is closed and named.
    assertThrows(IllegalArgumentException.class,
        () -> Npy.read(new ByteArrayInputStream(good, 0, good.length - 1), good.length, h -> {
        }));
  }
}
