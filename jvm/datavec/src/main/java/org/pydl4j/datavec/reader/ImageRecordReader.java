package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pydl4j.datavec.image.ImageCodec;
import org.pydl4j.datavec.image.Pixels;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;

/**
 * One image file (PNG, JPEG, BMP, ...) is one record: (IMAGE "image" of that size, CATEGORICAL "label"). Files whose
 * names end in none of the known image endings are left out. Images of another size are resized. DL4J:
 * ImageRecordReader.
 *
 * @param channels 1 (gray) or 3 (red, green, blue)
 * @param label null for records without label
 */
public record ImageRecordReader(int height, int width, int channels, PathLabel label) implements RecordReader {
  public ImageRecordReader {
    if (height < 1 || width < 1 || channels != 1 && channels != 3) {
      throw new IllegalArgumentException("[ImageRecordReader] got " + height + "x" + width + ", " + channels
          + " channels; expected at least 1x1 pixels of 1 or 3 channels.");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("channels", 3, "label", new PathLabel.ParentPathLabel());
  }

  private static List<String> images(Files files, List<String> uris) throws IOException {
    List<String> images = RecordReader.expand(files, uris).stream().filter(ImageCodec::isImageName).toList();
    if (images.isEmpty()) {
      throw new IllegalArgumentException("[ImageRecordReader] no images found: got " + uris
          + "; expected files that end in one of "
          + ImageCodec.endings() + ".");
    }
    return images;
  }

  @Override
  public Schema inspect(Files files, List<String> uris) throws IOException {
    Column image = Column.image("image", channels, height, width);
    if (label == null) {
      return Schema.of(image);
    }
    TreeSet<String> labels = new TreeSet<>();
    images(files, uris).forEach(uri -> labels.add(label.of(uri)));
    return Schema.of(image, Column.categorical("label", List.copyOf(labels)));
  }

  @Override
  public List<Part> parts(Files files, List<String> uris, int wanted) throws IOException {
    return Part.groups(images(files, uris), wanted);
  }

  @Override
  public RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) {
    return new Rows(new Rows.Source() {
      private int next;

      @Override
      public Object[] read() throws IOException {
        if (next == part.uris().size()) {
          return null;
        }
        String uri = part.uris().get(next++);
        byte[] bytes;
        try (InputStream in = files.open(uri)) {
          bytes = in.readAllBytes();
        }
        Image image = Pixels.resize(ImageCodec.decode(bytes, channels), height, width);
        return label == null || schema.size() == 1 ? new Object[] {image}
            : new Object[] {image, schema.column(1).check(label.of(uri))};
      }

      @Override
      public RecordOrigin origin() {
        return new RecordOrigin(part.uris().get(Math.max(0, next - 1)), 0);
      }

      @Override
      public void close() {}
    }, invalid);
  }
}
