package org.pydl4j.datavec.record;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The value of an IMAGE column: 8-bit pixels on the heap.
 *
 * @param channels 1 (gray), 3 (red, green, blue) or 4 (with alpha)
 * @param pixels [H, W, C], unsigned; not copied; do not change them afterwards
 */
public record Image(int height, int width, int channels, byte[] pixels) implements Serializable {
  public Image {
    if (height < 1 || width < 1 || channels < 1 || (long) height * width * channels != pixels.length) {
      throw new IllegalArgumentException("[image] " + pixels.length + " bytes do not fill [" + height + ", " + width
          + ", " + channels + "] pixels.");
    }
  }

  /** The pixel's value, 0 to 255. */
  public int at(int y, int x, int channel) {
    return pixels[(y * width + x) * channels + channel] & 0xff;
  }

  /**
   * Writes the pixels as [C, H, W] floats.
   *
   * @param levels the float of each of the 256 values
   * @param out at least C*H*W floats from the offset on
   */
  public void toFloats(float[] levels, float[] out, int offset) {
    if (channels == 1) {
      for (int i = 0; i < pixels.length; i++) {
        out[offset + i] = levels[pixels[i] & 0xff];
      }
      return;
    }
    int plane = height * width;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < plane; i++) {
        out[offset + c * plane + i] = levels[pixels[i * channels + c] & 0xff];
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Image i && height == i.height && width == i.width && channels == i.channels
        && Arrays.equals(pixels, i.pixels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "Image[" + channels + ", " + height + ", " + width + "]";
  }
}
