package org.pydl4j.datavec.image;

import java.util.List;
import java.util.Locale;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.nd.host.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes image files: OpenCV where its natives load, else javax.imageio, chosen once. */
public final class ImageCodec {
  private static final Logger LOG = LoggerFactory.getLogger(ImageCodec.class);
  /**
   * Pixels of the largest image that is decoded where nothing else is said: 8192 x 8192, 192 MiB in color. A file of a
   * few kilobytes may claim any size.
   */
  public static final long MOST_PIXELS = 1L << 26;
  /** As OpenCV's own limit. */
  private static final int MOST_SIDE = 1 << 20;
  private static final String REMEDY =
      "Add org.bytedeco:opencv, openblas and javacpp, each with your platform's classifier.";
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff",
      ".webp");

  private ImageCodec() {}

  /** A way to decode. */
  interface Decoder {
    /** The image with 1 or 3 channels, or null when the bytes are no image. */
    Image decode(byte[] file, int channels);
  }

  private static final class Chosen {
    static final Decoder DECODER = choose();

    private static Decoder choose() {
      try {
        Decoder d = new OpenCVDecoder();
        LOG.debug("images are decoded by OpenCV");
        return d;
      } catch (LinkageError | RuntimeException e) {
        Notice.warn(LOG, "[image] javax.imageio decodes, slower, and JPEG to values that differ in the last digits: "
            + "OpenCV does not load (" + e + "). " + REMEDY);
        return new ImageIODecoder();
      }
    }
  }

  /** The file name endings that readers of directories take. */
  public static List<String> endings() {
    return ENDINGS;
  }

  public static boolean isImageName(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /** As {@link #decode(byte[], int, long)} with {@link #MOST_PIXELS}. */
  public static Image decode(byte[] file, int channels) {
    return decode(file, channels, MOST_PIXELS);
  }

  /**
   * The image that a file's bytes hold. Its size is read from its header and compared before anything is allocated for
   * it; PNG and JPEG are checked for damage, which decoders pass over.
   *
   * @param channels 1 (gray) or 3 (red, green, blue)
   * @param mostPixels height x width of the largest image to decode
   * @throws IllegalArgumentException when the bytes are no image, a truncated or damaged one, one of more pixels, or
   *     one that does not fit into memory
   */
  public static Image decode(byte[] file, int channels, long mostPixels) {
    return decode(Chosen.DECODER, file, channels, mostPixels);
  }

  static Image decode(Decoder decoder, byte[] file, int channels, long mostPixels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("[image] got " + channels + " channels; expected 1 (gray) or 3 (color).");
    }
    Damage.check(file);
    ImageSize size = ImageSize.of(file);
    if (size == null) {
      throw unreadable(file);
    }
    long most = Math.min(mostPixels, Integer.MAX_VALUE / channels);
    if (size.height() > MOST_SIDE || size.width() > MOST_SIDE || size.height() * size.width() > most) {
      throw new IllegalArgumentException("[image] too large: got " + size.height() + " x " + size.width()
          + " pixels; expected at most " + most + ", and " + MOST_SIDE + " on each side. Scale it down, or raise"
          + " the reader's max_pixels (Java: maxPixels).");
    }
    try {
      Image image = decoder.decode(file, channels);
      if (image == null) {
        throw Chosen.DECODER instanceof OpenCVDecoder ? unreadable(file)
            : new IllegalArgumentException("[image] WebP, PNM and some others need OpenCV: got one of them, which "
                + "javax.imageio does not read. " + REMEDY);
      }
      return image;
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) { // OpenCV's and ImageIO's own, of every kind
      throw new IllegalArgumentException("[image] damaged: the decoder says " + firstLine(e) + " Copy the file again.",
          e);
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException("[image] too large for the memory: got " + size.height() + " x " + size.width()
          + " pixels. Scale it down, or give the JVM more.", e);
    }
  }

  private static IllegalArgumentException unreadable(byte[] file) {
    return new IllegalArgumentException("[image] not an image that can be read: got " + file.length
        + " bytes; expected PNG, JPEG, BMP, GIF, TIFF, WebP or PNM.");
  }

  private static String firstLine(Exception e) {
    String line = String.valueOf(e).lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 197) + "...";
  }
}
