package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;
import org.pydl4j.nn.samediff.SameDiff;

/** Files of every format so far, committed when the next one came; each must load and answer as it did. */
class FormatTest {
  private static final float TOLERANCE = 1e-5f;

  @TempDir
  Path folder;

  private Path file(String name) throws IOException {
    Path copy = folder.resolve(name.replace('/', '-'));
    try (InputStream in = FormatTest.class.getResourceAsStream(name)) {
      Files.copy(in, copy);
    }
    return copy;
  }

  private NDArray array(String name) throws IOException {
    return Npy.read(file(name));
  }

  @Test
  void stacksOfFormat1LoadAndAnswer() throws IOException {
    try (Model m = Model.load(file("format1/stack.zip")); NDArray x = array("format1/stack-x.npy");
        NDArray want = array("format1/stack-y.npy"); NDArray got = m.output(x)) {
      assertArrayEquals(want.toFloatArray(), got.toFloatArray(), TOLERANCE);
      assertEquals(6, m.iterationCount());
      assertEquals(3, m.epochCount());
      assertEquals(
          List.of("layer0_W", "layer0_b", "layer1_gamma", "layer1_beta", "layer1_mean", "layer1_var", "layer2_W",
              "layer2_b"),
          List.copyOf(m.paramTable().keySet()));
    }
  }

  @Test
  void graphsOfFormat1LoadAndAnswer() throws IOException {
    try (Model m = Model.load(file("format1/graph.zip")); NDArray seq = array("format1/graph-seq.npy");
        NDArray side = array("format1/graph-side.npy"); NDArray kind = array("format1/graph-kind.npy");
        NDArray size = array("format1/graph-size.npy")) {
      List<NDArray> got = m.outputs(List.of(seq, side), List.of());
      assertArrayEquals(kind.toFloatArray(), got.get(0).toFloatArray(), TOLERANCE);
      assertArrayEquals(size.toFloatArray(), got.get(1).toFloatArray(), TOLERANCE);
    }
  }

  @Test
  void sameDiffGraphsOfFormat1LoadAndAnswer() throws IOException {
    try (SameDiff sd = SameDiff.load(file("format1/samediff.zip")); NDArray x = array("format1/stack-x.npy");
        NDArray want = array("format1/samediff-y.npy");
        NDArray got = sd.output(Map.of("x", x), List.of("probabilities")).get("probabilities")) {
      assertArrayEquals(want.toFloatArray(), got.toFloatArray(), TOLERANCE);
      assertEquals(6, sd.iterationCount());
    }
  }

  @Test
  void aFileOfANewerFormatIsRefusedWithBothNumbers() throws IOException {
    Path ours = folder.resolve("ours.zip");
    try (Model m = new Model(Nets.mlp()).init()) {
      m.save(ours);
    }
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Model.load(withFormat(ours, "{\"format\": 99, \"more\": []}")));
    assertTrue(e.getMessage().contains("format 99") && e.getMessage().contains("at most " + Archive.FORMAT),
        e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SameDiff.load(withFormat(ours, "{\"format\": 99}")));
    for (String damaged : new String[] {"", "[]", "{}", "{\"format\": \"x\"}"}) {
      IllegalArgumentException d =
          assertThrows(IllegalArgumentException.class, () -> Model.load(withFormat(ours, damaged)));
      assertTrue(d.getMessage().contains("is not a model"), d.getMessage());
    }
  }

  private Path withFormat(Path file, String text) throws IOException {
    Path other = folder.resolve("other.zip");
    try (ZipFile in = new ZipFile(file.toFile()); OutputStream out = Files.newOutputStream(other);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry e : in.stream().toList()) {
        zip.putNextEntry(new ZipEntry(e.getName()));
        zip.write(e.getName().equals("format.json") ? text.getBytes(StandardCharsets.UTF_8)
            : in.getInputStream(e).readAllBytes());
      }
    }
    return other;
  }
}
