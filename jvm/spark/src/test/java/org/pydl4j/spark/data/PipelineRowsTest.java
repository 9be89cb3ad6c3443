package org.pydl4j.spark.data;

import org.pydl4j.nd.array.Permutation;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.datavec.batch.BatchOptions;
import org.pydl4j.datavec.batch.Labels;
import org.pydl4j.datavec.io.LocalFiles;
import org.pydl4j.datavec.normalize.ImagePreProcessingScaler;
import org.pydl4j.datavec.pipeline.Input;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.reader.IDXRecordReader;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Records;
import org.pydl4j.spark.LocalSpark;

class PipelineRowsTest {
  private static final int ROWS = 50;
  private final JavaSparkContext spark = LocalSpark.context();
  @TempDir
  Path folder;

  private List<String> images() throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate(16 + ROWS * 12).putInt(0x803).putInt(ROWS).putInt(4).putInt(3);
    ByteBuffer labels = ByteBuffer.allocate(8 + ROWS).putInt(0x801).putInt(ROWS);
    for (int i = 0; i < ROWS; i++) {
      labels.put((byte) (i % 10));
      for (int k = 0; k < 12; k++) {
        pixels.put((byte) (i * 31 + k * 7));
      }
    }
    Path x = Files.write(folder.resolve("images-idx3"), pixels.array());
    Path y = Files.write(folder.resolve("labels-idx1"), labels.array());
    return List.of(x.toString(), y.toString());
  }

  private static Pipeline pipeline(RecordReader reader, List<String> uris, Labels labels, boolean scale)
      throws IOException {
    Schema schema = reader.inspect(LocalFiles.INSTANCE, uris);
    ImagePreProcessingScaler scaler = scale ? ImagePreProcessingScaler.of() : null;
    return new Pipeline(reader, TransformProcess.identity(schema), labels, scaler);
  }

  private static PipelineRows rows(Pipeline pipeline, List<String> uris, InvalidRows.Policy policy) {
    return new PipelineRows(new Input(pipeline, uris, null, policy));
  }

  @Test
  void theSamePipelineGivesTheSameRowsLocallyAndOnSpark() throws IOException {
    List<String> uris = images();
    Pipeline pipeline = pipeline(new IDXRecordReader(10), uris, Labels.oneHot("label"), true);
    List<RowBlock> blocks = rows(pipeline, uris, InvalidRows.Policy.FAIL).blocks(spark, 3).collect();
    PartitionRows rows = new PartitionRows(blocks.iterator());
    try (BatchSource local = pipeline.batches(LocalFiles.INSTANCE, uris, BatchOptions.of(ROWS), InvalidRows.fail());
        Batch there = local.next();
        Batch here = rows.batch(Permutation.identity(ROWS), 0, ROWS)) {
      assertArrayEquals(there.feature(0).shape(), here.feature(0).shape());
      assertArrayEquals(there.feature(0).toFloatArray(), here.feature(0).toFloatArray());
      assertArrayEquals(there.label(0).toFloatArray(), here.label(0).toFloatArray());
    }
  }

  @Test
  void aShareHasTheSameRowsLocallyAndOnSpark() throws IOException {
    List<String> uris = images();
    Pipeline pipeline = pipeline(new IDXRecordReader(10), uris, Labels.index("label"), false);
    Input share = new Input(pipeline, uris, new Input.Share(4, 0.0, 0.5), InvalidRows.Policy.FAIL);
    int there = share.records(LocalFiles.INSTANCE).toList(InvalidRows.fail()).size();
    assertTrue(there > 10 && there < 40, () -> "got " + there);
    assertEquals(there, new PipelineRows(share).count(spark, 3).rows());
  }

  @Test
  void imagesStayOneBytePerPixelAfterScaling() throws IOException {
    List<String> uris = images();
    Pipeline pipeline = pipeline(new IDXRecordReader(10), uris, Labels.index("label"), true);
    List<RowBlock> blocks = rows(pipeline, uris, InvalidRows.Policy.FAIL).blocks(spark, 1).collect();
    assertEquals(ROWS * 13, blocks.stream().mapToLong(RowBlock::bytes).sum());
  }

  @Test
  void aCountReadsAllPartsAndKeepsTheOriginOfBadRows() throws IOException {
    Path csv = Files.writeString(folder.resolve("rows.csv"), "1.5,0\n2.5,1\nbad,1\n4.5,0\n");
    Schema schema = Records.fromText("""
        {"columns": [{"name": "x", "type": "DOUBLE"}, {"name": "y", "type": "INTEGER", "max": 1}]}""", Schema.class);
    Pipeline pipeline = new Pipeline(Records.fromText("{\"@type\": \"CSVRecordReader\"}", RecordReader.class),
        TransformProcess.identity(schema), Labels.index("y"), null);
    List<String> uris = List.of(csv.toUri().toString());
    PipelineRows.Count count = rows(pipeline, uris, InvalidRows.Policy.COLLECT).count(spark, 2);
    assertEquals(3, count.rows());
    assertEquals(1, count.invalidRows());
    String origin = count.firstInvalid().get(0).origin().toString();
    assertTrue(origin.endsWith("rows.csv:3"), origin);
    PipelineRows strict = rows(pipeline, uris, InvalidRows.Policy.FAIL);
    Exception refused = assertThrows(Exception.class, () -> strict.count(spark, 2));
    assertTrue(refused.getMessage().contains("rows.csv:3"), refused::getMessage);
  }

  @Test
  void hadoopListsTheFilesThatTheLocalDiskLists() throws IOException {
    Files.createDirectories(folder.resolve("b/_hidden"));
    for (String name : List.of("a.csv", "b/c.csv", "b/_hidden/d.csv", ".e.csv", "f.txt")) {
      Files.writeString(folder.resolve(name), "1\n");
    }
    HadoopFiles hadoop = HadoopFiles.of(spark.hadoopConfiguration());
    for (String uri : List.of(folder.toString(), folder + "/a.csv", folder + "/*.csv")) {
      List<String> theirs = hadoop.list(uri).stream().map(f -> f.replaceFirst("^file:/*", "/")).toList();
      assertEquals(LocalFiles.INSTANCE.list(uri), theirs, uri);
    }
    assertThrows(IOException.class, () -> hadoop.list(folder + "/none"));
  }
}
