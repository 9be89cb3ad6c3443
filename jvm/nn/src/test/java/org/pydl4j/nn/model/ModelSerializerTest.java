package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;

class ModelSerializerTest {
  @TempDir
  Path folder;

  @Test
  void aSavedModelPredictsAndTrainsOnAsTheOriginal() {
    try (Model m = new Model(Nets.mlp()).init(); Trainer t = new Trainer(m); Batch b = Nets.clouds(32, 1)) {
      t.fitBatch(b);
      ModelSerializer.write(m, folder.resolve("model.zip"), true, Map.of("pipeline.json", "{\"π\": 1}"));
      ModelSerializer.Saved saved = ModelSerializer.readAll(folder.resolve("model.zip"));
      assertEquals(Map.of("pipeline.json", "{\"π\": 1}"), saved.extras());
      try (Model r = saved.model(); Trainer tr = new Trainer(r); NDArray want = m.output(b.features());
          NDArray got = r.output(b.features())) {
        assertEquals(m.configuration(), r.configuration());
        assertEquals(1, r.iterationCount());
        assertArrayEquals(want.toFloatArray(), got.toFloatArray());
        t.fitBatch(b);
        tr.fitBatch(b);
        assertArrayEquals(m.params().toFloatArray(), r.params().toFloatArray());
      }
    }
  }

  @Test
  void equalModelsGiveEqualFiles() throws IOException {
    try (Model m = new Model(Nets.mlp()).init()) {
      m.save(folder.resolve("a.zip"));
      m.save(folder.resolve("b.zip"));
      assertArrayEquals(Files.readAllBytes(folder.resolve("a.zip")), Files.readAllBytes(folder.resolve("b.zip")));
    }
  }

  @Test
  void aSavedFileMayBeReadByWhomAnyNewFileMay() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    try (Model m = new Model(Nets.mlp()).init()) {
      m.save(folder.resolve("model.zip"));
    }
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(folder.resolve("model.zip")));
  }

  @Test
  void brokenFilesHaveOneClearError() throws IOException {
    Path good = folder.resolve("good.zip");
    try (Model m = new Model(Nets.mlp()).init()) {
      m.save(good);
    }
    byte[] bytes = Files.readAllBytes(good);
    for (int length : new int[] {0, 10, bytes.length / 2, bytes.length * 3 / 4, bytes.length - 100, bytes.length - 1}) {
      assertBroken(Arrays.copyOf(bytes, length));
    }
    byte[] damaged = bytes.clone();
    for (int i = bytes.length / 3; i < bytes.length / 3 + 40; i++) {
      damaged[i] ^= 0x55;
    }
    assertBroken(damaged);
    assertBroken("not a zip at all".getBytes(StandardCharsets.UTF_8));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Model.load(folder.resolve("absent.zip")));
    assertTrue(e.getMessage().startsWith("[load] no such file"), e.getMessage());
  }

  private void assertBroken(byte[] content) throws IOException {
    Path p = folder.resolve("broken.zip");
    Files.write(p, content);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Model.load(p));
    assertTrue(e.getMessage().startsWith("[load] " + p + " is not a model: "), e.getMessage());
  }

  @Test
  void aFailedSaveLeavesTheOldFileAndNoTemporaryOne() throws IOException {
    Path p = folder.resolve("model.zip");
    try (Model m = new Model(Nets.mlp()).init()) {
      m.save(p);
      byte[] before = Files.readAllBytes(p);
      assertThrows(RuntimeException.class, () -> ModelSerializer.write(m, p, true,
          Map.of("configuration.json", "a name that is taken")));
      assertArrayEquals(before, Files.readAllBytes(p));
      try (var files = Files.list(folder)) {
        assertFalse(files.anyMatch(f -> f.toString().endsWith(".tmp")));
      }
    }
  }
}
