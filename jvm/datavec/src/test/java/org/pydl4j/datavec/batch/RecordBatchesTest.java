package org.pydl4j.datavec.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.pydl4j.datavec.normalize.ImagePreProcessingScaler;
import org.pydl4j.datavec.reader.Mapped;
import org.pydl4j.datavec.reader.RecordSource;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.types.DType;

class RecordBatchesTest {
  private static final Schema SCHEMA = Schema.builder().addColumnDouble("x").addColumnInteger("y").build();

  private static RecordSource rows(int n) {
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(new Record((double) i, i % 3));
    }
    return RecordSource.of(SCHEMA, rows);
  }

  private static BatchEncoder encoder(Schema schema, Labels... labels) {
    return new BatchEncoder(schema, List.of(Features.rest()), List.of(labels));
  }

  private static RecordBatches batches(RecordSource source, BatchOptions options) {
    return new RecordBatches(source, encoder(source.schema(), new Labels(Labels.Kind.ONE_HOT, List.of("y"), 3)), null,
        null, options, InvalidRows.fail());
  }

  /** The x of all rows of the rest of the epoch, in order. */
  private static List<Integer> drain(RecordBatches b) {
    List<Integer> seen = new ArrayList<>();
    while (b.hasNext()) {
      try (Batch batch = b.next()) {
        for (int i = 0; i < batch.rows(); i++) {
          int x = (int) batch.feature(0).getDouble(i, 0);
          assertEquals(1, batch.label(0).getDouble(i, x % 3));
          seen.add(x);
        }
      }
    }
    return seen;
  }

  @Test
  void rowsComeInOrderAndTheLastBatchIsSmaller() {
    try (RecordBatches b = batches(rows(10), BatchOptions.of(4))) {
      assertEquals(10, b.rows());
      List<Long> sizes = new ArrayList<>();
      while (b.hasNext()) {
        try (Batch batch = b.next()) {
          sizes.add(batch.rows());
          assertArrayEquals(new long[] {batch.rows(), 1}, batch.feature(0).shape());
          assertArrayEquals(new long[] {batch.rows(), 3}, batch.label(0).shape());
        }
      }
      assertEquals(List.of(4L, 4L, 2L), sizes);
    }
  }

  @Test
  void everyEpochHasEveryRowOnceInItsOwnOrder() {
    for (long cacheBytes : List.of(1L << 20, 600L, 0L)) {
      try (RecordBatches b = batches(rows(50), BatchOptions.of(8).shuffled(7).caching(cacheBytes));
          RecordBatches same = batches(rows(50), BatchOptions.of(8).shuffled(7).caching(cacheBytes).prefetching(0))) {
        List<Integer> first = drain(b);
        b.reset(1);
        List<Integer> second = drain(b);
        assertEquals(50, first.stream().distinct().count());
        assertEquals(50, second.stream().distinct().count());
        if (cacheBytes > 0) {
          assertNotEquals(first, second);
        }
        assertEquals(first, drain(same));
        same.reset(1);
        assertEquals(second, drain(same));
      }
    }
  }

  @Test
  void resetAmidAnEpochStartsTheNext() {
    try (RecordBatches b = batches(rows(20), BatchOptions.of(2))) {
      b.next().close();
      b.reset(1);
      assertEquals(20, drain(b).size());
    }
  }

  @Test
  void closingFreesBatchesMadeAhead() {
    long before = Arena.ROOT.bytes();
    RecordBatches b = batches(rows(100), BatchOptions.of(2).prefetching(3));
    b.next().close();
    b.close();
    b.close();
    assertEquals(before, Arena.ROOT.bytes());
  }

  @RepeatedTest(100) // the reading begins before the waiting thread knows of it
  void closingWakesAThreadThatWaitsForABatch() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RecordSource stuck = new RecordSource.Simple(SCHEMA, invalid -> new Mapped(rows(10).open(invalid), row -> {
      reading.countDown();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return row;
    }, invalid), 10);
    RecordBatches b = batches(stuck, BatchOptions.of(2));
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(b::hasNext);
    reading.await();
    b.close();
    assertFalse(waiting.get(60, TimeUnit.SECONDS));
  }

  @Test
  void errorsOfTheBackgroundReachTheConsumer() {
    RecordSource broken = new RecordSource.Simple(SCHEMA, invalid -> new Mapped(rows(10).open(invalid), row -> {
      if ((Double) row[0] == 5) {
        throw new IllegalStateException("boom at 5");
      }
      return row;
    }, invalid), 10);
    try (RecordBatches b = batches(broken, BatchOptions.of(2))) {
      IllegalStateException e = assertThrows(IllegalStateException.class, () -> drain(b));
      assertEquals("boom at 5", e.getMessage());
      assertThrows(IllegalStateException.class, b::hasNext);
    }
  }

  @Test
  void noRowsAtAllIsAnError() {
    try (RecordBatches b = batches(rows(0), BatchOptions.of(2))) {
      assertTrue(assertThrows(IllegalArgumentException.class, b::hasNext).getMessage()
          .startsWith("[batches] no rows: got 0 valid"));
    }
  }

  @Test
  void missingValuesAndBadLabelsAreInvalidRows() {
    RecordSource s = RecordSource.of(SCHEMA,
        List.of(new Record(1.0, 0), new Record(null, 1), new Record(2.0, null), new Record(3.0, 3),
            new Record(4.0, -1)));
    InvalidRows invalid = InvalidRows.collect(9);
    try (RecordBatches b = new RecordBatches(s,
        encoder(SCHEMA, new Labels(Labels.Kind.INDEX, List.of("y"), 3)), null, null, BatchOptions.of(9),
        invalid);
        Batch batch = b.next()) {
      assertEquals(1, batch.rows());
      assertEquals(DType.INT64, batch.label(0).dtype());
      assertFalse(b.hasNext());
      assertEquals(4, invalid.count());
      assertEquals(1, b.rows());
      b.reset(1);
      b.next().close();
      assertEquals(4, invalid.count());
    }
  }

  @Test
  void imagesKeepTheirShapeChannelsFirst() {
    Schema s = Schema.builder().addColumnImage("image", 3, 1, 2).build();
    RecordSource source = RecordSource.of(s,
        List.of(new Record(new Image(1, 2, 3, new byte[] {1, 2, 3, 4, 5, (byte) 255}))));
    try (RecordBatches b = new RecordBatches(source, encoder(s), null,
        ImagePreProcessingScaler.of(), BatchOptions.of(1), InvalidRows.fail());
        Batch batch = b.next()) {
      assertArrayEquals(new long[] {1, 3, 1, 2}, batch.feature(0).shape());
      assertArrayEquals(new float[] {1 / 255f, 4 / 255f, 2 / 255f, 5 / 255f, 3 / 255f, 1}, batch.feature(0)
          .toFloatArray(), 1e-7f);
    }
  }

  @Test
  void columnsThatAreNoNumbersAreRefused() {
    Schema s = Schema.builder().addColumnCategorical("color", "red").addColumnDouble("y").build();
    String m = assertThrows(IllegalArgumentException.class, () -> encoder(s, Labels.regression("y")))
        .getMessage();
    assertTrue(m.contains("column 'color' is CATEGORICAL") && m.contains("categoricalToOneHot"), m);
    assertThrows(IllegalArgumentException.class, () -> encoder(s, Labels.regression("yy")));
    assertThrows(IllegalArgumentException.class, () -> encoder(SCHEMA, Labels.oneHot("y")));
  }
}
