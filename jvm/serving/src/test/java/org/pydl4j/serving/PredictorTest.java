package org.pydl4j.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.datavec.batch.Labels;
import org.pydl4j.datavec.normalize.ImagePreProcessingScaler;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.reader.ImageRecordReader;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.model.ClassNames;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.serving.codec.Codec;

class PredictorTest {
  private static final int SIDE = 4;

  @TempDir
  static Path folder;
  private static Path plain;
  private static Path withPipeline;

  @BeforeAll
  static void save() {
    plain = folder.resolve("plain.zip");
    withPipeline = folder.resolve("images.zip");
    Pipeline pipeline = new Pipeline(
        new ImageRecordReader(SIDE, SIDE, 1, null),
        TransformProcess.identity(Schema.of(
            Column.image("image", 1, SIDE, SIDE), Column.categorical("label", List.of("dark", "light")))),
        Labels.oneHot("label"), ImagePreProcessingScaler.of());
    MultiLayerConfiguration conf = MultiLayerConfiguration.of(
        NeuralNetConfiguration.of(42, new Adam(0.01)), InputType.convolutional(SIDE, SIDE, 1),
        OutputLayer.of(2, new Loss.MCXENT(), new Activation.Softmax()));
    try (Model model = new Model(conf).init()) {
      model.params().fill(0);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        model.getParam(model.paramTable().keySet().iterator().next()).putDouble(1, pixel, 1);
      }
      model.save(plain);
      model.setExtras(Map.of("pipeline.json", pipeline.toJson())).save(withPipeline);
    }
  }

  @Test
  void manyThreadsGetTheModelsOwnOutput() throws Exception {
    float[][] rows = rows(37);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Predictor predictor = Predictor.load(plain); Model model = Model.load(plain)) {
      List<Future<float[][]>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(threads.submit(() -> predictor.output(rows)));
      }
      try (NDArray x = NDArray.of(flat(rows), 37, 1, SIDE, SIDE); NDArray y = model.output(x)) {
        for (Future<float[][]> answer : answers) {
          assertArrayEquals(y.toFloatArray(), flat(answer.get()), 1e-6f);
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anImageGoesThroughTheSavedPipeline() throws IOException {
    try (Predictor predictor = Predictor.load(withPipeline)) {
      Prediction light = predictor.predictImage(png(255));
      assertEquals("light", light.name());
      // 16 pixels of 255 / 255 with weight 1 against 0: softmax gives 1 / (1 + e^-16)
      assertEquals(1 / (1 + Math.exp(-16)), light.probability(), 1e-6);
      assertEquals(List.of("dark", "light"), predictor.classNames());
    }
  }

  @Test
  void imagesAndRowsOfTopicsGoThroughTheSavedPipeline() throws IOException {
    try (Predictor predictor = Predictor.load(withPipeline)) {
      Codec images = predictor.codec("image");
      Codec rows = predictor.codec("row");
      String answer = new String(predictor.answer(images, png(51)), StandardCharsets.UTF_8);
      assertTrue(answer.endsWith("\"class\":1,\"name\":\"light\"}"), answer);
      String row = "{\"image\": \"" + Base64.getEncoder().encodeToString(png(51)) + "\"}";
      assertEquals(answer, new String(predictor.answer(rows, row.getBytes(StandardCharsets.UTF_8)),
          StandardCharsets.UTF_8));
      assertEquals("light", predictor.predictRow(Map.of("image", png(51))).name());
      byte[] typo = "{\"imag\": 1}".getBytes(StandardCharsets.UTF_8);
      String message = refused(() -> predictor.answer(rows, typo));
      assertTrue(message.contains("Did you mean 'image'?"), message);
      byte[] foreign = "no image".getBytes(StandardCharsets.UTF_8);
      assertThrows(IllegalArgumentException.class, () -> predictor.answer(images, foreign));
    }
  }

  @Test
  void namesThatWereSavedWithTheModelAreAnsweredWithoutAPipeline() {
    Path named = folder.resolve("named.zip");
    try (Model model = Model.load(plain)) {
      model.setClassNames(Map.of(model.outputNames().get(0), ClassNames.of("cold", "warm \"and\" bright"))).save(named);
    }
    try (Predictor predictor = Predictor.load(named); Codec json = predictor.codec("json")) {
      assertEquals(List.of("cold", "warm \"and\" bright"), predictor.classNames());
      byte[] ones = Arrays.toString(new int[SIDE * SIDE]).replace('0', '1').getBytes(StandardCharsets.UTF_8);
      String answer = new String(predictor.answer(json, ones), StandardCharsets.UTF_8);
      assertTrue(answer.endsWith("\"class\":1,\"name\":\"warm \\\"and\\\" bright\"}"), answer);
    }
  }

  @Test
  void rowsInMemoryAreAnsweredTogether() throws IOException {
    try (Predictor predictor = Predictor.load(withPipeline)) {
      List<Map<String, Object>> rows =
          List.of(Map.of("image", png(255)), Map.of("image", png(0)), Map.of("image", png(9)));
      try (NDArray y = predictor.runRows(rows).values().iterator().next()) {
        assertArrayEquals(new long[] {3, 2}, y.shape());
        assertTrue(y.toFloatArray()[1] > 0.99f);
      }
      String message = refused(() -> predictor.runRows(List.of(Map.of("image", png(1)), Map.of("imag", png(1)))));
      assertTrue(message.contains("Did you mean 'image'?"), message);
    }
  }

  @Test
  void aFormatThatNeedsAPipelineIsRefusedForAModelWithout() {
    try (Predictor predictor = Predictor.load(plain)) {
      String message = refused(() -> predictor.codec("image"));
      assertTrue(message.contains("format image needs a pipeline"), message);
    }
  }

  @Test
  void theCommandPrintsTheClass() throws IOException {
    Path image = Files.write(folder.resolve("light.png"), png(255));
    List<String> lines = run(0, "predict", "--model", withPipeline.toString(), "--image", image.toString());
    assertTrue(lines.get(0).startsWith("class 1 light  probability 1.0000"), lines.get(0));
    String json = run(0, "predict", "--json", "--model", withPipeline.toString(), "--image", image.toString()).get(0);
    assertTrue(json.startsWith("{\"class\":1,\"name\":\"light\",\"probabilities\":["), json);
  }

  @Test
  void theCommandAnswersEachRow() throws IOException {
    String image = Base64.getEncoder().encodeToString(png(255));
    Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"image\": \"" + image + "\"}\n\n{\"image\": 3}\n");
    List<String> lines = run(1, "predict", "--model", withPipeline.toString(), "--rows", rows.toString());
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(lines.get(0).endsWith("\"class\":1,\"name\":\"light\"}"), lines.get(0));
    assertTrue(lines.get(1).contains("rows.jsonl:3]"), lines.get(1));
  }

  @Test
  void whatIsNoImageIsOneClearLine() throws IOException {
    Path image = Files.writeString(folder.resolve("text.png"), "no image");
    List<String> lines = run(1, "predict", "--model", withPipeline.toString(), "--image", image.toString());
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("image"), lines.get(0));
  }

  @Test
  void anImageForAModelWithoutPipelineIsRefused() throws IOException {
    try (Predictor predictor = Predictor.load(plain)) {
      byte[] image = png(9);
      String message = refused(() -> predictor.predictImage(image));
      assertTrue(message.contains("the model has no pipeline"), message);
    }
  }

  @Test
  void rowsOfAnotherSizeAreRefused() {
    try (Predictor predictor = Predictor.load(plain)) {
      String message = refused(() -> predictor.output(new float[][] {new float[3]}));
      assertTrue(message.contains("got 3; expected 16, for [1, 4, 4]"), message);
    }
  }

  @Test
  void missingDamagedAndForeignFilesAreRefused() throws IOException {
    Path truncated = Files.write(folder.resolve("truncated.zip"), Arrays.copyOf(Files.readAllBytes(plain), 900));
    Path foreign = Files.writeString(folder.resolve("foreign.zip"), "no zip");
    for (Path file : List.of(folder.resolve("missing.zip"), truncated, foreign)) {
      String message = refused(() -> Predictor.load(file));
      assertTrue(message.contains(file.getFileName().toString()), message);
    }
  }

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void rowsEndBehindTheOneUnderWayWhenTheProcessIsToldToEnd() throws IOException {
    Path rows = Files.writeString(folder.resolve("many.jsonl"), "{\"image\": \"\"}\n".repeat(3));
    Stop stop = new Stop();
    stop.ask();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(0, Main.run(new String[] {"predict", "--model", withPipeline.toString(), "--rows", rows.toString()},
        stream, stream, stop));
    assertEquals("", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aCommandOfAJarThatIsNotThereNamesTheJar() {
    assertTrue(run(1, "kafka", "--conf", "any").get(0).contains("org.pydl4j:pydl4j-serving-kafka"));
  }

  private static List<String> run(int code, String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(code, Main.run(args, stream, stream, new Stop()), () -> bytes.toString(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] png(int gray) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, gray);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static float[][] rows(int count) {
    float[][] rows = new float[count][SIDE * SIDE];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < SIDE * SIDE; k++) {
        rows[i][k] = (i * 31 + k * 17) % 100 / 500f - 0.1f;
      }
    }
    return rows;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
    }
    return flat;
  }
}
