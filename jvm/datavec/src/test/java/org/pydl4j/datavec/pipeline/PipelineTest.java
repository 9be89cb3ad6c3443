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
    Pipeline images = new Pipeline(new IDXRecordReader(10),
        TransformProcess.identity(Schema.builder().addColumnImage("image", 1, 28, 28).build()), Labels.none(),
        ImagePreProcessingScaler.of());
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
        NDArray x = p.bind().features(List.<Object[]>of(unlabelled))) {
      assertArrayEquals(batch.feature(0).slice(0, 2, 3).dup().toFloatArray(), x.toFloatArray());
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
    return new Pipeline(CSVRecordReader.of(0), TransformProcess.identity(s),
        new Labels(kind, List.of("y"), kind == Labels.Kind.REGRESSION ? 0 : 3),
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
    try (NDArray x = p.bind().features(List.of(new Object[] {7.0, 8.0, null}, new Object[] {9.0, 6.0, null}))) {
      assertArrayEquals(new long[] {1, 2, 2}, x.shape());
      assertArrayEquals(new float[] {7, 9, 8, 6}, x.toFloatArray());
    }
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
