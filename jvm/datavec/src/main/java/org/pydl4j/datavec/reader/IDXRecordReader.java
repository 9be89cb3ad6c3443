package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * IDX files, the format of MNIST and Fashion-MNIST, gzip or not: images of unsigned bytes, and their labels.
 *
 * <p>Files of rank 1 are labels, files of rank 3 images; the first labels belong to the first images, and so on.
 * Records are (IMAGE "image", INTEGER "label"), or the image alone where no labels are given. Parts are row ranges.
 * DL4J: MnistManager.
 *
 * @param classes how many labels there are; a greater label is an invalid row
 */
public record IDXRecordReader(int classes) implements RecordReader {

  public IDXRecordReader {
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException("[IDXRecordReader] got " + classes + " classes; expected 1 to 256.");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("classes", 10);
  }

  /** An images file and its labels, or null. */
  private record Pair(IDXHeader images, IDXHeader labels) {
    List<String> uris() {
      return labels == null ? List.of(images.uri()) : List.of(images.uri(), labels.uri());
    }
  }

  private static List<Pair> pairs(Files files, List<String> uris) throws IOException {
    List<IDXHeader> images = new ArrayList<>();
    List<IDXHeader> labels = new ArrayList<>();
    for (String uri : RecordReader.expand(files, uris)) {
      IDXHeader h = IDXHeader.of(files, uri);
      (h.dims().length == 1 ? labels : images).add(h);
    }
    if (images.isEmpty() || !labels.isEmpty() && labels.size() != images.size()) {
      throw new IllegalArgumentException("[IDXRecordReader] got " + images.size() + " files of images and "
          + labels.size() + " of labels; expected images, and as many files of labels or none."
          + " Give the labels in the order of the images.");
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Pair p = new Pair(images.get(i), labels.isEmpty() ? null : labels.get(i));
      check(p.images, images.get(0), p.labels);
      pairs.add(p);
    }
    return pairs;
  }

  private static void check(IDXHeader images, IDXHeader first, IDXHeader labels) {
    if (images.dims().length != 3 || images.dims()[1] != first.dims()[1] || images.dims()[2] != first.dims()[2]) {
      throw new IllegalArgumentException("[IDXRecordReader] images of different sizes: got " + images.uri() + " and "
          + first.uri() + ". Read them apart.");
    }
    if (labels != null && labels.rows() != images.rows()) {
      throw new IllegalArgumentException("[IDXRecordReader] " + images.uri() + " has " + images.rows() + " images, "
          + labels.uri() + " has " + labels.rows() + " labels; expected as many. Check that they belong together.");
    }
  }

  @Override
  public Schema inspect(Files files, List<String> uris) throws IOException {
    List<Pair> pairs = pairs(files, uris);
    int[] d = pairs.get(0).images.dims();
    Column image = Column.image("image", 1, d[1], d[2]);
    Column label = new Column("label", ColumnType.INTEGER, List.of(), List.of(), 0.0, classes - 1.0);
    return pairs.get(0).labels == null ? Schema.of(image) : Schema.of(image, label);
  }

  @Override
  public List<Part> parts(Files files, List<String> uris, int wanted) throws IOException {
    List<Pair> pairs = pairs(files, uris);
    long rows = pairs.stream().mapToLong(p -> p.images.rows()).sum();
    List<Part> parts = new ArrayList<>();
    for (Pair p : pairs) {
      int share = (int) Math.max(1, Math.round((double) wanted * p.images.rows() / Math.max(1, rows)));
      parts.addAll(Part.ranges(p.uris(), p.images.rows(), share));
    }
    return parts;
  }

  @Override
  public RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) throws IOException {
    IDXRows images = new IDXRows(files, part.uris().get(0), part.firstRow());
    try {
      IDXRows labels = part.uris().size() > 1 ? new IDXRows(files, part.uris().get(1), part.firstRow()) : null;
      long rows = part.rows() < 0 ? images.header().rows() - part.firstRow() : part.rows();
      return new Rows(new Source(images, labels, part.firstRow(), part.firstRow() + rows, schema), invalid);
    } catch (IOException | RuntimeException e) {
      images.close();
      throw e;
    }
  }

  private static final class Source implements Rows.Source {
    private final IDXRows images;
    private final IDXRows labels;
    private final long end;
    private final Schema schema;
    private final int height;
    private final int width;
    private long row;

    Source(IDXRows images, IDXRows labels, long first, long end, Schema schema) {
      this.images = images;
      this.labels = labels;
      this.row = first;
      this.end = end;
      this.schema = schema;
      this.height = images.header().dims()[1];
      this.width = images.header().dims()[2];
    }

    @Override
    public Object[] read() throws IOException {
      if (row == end) {
        images.expectEnd();
        if (labels != null) {
          labels.expectEnd();
        }
        return null;
      }
      row++;
      Image image = new Image(height, width, 1, images.next());
      if (schema.size() == 1) {
        return new Object[] {image};
      }
      Integer label = labels == null ? null : (Integer) (labels.next()[0] & 0xff);
      return new Object[] {image, schema.column(1).check(label)};
    }

    @Override
    public RecordOrigin origin() {
      return new RecordOrigin(images.header().uri(), row - 1);
    }

    @Override
    public void close() throws IOException {
      images.close();
      if (labels != null) {
        labels.close();
      }
    }
  }
}
