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
 * @param maxPixels height x width of the largest file that is decoded; larger ones are invalid rows
 */
public record ImageRecordReader(int height, int width, int channels, PathLabel label, long maxPixels)
    implements RecordReader {
  public ImageRecordReader {
    if (height < 1 || width < 1 || channels != 1 && channels != 3 || maxPixels < 1) {
      throw new IllegalArgumentException("[ImageRecordReader] got " + height + "x" + width + ", " + channels
          + " channels, maxPixels " + maxPixels + "; expected at least 1x1 pixels of 1 or 3 channels, and maxPixels"
          + " from 1 on.");
    }
  }

  /** A reader of files of at most {@link ImageCodec#MOST_PIXELS}. */
  public ImageRecordReader(int height, int width, int channels, PathLabel label) {
    this(height, width, channels, label, ImageCodec.MOST_PIXELS);
  }

  static Map<String, Object> defaults() {
    return Map.of("channels", 3, "label", new PathLabel.ParentPathLabel(), "maxPixels", ImageCodec.MOST_PIXELS);
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
  public ImageForm images() {
    return new ImageForm(height, width, maxPixels);
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

  /** A file's content, unless it has more than any image of so many pixels can need. */
  private byte[] bytes(Files files, String uri) throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 16, 16 * Math.min(maxPixels, 1L << 32) + (1 << 20));
    try (InputStream in = files.open(uri)) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most) {
        throw new IllegalArgumentException(
            "[image] file too large: got more than " + most + " bytes; expected an image of at"
                + " most " + maxPixels + " pixels. Scale it down, or raise the reader's max_pixels (Java: maxPixels).");
      }
      return bytes;
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException("[image] file too large for the memory. Scale it down, or give the JVM more.",
          e);
    }
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
        Image image = Pixels.resize(ImageCodec.decode(bytes(files, uri), channels, maxPixels), height, width);
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
