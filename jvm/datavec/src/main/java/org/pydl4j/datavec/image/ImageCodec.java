package org.pydl4j.datavec.image;

import java.util.List;
import java.util.Locale;
import org.pydl4j.datavec.record.Image;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes image files: OpenCV where its natives load, else javax.imageio, chosen once. */
public final class ImageCodec {
  private static final Logger LOG = LoggerFactory.getLogger(ImageCodec.class);
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
        LOG.warn("OpenCV's natives don't load ({}); images are decoded by javax.imageio, slower.",
            String.valueOf(e.getMessage()));
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

  /**
   * The image that a file's bytes hold. PNG and JPEG are first checked for damage, which decoders pass over.
   *
   * @param channels 1 (gray) or 3 (red, green, blue)
   * @throws IllegalArgumentException when the bytes are no image, or a truncated or damaged one
   */
  public static Image decode(byte[] file, int channels) {
    return decode(Chosen.DECODER, file, channels);
  }

  static Image decode(Decoder decoder, byte[] file, int channels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("[image] got " + channels + " channels; expected 1 (gray) or 3 (color).");
    }
    Damage.check(file);
    Image image = decoder.decode(file, channels);
    if (image == null) {
      throw new IllegalArgumentException("[image] not an image that can be read: got " + file.length
          + " bytes; expected PNG, JPEG, BMP, GIF, TIFF or WebP.");
    }
    return image;
  }
}
