package org.pydl4j.datavec.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.pydl4j.datavec.record.Image;

/** Decodes with the JDK's ImageIO. Orientation in EXIF is applied. */
final class ImageIODecoder implements ImageCodec.Decoder {
  ImageIODecoder() {
    ImageIO.setUseCache(false);
  }

  @Override
  public Image decode(byte[] file, int channels) {
    Image image = stored(file, channels);
    return image == null ? null : Orientation.upright(image, Orientation.of(file));
  }

  private static Image stored(byte[] file, int channels) {
    BufferedImage in;
    try {
      in = ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("[image] damaged: " + e.getMessage() + ". Copy the file again.", e);
    }
    if (in == null) {
      return null;
    }
    int h = in.getHeight();
    int w = in.getWidth();
    if (in.getRaster().getNumBands() == 1 && in.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      return Pixels.convert(gray(in, h, w), channels);
    }
    int[] argb = in.getRGB(0, 0, w, h, null, 0, w);
    byte[] out = new byte[h * w * 3];
    for (int i = 0; i < argb.length; i++) {
      out[i * 3] = (byte) (argb[i] >> 16);
      out[i * 3 + 1] = (byte) (argb[i] >> 8);
      out[i * 3 + 2] = (byte) argb[i];
    }
    return Pixels.convert(new Image(h, w, 3, out), channels);
  }

  /** The raw gray levels: getRGB would apply a gamma to them. */
  private static Image gray(BufferedImage in, int h, int w) {
    byte[] out = new byte[h * w];
    in.getRaster().getDataElements(0, 0, w, h, out);
    return new Image(h, w, 1, out);
  }
}
