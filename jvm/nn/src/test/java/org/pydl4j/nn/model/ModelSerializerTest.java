package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.training.TrainingSession;

class ModelSerializerTest {
  @TempDir
  Path folder;

  @Test
  void aSavedModelPredictsAndTrainsOnAsTheOriginal() {
    try (Model m = new Model(Nets.mlp()).init(); TrainingSession t = new TrainingSession(m);
        Batch b = Nets.clouds(32, 1)) {
      t.fitBatch(b);
      m.setExtras(Map.of("pipeline.json", "{\"π\": 1}")).save(folder.resolve("model.zip"));
      try (Model r = Model.load(folder.resolve("model.zip")); TrainingSession tr = new TrainingSession(r);
          NDArray want = m.output(b.feature(0));
          NDArray got = r.output(b.feature(0))) {
        assertEquals(m.configuration(), r.configuration());
        assertEquals(Map.of("pipeline.json", "{\"π\": 1}"), r.extras());
        assertEquals(1, r.iterationCount());
        assertArrayEquals(want.toFloatArray(), got.toFloatArray());
        t.fitBatch(b);
        tr.fitBatch(b);
        assertArrayEquals(m.params().toFloatArray(), r.params().toFloatArray());
      }
    }
  }

  @Test
  void namesOfClassesLiveInFilesAndCopiesAndAreChecked() {
    try (Model m = new Model(Nets.mlp()).init()) {
      String output = m.outputNames().get(0);
      int n = (int) m.signature().outputs().get(0).rowSize();
      List<String> names = IntStream.range(0, n).mapToObj(i -> "class " + i).toList();
      m.setClassNames(Map.of(output, new ClassNames(ClassNames.Kind.TEXT, names))).save(folder.resolve("model.zip"));
      try (Model r = Model.load(folder.resolve("model.zip")); Model copy = m.copy()) {
        assertEquals(m.classNames(), r.classNames());
        assertEquals(m.classNames(), copy.classNames());
        assertEquals(names, r.signature().output(output).classNames());
        assertEquals("class 1", r.evaluation(null).label(1));
      }
      IllegalArgumentException few = assertThrows(IllegalArgumentException.class,
          () -> m.setClassNames(Map.of(output, new ClassNames(ClassNames.Kind.TEXT, names.subList(1, n)))));
      assertTrue(few.getMessage().contains("tells " + n + " classes apart"), few.getMessage());
      assertThrows(IllegalArgumentException.class, () -> m.setClassNames(Map.of("no output", ClassNames.of("a", "b"))));
      assertThrows(IllegalArgumentException.class, () -> ClassNames.of("a", "a"));
      assertThrows(IllegalArgumentException.class, () -> m.setExtras(Map.of("parameters.npy", "")));
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
      m.setExtras(Map.of("no name of an entry is so long".repeat(3000), ""));
      assertThrows(RuntimeException.class, () -> m.save(p));
      assertArrayEquals(before, Files.readAllBytes(p));
      try (var files = Files.list(folder)) {
        assertFalse(files.anyMatch(f -> f.toString().endsWith(".tmp")));
      }
    }
  }

  /** The entries of a saved model, of which some are replaced (null: left out) or added. */
  private Path zip(Map<String, byte[]> changed) throws IOException {
    Path good = folder.resolve("good.zip");
    try (Model m = new Model(Nets.mlp()).init()) {
      m.save(good);
    }
    Path path = folder.resolve("changed.zip");
    try (ZipFile from = new ZipFile(good.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(path))) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      for (ZipEntry e : from.stream().toList()) {
        entries.put(e.getName(), from.getInputStream(e).readAllBytes());
      }
      entries.putAll(changed);
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        if (e.getValue() != null) {
          to.putNextEntry(new ZipEntry(e.getKey()));
          to.write(e.getValue());
          to.closeEntry();
        }
      }
    }
    return path;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String refused(Map<String, byte[]> changed) throws IOException {
    Path path = zip(changed);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Model.load(path));
    assertTrue(e.getMessage().startsWith("[load] " + path + " is not a model: "), e.getMessage());
    return e.getMessage();
  }

  @Test
  void aConfigurationThatClaimsMoreThanTheFileHoldsAllocatesNothing() throws IOException {
    Path good = zip(Map.of());
    String json;
    try (Model m = Model.load(good)) {
      json = m.configuration().toJson();
    }
    long before = Backends.pool().peakBytes();
    String huge = json.replaceFirst("\"nOut\": \\d+", "\"nOut\": 300000000");
    assertTrue(refused(Map.of("configuration.json", utf8(huge))).contains("parameters.npy: "), huge);
    String overflow = json.replaceFirst("\"nOut\": \\d+", "\"nOut\": 2147483647");
    refused(Map.of("configuration.json", utf8(overflow)));
    assertTrue(Backends.pool().peakBytes() - before < 1 << 20, "allocated " + (Backends.pool().peakBytes() - before));
  }

  @Test
  void entriesThatDoNotFitTheConfigurationAreNamed() throws IOException {
    ByteArrayOutputStream longs = new ByteArrayOutputStream();
    try (Model m = new Model(Nets.mlp()); NDArray a = NDArray.zeros(DType.INT64, m.layout().size())) {
      Npy.write(longs, a);
    }
    assertTrue(refused(Map.of("parameters.npy", longs.toByteArray())).contains("parameters.npy: "));
    ByteArrayOutputStream few = new ByteArrayOutputStream();
    try (NDArray a = NDArray.zeros(DType.FLOAT32, 3)) {
      Npy.write(few, a);
    }
    assertTrue(refused(Map.of("updater.npy", few.toByteArray())).contains("updater.npy: "));
    assertTrue(refused(Map.of("training.json", utf8("{\"iteration\": -1, \"epoch\": 0, \"version\": \"\"}")))
        .contains("iteration -1"));
    assertTrue(refused(Map.of("training.json", utf8("{\"iteration\": \"NaN\", \"epoch\": 0, \"version\": \"\"}")))
        .contains("whole number"));
    Map<String, byte[]> without = new HashMap<>();
    without.put("training.json", null);
    assertTrue(refused(without).contains("training.json is missing"));
  }

  @Test
  void configurationsOfEveryWrongKindHaveOneKindOfError() throws IOException {
    for (String text : List.of("", "null", "7", "[]", "{}", "[".repeat(100_000), "{\"@type\":".repeat(10_000), "\u0000",
        "{\"@type\": \"MultiLayerConfiguration\", \"layers\": [null]}",
        "{\"@type\": \"MultiLayerConfiguration\", \"layers\": null}",
        "{\"@type\": \"Nothing\"}", "{\"@type\": [\"MultiLayerConfiguration\"]}")) {
      refused(Map.of("configuration.json", utf8(text)));
    }
  }

  @Test
  void entriesThatInflateWithoutBoundAreNotInflated() throws IOException {
    byte[] zeros = new byte[80 << 20];
    assertTrue(refused(Map.of("notes.txt", zeros)).contains("notes.txt is too large"));
    assertTrue(refused(Map.of("configuration.json", zeros)).contains("configuration.json is too large"));
    refused(Map.of("parameters.npy", zeros));
  }
}
