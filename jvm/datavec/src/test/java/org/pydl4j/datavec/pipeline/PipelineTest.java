package org.pydl4j.datavec.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.datavec.batch.BatchOptions;
import org.pydl4j.datavec.batch.Labels;
import org.pydl4j.datavec.batch.RecordBatches;
import org.pydl4j.datavec.batch.Sequences;
import org.pydl4j.datavec.condition.ColumnCondition;
import org.pydl4j.datavec.condition.ConditionOp;
import org.pydl4j.datavec.io.LocalFiles;
import org.pydl4j.datavec.normalize.ImagePreProcessingScaler;
import org.pydl4j.datavec.normalize.MultiNormalizerHybrid;
import org.pydl4j.datavec.normalize.NormalizerMinMaxScaler;
import org.pydl4j.datavec.normalize.NormalizerStandardize;
import org.pydl4j.datavec.reader.CSVRecordReader;
import org.pydl4j.datavec.reader.IDXRecordReader;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;

class PipelineTest {
  private static final Schema SCHEMA = Schema.builder().addColumnDouble("size")
      .addColumnCategorical("color", "red", "blue")
      .addColumnString("species").build();

  @TempDir
  Path dir;

  private static Object[] read(Pipeline p, String json) {
    return RecordJson.read(JsonParser.parseString(json), p.inputSchema()).values();
  }

  private static Pipeline pipeline() {
    TransformProcess tp = TransformProcess.builder(SCHEMA).filter(ColumnCondition.of("size", ConditionOp.LESS_THAN, 0))
        .categoricalToOneHot("color")
        .stringToCategorical("species", List.of("cat", "dog")).build();
    return new Pipeline(CSVRecordReader.of(0), tp, Labels.oneHot("species"), NormalizerStandardize.of(false));
  }

  private List<String> data() throws IOException {
    Path p = dir.resolve("data.csv");
    Files.writeString(p, "1,red,cat\n-1,red,cat\n3,blue,dog\n5,blue,cow\n5,red,dog\n");
    return List.of(p.toString());
  }

  private Pipeline fitted() throws IOException {
    Pipeline p = pipeline();
    return p.fit(p.records(LocalFiles.INSTANCE, data()), InvalidRows.collect(9));
  }

  @Test
  void jsonKeepsThePipeline() throws IOException {
    Pipeline p = fitted();
    assertEquals(p, Pipeline.fromJson(p.toJson()));
    Pipeline images = Pipeline.builder(new IDXRecordReader(10),
        TransformProcess.identity(Schema.builder().addColumnImage("image", 1, 28, 28).build()))
        .normalizer(ImagePreProcessingScaler.of()).build();
    assertEquals(images, Pipeline.fromJson(images.toJson()));
  }

  @Test
  void batchesAreTransformedFilteredNormalizedAndCounted() throws IOException {
    Pipeline p = fitted();
    InvalidRows invalid = InvalidRows.collect(9);
    try (RecordBatches b = p.batches(LocalFiles.INSTANCE, data(), BatchOptions.of(10),
        invalid); Batch batch = b.next()) {
      assertEquals(3, batch.rows());
      assertArrayEquals(new float[] {1, 0, 0, 1, 0, 1}, batch.label(0).toFloatArray());
      assertEquals(0, batch.feature(0).getDouble(1, 0), 1e-6);
      assertTrue(!b.hasNext());
      assertEquals(1, invalid.count());
      assertTrue(invalid.rows().get(0).reason().contains("unknown category: got 'cow'"));
      assertEquals(4, invalid.rows().get(0).origin().position());
    }
  }

  @Test
  void servingGivesTheFeaturesOfTraining() throws IOException {
    Pipeline p = fitted();
    Object[] unlabelled = read(p, "{\"size\": 5, \"color\": \"red\"}");
    try (RecordBatches b = p.batches(LocalFiles.INSTANCE, data(), BatchOptions.of(10),
        InvalidRows.collect(9)); Batch batch = b.next();
        Batch x = p.bind().features(List.<Object[]>of(unlabelled))) {
      assertArrayEquals(batch.feature(0).slice(0, 2, 3).dup().toFloatArray(), x.feature(0).toFloatArray());
    }
    assertEquals(List.of("cat", "dog"), p.classNames());
  }

