package org.pydl4j.datavec.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.datavec.io.LocalFiles;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

class ReadersTest {
  private static final Schema AB = Schema.builder().addColumnString("a").addColumnInteger("b").build();

  @TempDir
  Path dir;

  private String write(String name, byte[] bytes) throws IOException {
    Path p = dir.resolve(name);
    Files.createDirectories(p.getParent());
    Files.write(p, bytes);
    return p.toString();
  }

  private String write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
      gz.write(bytes);
    }
    return out.toByteArray();
  }

  private static RecordSource csv(Schema schema, String... uris) {
    return RecordSource.of(CSVRecordReader.of(0), schema, LocalFiles.INSTANCE, List.of(uris));
  }

  private static byte[] images(int rows, int height, int width) {
    ByteBuffer b = ByteBuffer.allocate(16 + rows * height * width).putInt(0x803).putInt(rows).putInt(height)
        .putInt(width);
    for (int i = 0; b.hasRemaining(); i++) {
      b.put((byte) i);
    }
    return b.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer b = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
    for (int l : labels) {
      b.put((byte) l);
    }
    return b.array();
  }

  private static RecordSource idx(String... uris) {
    return RecordSource.of(new IDXRecordReader(10), null, LocalFiles.INSTANCE, List.of(uris));
  }

  private static String message(Class<? extends Exception> type, org.junit.jupiter.api.function.Executable run) {
    return assertThrows(type, run).getMessage();
  }

  // CSV

  @Test
  void csvReadsQuotesLineBreaksAndBothLineEnds() throws IOException {
    String f = write("q.csv", "plain,1\r\n\"with, comma\",2\n\"a \"\"quote\"\" and\na line\",3\n\n\"\",4");
    assertEquals(List.of(new Record("plain", 1), new Record("with, comma", 2), new Record("a \"quote\" and\na line", 3),
        new Record("", 4)),
        csv(AB, f).toList(InvalidRows.fail()));
  }

  @Test
  void csvReadsGzipAndDirectoriesInOrderOfNames() throws IOException {
    write("d/2.csv", "z,2\n");
    write("d/1.csv.gz", gzip("y,1\n".getBytes(StandardCharsets.UTF_8)));
    write("d/_SUCCESS", "");
    List<Record> expected = List.of(new Record("y", 1), new Record("z", 2));
    assertEquals(expected, csv(AB, dir.resolve("d").toString()).toList(InvalidRows.fail()));
    assertEquals(expected, csv(AB, dir.resolve("d") + "/*.csv*").toList(InvalidRows.fail()));
    assertEquals(expected, csv(AB, dir.resolve("d").toUri().toString()).toList(InvalidRows.fail()));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    for (byte[] file : List.of("\ufeffa,b\nx,1\n".getBytes(StandardCharsets.UTF_8),
        gzip("\ufeffa,b\nx,1\n".getBytes(StandardCharsets.UTF_8)))) {
      String f = write("bom.csv", file);
      CSVRecordReader reader = CSVRecordReader.of(1);
      assertEquals(List.of("a", "b"), reader.inspect(LocalFiles.INSTANCE, List.of(f)).names());
      assertEquals(List.of(new Record("a", "b"), new Record("x", "1")),
          csv(Schema.builder().addColumnString("a").addColumnString("b").build(), f).toList(InvalidRows.fail()));
      assertEquals(new Record("a,b"),
          RecordSource.of(new LineRecordReader(), null, LocalFiles.INSTANCE, List.of(f)).toList(InvalidRows.fail())
              .get(0));
    }
    assertEquals(List.of(new Record("a\"", 1)),
        csv(AB, write("q.csv", "\ufeff\"a\"\"\",1")).toList(InvalidRows.fail()));
  }

  @Test
  void whatOnlyJavaTakesForANumberIsText() throws IOException {
    String f = write("n.csv", "10D\n0x1p3\n7f\n");
    assertEquals(ColumnType.STRING, CSVRecordReader.of(0).inspect(LocalFiles.INSTANCE, List.of(f)).column(0).type());
    InvalidRows invalid = InvalidRows.collect(9);
    assertEquals(List.of(), csv(Schema.builder().addColumnDouble("a").build(), f).toList(invalid));
    assertEquals(3, invalid.count());
    assertEquals(List.of(new Record(-1e5), new Record(0.5)),
        csv(Schema.builder().addColumnDouble("a").build(), write("m.csv", " -1E5 \n.5")).toList(InvalidRows.fail()));
  }

  @Test
  void namesThatExistAreNoPatterns() throws IOException {
    write("in [1]/run{a,b}.csv", "x,1\n");
    write("in [1]/star*.csv", "y,2\n");
    write("in [1]/other.csv", "z,3\n");
    String folder = dir.resolve("in [1]").toString();
    assertEquals(3, csv(AB, folder).toList(InvalidRows.fail()).size());
    assertEquals(List.of(new Record("x", 1)), csv(AB, folder + "/run{a,b}.csv").toList(InvalidRows.fail()));
    assertEquals(List.of(new Record("y", 2)), csv(AB, folder + "/star*.csv").toList(InvalidRows.fail()));
    assertEquals(3, csv(AB, folder + "/*.csv").toList(InvalidRows.fail()).size());
    assertEquals(3, csv(AB, dir + "/in*/*.csv").toList(InvalidRows.fail()).size());
    assertEquals(List.of(new Record("z", 3)), csv(AB, dir + "/**/o?her.csv").toList(InvalidRows.fail()));
    assertThrows(UncheckedIOException.class, () -> csv(AB, folder + "/none[1].csv").toList(InvalidRows.fail()));
  }

  @Test
  void rowsWithoutEndAreInvalidAndNotKept() throws IOException {
    String line = "x".repeat(101);
    String text =
        "a,1\n" + line + ",2\nb,3\n\"" + line + "\",4\nc,5\n" + ",".repeat(101) + "\nd,6\n" + "y".repeat(98) + ",7\n";
    CSVParser parser = new CSVParser(new StringReader(text), ',', '"', 100);
    List<String> fields = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    while (true) {
      try {
        if (!parser.next(fields)) {
          break;
        }
        seen.add(fields.get(1));
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("a row is too long: got more than 100 characters"), e.getMessage());
        assertTrue(fields.size() <= 100);
        seen.add("line " + parser.rowLine());
      }
    }
    assertEquals(List.of("1", "line 2", "3", "line 4", "5", "line 6", "6", "line 8"), seen);
  }

  @Test
  void damagedCompressedFilesHaveErrorsThatNameThem() throws IOException {
    Random random = new Random(7);
    byte[] text = gzip("a,1\nb,2\nc,3\n".repeat(30).getBytes(StandardCharsets.UTF_8));
    byte[] pictures = gzip(images(30, 4, 5));
    for (int i = 0; i < 600; i++) {
      byte[] damaged = (i % 2 == 0 ? text : pictures).clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(i < 200 ? 10 : damaged.length)] = (byte) random.nextInt(256);
      }
      damaged = i % 5 == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
      String f = write("damaged" + i, damaged);
      try {
        RecordSource source = i % 2 == 0 ? csv(AB, f) : idx(f);
        if (i % 4 == 0) {
          CSVRecordReader.of(0).inspect(LocalFiles.INSTANCE, List.of(f));
        }
        source.toList(InvalidRows.collect(9));
      } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
        assertTrue(e.getMessage().contains(f), "mutant " + i + ": " + e);
      }
    }
  }

  @Test
  void idxHeadersThatClaimMuchAllocateLittle() throws IOException {
    byte[] header = ByteBuffer.allocate(20).putInt(0x803).putInt(1).putInt(1 << 15).putInt(1 << 15).array();
    String f = write("claims", gzip(header));
    assertTrue(
        message(UncheckedIOException.class, () -> idx(f).toList(InvalidRows.fail())).contains("breaks off in row 0"));
  }

  @Test
  void emptyCellsAreMissingValues() throws IOException {
    assertEquals(List.of(new Record("", null)), csv(AB, write("m.csv", ",\n")).toList(InvalidRows.fail()));
  }

  @Test
  void badRowsAreCountedWithTheirLine() throws IOException {
    String f = write("bad.csv", "a,1\nb,x\nc\n\"d\"e,4\n\"f\n\n\",5\nh,6,7\n\"open,8\n");
    InvalidRows invalid = InvalidRows.collect(10);
    assertEquals(List.of(new Record("a", 1), new Record("f\n\n", 5)), csv(AB, f).toList(invalid));
    assertEquals(5, invalid.count());
    assertEquals(List.of(2L, 3L, 4L, 8L, 9L), invalid.rows().stream().map(r -> r.origin().position()).toList());
    assertTrue(invalid.rows().get(0).reason().contains("[column 'b'] got 'x'; expected a number of type INTEGER"),
        invalid.rows().toString());
    assertTrue(invalid.rows().get(4).reason().contains("not closed"));
  }

  @Test
  void failPolicyRaisesWithTheOrigin() throws IOException {
    String f = write("bad.csv", "a,1\nb,x\n");
    String m = message(IllegalArgumentException.class, () -> csv(AB, f).toList(InvalidRows.fail()));
    assertTrue(m.startsWith("[record at " + f + ":2] [column 'b'] got 'x'"), m);
  }

  @Test
  void csvSchemaIsInferredFromHeaderAndRows() throws IOException {
    String f = write("h.csv", "id,price,name,big,empty\n1,2,x,3,\n2,2.5,4,5000000000,\n");
    Schema s = CSVRecordReader.of(1).inspect(LocalFiles.INSTANCE, List.of(f));
    assertEquals(List.of("id", "price", "name", "big", "empty"), s.names());
    assertEquals(List.of(ColumnType.INTEGER, ColumnType.DOUBLE, ColumnType.STRING, ColumnType.LONG, ColumnType.STRING),
        s.columns().stream().map(c -> c.type()).toList());
    assertEquals(List.of("column0", "column1"), CSVRecordReader.of(0)
        .inspect(LocalFiles.INSTANCE, List.of(write("n.csv", "1,2\n"))).names());
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    String f = write("latin.csv", "caf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(message(UncheckedIOException.class, () -> csv(AB, f).toList(InvalidRows.fail())).contains("not UTF-8"));
  }

  @Test
  void truncatedGzipIsRefused() throws IOException {
    byte[] whole = gzip("a,1\nb,2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    String f = write("t.csv.gz", Arrays.copyOf(whole, whole.length - 12));
    assertTrue(message(UncheckedIOException.class, () -> csv(AB, f).toList(InvalidRows.fail()))
        .contains("truncated file: got " + f));
  }

  @Test
  void missingFilesAreNamed() {
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> csv(AB, dir.resolve("none.csv").toString()));
    assertTrue(e.getCause() instanceof NoSuchFileException && e.getMessage().contains("none.csv"), e.getMessage());
  }

  @Test
  void otherFileSystemsAreNotLocal() {
    String m = message(UnsupportedOperationException.class, () -> csv(AB, "hdfs://host/data.csv"));
    assertTrue(m.startsWith("[files] not a local file: got hdfs://host/data.csv"), m);
  }

  // IDX

  @Test
  void idxPairsImagesWithLabels() throws IOException {
    RecordSource s = idx(write("x.gz", gzip(images(3, 2, 2))), write("y", labels(7, 0, 9)));
    assertEquals(3, s.rows());
    assertEquals(List.of(1, 2, 2), s.schema().column("image").shape());
    List<Record> rows = s.toList(InvalidRows.fail());
    assertEquals(new Record(new Image(2, 2, 1, new byte[] {4, 5, 6, 7}), 0), rows.get(1));
  }

  @Test
  void idxPartsTogetherAreTheWhole() throws IOException {
    List<String> uris = List.of(write("x", images(11, 2, 3)),
        write("y.gz", gzip(labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0))));
    IDXRecordReader reader = new IDXRecordReader(10);
    Schema schema = reader.inspect(LocalFiles.INSTANCE, uris);
    List<Record> together = new ArrayList<>();
    List<Part> parts = reader.parts(LocalFiles.INSTANCE, uris, 4);
    assertEquals(4, parts.size());
    for (Part p : parts) {
      try (RecordIterator it = reader.read(LocalFiles.INSTANCE, p, schema, InvalidRows.fail())) {
        it.forEachRemaining(together::add);
        assertEquals(new RecordOrigin(uris.get(0), p.firstRow() + p.rows() - 1), it.origin());
      }
    }
    assertEquals(idx(uris.toArray(String[]::new)).toList(InvalidRows.fail()), together);
  }

  @Test
  void idxLabelsOutOfRangeAreInvalidRows() throws IOException {
    RecordSource s = idx(write("x", images(2, 1, 1)), write("y", labels(3, 10)));
    InvalidRows invalid = InvalidRows.collect(5);
    assertEquals(1, s.toList(invalid).size());
    assertTrue(invalid.rows().get(0).reason().contains("out of bounds: got 10"), invalid.rows().toString());
  }

  @Test
  void brokenIdxFilesAreRefused() throws IOException {
    byte[] whole = images(3, 2, 2);
    String truncated = write("t", Arrays.copyOf(whole, whole.length - 1));
    assertTrue(message(UncheckedIOException.class, () -> idx(truncated).toList(InvalidRows.fail()))
        .contains("breaks off in row 2"));
    String zipped = write("tz", Arrays.copyOf(gzip(whole), 30));
    assertTrue(message(UncheckedIOException.class, () -> idx(zipped).toList(InvalidRows.fail())).contains("truncated"));
    String longer = write("l", Arrays.copyOf(whole, whole.length + 1));
    assertTrue(message(UncheckedIOException.class, () -> idx(longer).toList(InvalidRows.fail()))
        .contains("bytes follow the last row"));
    String text = write("text", "this is no IDX file at all");
    assertTrue(message(UncheckedIOException.class, () -> idx(text)).contains("not an IDX file"));
    String header = write("header", Arrays.copyOf(whole, 9));
    assertTrue(message(UncheckedIOException.class, () -> idx(header)).contains("ends inside its header"));
    String floats = write("floats", ByteBuffer.allocate(16).putInt(0xd03).array());
    assertTrue(message(UncheckedIOException.class, () -> idx(floats)).contains("unsupported element type: got 0xd"));
    String negative = write("negative", ByteBuffer.allocate(16).putInt(0x803).putInt(-5).putInt(2).putInt(2).array());
    assertTrue(message(UncheckedIOException.class, () -> idx(negative)).contains("impossible dims"));
    String x = write("x", whole);
    String y = write("y", labels(1, 2));
    assertTrue(message(IllegalArgumentException.class, () -> idx(x, y)).contains("has 3 images"));
  }

  // images, lines

  private void png(String name, int gray) throws IOException {
    BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 24; i++) {
      image.getRaster().setSample(i % 6, i / 6, 0, gray);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    write(name, out.toByteArray());
  }

  @Test
  void imagesGetTheirDirectoryAsLabelAndTheAskedSize() throws IOException {
    png("pets/dog/1.png", 10);
    png("pets/cat/1.png", 200);
    write("pets/readme.txt", "not an image");
    RecordSource s = RecordSource.of(new ImageRecordReader(2, 3, 1, new PathLabel.ParentPathLabel()), null,
        LocalFiles.INSTANCE,
        List.of(dir.resolve("pets").toString()));
    assertEquals(List.of("cat", "dog"), s.schema().column("label").categories());
    List<Record> rows = s.toList(InvalidRows.fail());
    assertEquals("cat", rows.get(0).get(1));
    assertEquals(new Image(2, 3, 1, new byte[] {10, 10, 10, 10, 10, 10}), rows.get(1).get(0));
  }

  @Test
  void corruptImagesAreInvalidRows() throws IOException {
    png("p/a/1.png", 10);
    String broken = write("p/a/2.png", "not a picture");
    InvalidRows invalid = InvalidRows.collect(5);
    RecordSource s = RecordSource.of(new ImageRecordReader(2, 3, 1, null), null, LocalFiles.INSTANCE,
        List.of(dir.resolve("p").toString()));
    assertEquals(1, s.toList(invalid).size());
    assertEquals(broken, invalid.rows().get(0).origin().uri());
  }

  @Test
  void patternsFindLabelsInPaths() {
    assertEquals("7", new PathLabel.PatternPathLabel("class(\\d)_").of("/d/class7_3.png"));
    assertTrue(message(IllegalArgumentException.class, () -> new PathLabel.PatternPathLabel("(z)").of("/d/a.png"))
        .contains("not found"));
  }

  @Test
  void linesAreRecords() throws IOException {
    RecordSource s = RecordSource.of(new LineRecordReader(), null, LocalFiles.INSTANCE,
        List.of(write("l.txt", "one\ntwo")));
    assertEquals(List.of(new Record("one"), new Record("two")), s.toList(InvalidRows.fail()));
  }

  @Test
  void samplesAreDisjointStableAndTogetherTheWhole() {
    List<Record> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(new Record("r", i));
    }
    RecordSource s = RecordSource.of(AB, all);
    List<Record> train = s.sample(3, 0, 0.8).toList(InvalidRows.fail());
    List<Record> test = s.sample(3, 0.8, 1).toList(InvalidRows.fail());
    assertEquals(train, s.sample(3, 0, 0.8).toList(InvalidRows.fail()));
    assertEquals(1000, train.size() + test.size());
    assertTrue(train.size() > 750 && train.size() < 850, "got " + train.size());
    assertTrue(test.stream().noneMatch(train::contains));
  }

  @Test
  void recordsInMemoryAreChecked() {
    RecordSource s = RecordSource.of(AB, List.of(new Record("a", 1), new Record("b", "2"), new Record("c")));
    InvalidRows invalid = InvalidRows.collect(5);
    assertArrayEquals(new Object[] {"a", 1}, s.toList(invalid).get(0).values());
    assertEquals(2, invalid.count());
  }
}