  @Test
  void partsGiveTheSameRecordsAsTheWhole() throws IOException {
    Pipeline p = fitted();
    List<Record> together = new ArrayList<>();
    for (Part part : p.parts(LocalFiles.INSTANCE, data(), 3)) {
      try (RecordIterator it = p.read(LocalFiles.INSTANCE, part, InvalidRows.collect(9))) {
        it.forEachRemaining(together::add);
      }
    }
    assertEquals(p.records(LocalFiles.INSTANCE, data()).toList(InvalidRows.collect(9)), together);
  }

  private Pipeline sequences(Labels.Kind kind, Sequences.LabelAt at) {
    Schema s = Schema.builder().addColumnDouble("a", "b").addColumnInteger("y").build();
    Labels labels = new Labels(kind, List.of("y"), kind == Labels.Kind.REGRESSION ? 0 : 3);
    return new Pipeline(CSVRecordReader.of(0), TransformProcess.identity(s), List.of(), List.of(labels),
        new Sequences(at), null);
  }

  private List<String> sequenceFiles() throws IOException {
    Files.writeString(dir.resolve("0.csv"), "1,10,0\n2,20,2\n3,30,1\n");
    Files.writeString(dir.resolve("1.csv"), "4,40,1\n5,50,0\n");
    return List.of(dir.toString());
  }

  @Test
  void filesBecomePaddedSequencesWithMasks() throws IOException {
    Pipeline p = sequences(Labels.Kind.ONE_HOT, Sequences.LabelAt.EACH_STEP);
    assertEquals(p, Pipeline.fromJson(p.toJson()));
    try (RecordBatches b = p.batches(LocalFiles.INSTANCE, sequenceFiles(), BatchOptions.of(2).shuffled(1),
        InvalidRows.fail())) {
      b.next().close();
    }
    try (RecordBatches b = p.batches(LocalFiles.INSTANCE, sequenceFiles(), BatchOptions.of(2),
        InvalidRows.fail()); Batch batch = b.next()) {
      assertArrayEquals(new long[] {2, 2, 3}, batch.feature(0).shape());
      assertArrayEquals(new float[] {1, 2, 3, 10, 20, 30, 4, 5, 0, 40, 50, 0}, batch.feature(0).toFloatArray());
      assertArrayEquals(new float[] {1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0}, batch.label(0)
          .toFloatArray());
      assertArrayEquals(new float[] {1, 1, 1, 1, 1, 0}, batch.features().get(0).mask().toFloatArray());
      assertArrayEquals(new float[] {1, 1, 1, 1, 1, 0}, batch.labels().get(0).mask().toFloatArray());
    }
  }

  @Test
  void theLastStepsLabelCountsForTheSequence() throws IOException {
    Pipeline p = sequences(Labels.Kind.INDEX, Sequences.LabelAt.LAST_STEP);
    try (RecordBatches b = p.batches(LocalFiles.INSTANCE, sequenceFiles(), BatchOptions.of(2),
        InvalidRows.fail()); Batch batch = b.next()) {
      assertArrayEquals(new long[] {0, 0, 1, 0, 0, 0}, batch.label(0).toLongArray());
      assertArrayEquals(new float[] {0, 0, 1, 0, 1, 0}, batch.labels().get(0).mask().toFloatArray());
    }
    try (Batch x = p.bind().features(List.of(new Object[] {7.0, 8.0, null}, new Object[] {9.0, 6.0, null}))) {
      assertArrayEquals(new long[] {1, 2, 2}, x.feature(0).shape());
      assertArrayEquals(new float[] {7, 9, 8, 6}, x.feature(0).toFloatArray());
    }
  }

  private static PipelineBuilder orders() {
    Schema s = Schema.builder().addColumnLong("user").addColumnCategorical("color", "red", "blue")
        .addColumnDouble("price").addColumnInteger("day").addColumnDouble("stars").build();
    return Pipeline.builder(CSVRecordReader.of(0), TransformProcess.builder(s).categoricalToInteger("color").build());
  }

  private List<String> orderFiles() throws IOException {
    Path file = dir.resolve("orders.csv");
    Files.writeString(file, "9007199254740993,blue,10,3,4.5\n2,red,20,5,1\n");
    return List.of(file.toString());
  }

  private static Batch only(Pipeline p, List<String> uris) {
    try (RecordBatches b = p.batches(LocalFiles.INSTANCE, uris, BatchOptions.of(99), InvalidRows.fail())) {
      return b.next();
    }
  }

  private static void equal(List<NDArray> expected, List<Batch.Column> got) {
    assertEquals(expected.size(), got.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).dtype(), got.get(i).array().dtype());
      assertArrayEquals(expected.get(i).shape(), got.get(i).array().shape());
      assertArrayEquals(expected.get(i).toFloatArray(), got.get(i).array().toFloatArray());
    }
  }

  @Test
  void columnsGoToTheInputsAndOutputsThatNameThem() throws IOException {
    Pipeline p = orders().addInput("who", "user").addInput("what", "price", "color", "price")
        .addOutput("stars", "stars", "day").addOutputOneHot("kind", "color", 2)
        .addOutput("again", Labels.index("color").named("other")).build();
    assertEquals(p, Pipeline.fromJson(p.toJson()));
    try (Batch b = only(p, orderFiles())) {
      assertEquals(List.of("who", "what"), b.features().stream().map(Batch.Column::name).toList());
      assertEquals(List.of("stars", "kind", "again"), b.labels().stream().map(Batch.Column::name).toList());
      equal(List.of(NDArray.of(new long[] {9007199254740993L, 2}, 2, 1),
          NDArray.of(new float[] {10, 1, 10, 20, 0, 20}, 2, 3)), b.features());
      assertEquals(9007199254740993L, b.feature(0).toLongArray()[0]);
      equal(List.of(NDArray.of(new float[] {4.5f, 3, 1, 5}, 2, 2), NDArray.of(new float[] {0, 1, 1, 0}, 2, 2),
          NDArray.of(new long[] {1, 0}, 2)), b.labels());
    }
  }

  @Test
  void anInputWithoutColumnsTakesWhatNothingElseNames() throws IOException {
    Pipeline p = orders().addInput("who", "user").addInput("rest").addOutput("stars", "stars").build();
    try (Batch b = only(p, orderFiles())) {
      equal(List.of(NDArray.of(new float[] {1, 10, 3, 0, 20, 5}, 2, 3)), b.features().subList(1, 2));
    }
    assertTrue(message(() -> orders().addInput("a").addInput("b").build()).contains("two inputs of all other columns"));
  }

  @Test
  void eachInputHasItsOwnNormalizerAndIdsHaveNone() throws IOException {
    MultiNormalizerHybrid scale = new MultiNormalizerHybrid(Map.of("what", NormalizerStandardize.of(false)),
        Map.of("stars", new NormalizerMinMaxScaler(0, 1, false, List.of(), List.of(), List.of(), List.of())));
    Pipeline p = orders().addInput("who", "user").addInput("what", "day", "color").addOutput("stars", "stars")
        .addOutputOneHot("kind", "color", 2).normalizer(scale).build();
    Pipeline fitted = p.fit(p.records(LocalFiles.INSTANCE, orderFiles()), InvalidRows.fail());
    assertEquals(fitted, Pipeline.fromJson(fitted.toJson()));
    try (Batch b = only(fitted, orderFiles()); Batch served = fitted.bind().features(List.of(
        new Object[] {2L, "red", null, 5, null}, new Object[] {9007199254740993L, "blue", null, 3, null}))) {
      equal(List.of(NDArray.of(new long[] {9007199254740993L, 2}, 2, 1),
          NDArray.of(new float[] {-1, 1, 1, -1}, 2, 2)), b.features());
      assertArrayEquals(new float[] {1, 0}, b.label(0).toFloatArray());
      assertArrayEquals(new float[] {1, -1, -1, 1}, served.feature(1).toFloatArray());
      float[] one = new float[3];
      fitted.bind().encode(1, fitted.bind().transform(new Object[] {2L, "red", null, 5, null}), one, 1);
      assertArrayEquals(new float[] {0, 1, -1}, one);
      fitted.normalizer().revert(b);
      assertArrayEquals(new float[] {4.5f, 1}, b.label(0).toFloatArray(), 1e-6f);
    }
  }

  @Test
  void sequencesHaveSeveralInputsAndOutputsWithOneMaskEach() throws IOException {
    Schema s = Schema.builder().addColumnLong("word").addColumnDouble("b").addColumnInteger("y").build();
    Pipeline p = Pipeline.builder(CSVRecordReader.of(0), TransformProcess.identity(s)).addInput("word", "word")
        .addInput("b", "b").addOutput("y", new Labels(Labels.Kind.INDEX, List.of("y"), 3)).addOutput("b", "b")
        .sequences(new Sequences(Sequences.LabelAt.EACH_STEP)).build();
    try (Batch b = only(p, sequenceFiles())) {
      equal(List.of(NDArray.of(new long[] {1, 2, 3, 4, 5, 0}, 2, 1, 3),
          NDArray.of(new float[] {10, 20, 30, 40, 50, 0}, 2, 1, 3)), b.features());
      equal(List.of(NDArray.of(new long[] {0, 2, 1, 1, 0, 0}, 2, 3),
          NDArray.of(new float[] {10, 20, 30, 40, 50, 0}, 2, 1, 3)), b.labels());
      for (Batch.Column c : List.of(b.features().get(0), b.features().get(1), b.labels().get(0), b.labels().get(1))) {
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 0}, c.mask().toFloatArray());
      }
    }
  }

  @Test
  void pipelinesSavedWithOneOutputStillLoad() throws IOException {
    String saved = """
        {"reader":{"@type":"CSVRecordReader","skipLines":0},
         "transform":{"initialSchema":%s,"transforms":[]},
         "labels":%s,"sequences":null,"normalizer":{"@type":"NormalizerStandardize","fitLabels":false,
         "mean":[1.0],"std":[2.0],"labelMean":[],"labelStd":[]}}""";
    String schema = Schema.builder().addColumnDouble("x").addColumnInteger("y").build().toJson();
    String labels = "{\"kind\":\"ONE_HOT\",\"columns\":[\"y\"],\"classes\":3}";
    Pipeline one = Pipeline.fromJson(saved.formatted(schema, labels));
    assertEquals(List.of(new Labels(Labels.Kind.ONE_HOT, List.of("y"), 3)), one.labels());
    Path file = Files.writeString(dir.resolve("old.csv"), "5,2\n");
    try (Batch b = only(one, List.of(file.toString()))) {
      equal(List.of(NDArray.of(new float[] {2}, 1, 1)), b.features());
      equal(List.of(NDArray.of(new float[] {0, 0, 1}, 1, 3)), b.labels());
    }
    for (String none : List.of("{\"kind\":\"NONE\",\"columns\":[],\"classes\":0}", "{\"kind\":\"NONE\"}", "[]")) {
      assertEquals(List.of(), Pipeline.fromJson(saved.formatted(schema, none)).labels());
    }
  }

  @Test
  void inputsAndOutputsThatDoNotFitAreRefused() {
    assertTrue(message(() -> orders().addInput("a", "prize").build()).contains("Did you mean 'price'?"));
    assertTrue(message(() -> orders().addInput("a", "price").addInput("a", "day").build())
        .contains("names of inputs: got [a, a]"));
    assertTrue(message(() -> orders().addInput(null, "price").addInput("a", "day").build()).contains("got [null, a]"));
    assertTrue(message(() -> orders().addOutput("a", "price").addOutput("a", "day").build())
        .contains("names of outputs: got [a, a]"));
    assertTrue(message(() -> orders().addInput("a", "price").addInput("b", "day")
        .normalizer(NormalizerStandardize.of(false)).build()).contains("Use a MultiNormalizerHybrid"));
    assertTrue(message(() -> orders().addInput("a", "price").normalizer(new MultiNormalizerHybrid(
        Map.of("b", NormalizerStandardize.of(false)), Map.of())).build()).contains("unknown input: got 'b'"));
    assertTrue(message(() -> new MultiNormalizerHybrid(Map.of("b", NormalizerStandardize.of(true)), Map.of()))
        .contains("scales labels, too"));
    assertTrue(message(() -> orders().addInput("a").addInput("b", "user", "color", "price", "day", "stars").build()
        .encoder()).contains("none for input 'a'"));
  }

  @Test
  void badRequestsAreRefused() throws IOException {
    Pipeline p = fitted();
    assertTrue(message(() -> read(p, "{\"siez\": 5}"))
        .contains("Did you mean 'size'?"));
    assertTrue(message(() -> read(p, "{\"size\": \"5\"}"))
        .contains("expected a value of type DOUBLE"));
    assertTrue(message(() -> p.bind().transform(new Object[] {1.0, null, null})).contains("the value is missing"));
    assertTrue(message(() -> p.bind().transform(new Object[] {-1.0, "red", null})).contains("filter"));
    assertTrue(message(() -> p.bind().image(new byte[3])).contains("one image column is needed"));
  }

  private static String message(Runnable r) {
    return assertThrows(IllegalArgumentException.class, r::run).getMessage();
  }
}
