package org.pydl4j.datavec.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pydl4j.datavec.record.Image;

/** How a camera was held, as EXIF in a JPEG says (tag 274): 1 upright, 2 to 8 mirrored or turned. */
final class Orientation {
  private static final int TAG = 274;
  private static final int EXIF = 0x45786966;

  private Orientation() {}

  /** The orientation that a file tells; 1 where it tells none. */
  static int of(byte[] file) {
    try {
      ByteBuffer b = ByteBuffer.wrap(file);
      for (int i = 2; (b.getShort(0) & 0xffff) == 0xffd8 && (b.get(i) & 0xff) == 0xff; i += 2 + length(b, i)) {
        int marker = b.get(i + 1) & 0xff;
        if (marker == 0xda) {
          break;
        } else if (marker == 0xe1 && b.getInt(i + 4) == EXIF) {
          return ofExif(b.slice(i + 10, length(b, i) - 8));
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return 1; // the decoder tells what is wrong with the image itself
    }
    return 1;
  }

  private static int length(ByteBuffer b, int marker) {
    return b.getShort(marker + 2) & 0xffff;
  }

  /** EXIF is a TIFF file: its byte order, then a directory of entries of 12 bytes. */
  private static int ofExif(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    for (int i = 0; i < (tiff.getShort(directory) & 0xffff); i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** The image as it was seen. */
  static Image upright(Image in, int orientation) {
    if (orientation == 1) {
      return in;
    }
    boolean turned = orientation >= 5;
    int height = turned ? in.width() : in.height();
    int width = turned ? in.height() : in.width();
    int channels = in.channels();
    byte[] from = in.pixels();
    byte[] out = new byte[from.length];
    boolean down = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    boolean right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = turned ? x : y;
        int column = turned ? y : x;
        row = down ? in.height() - 1 - row : row;
        column = right ? in.width() - 1 - column : column;
        System.arraycopy(from, (row * in.width() + column) * channels, out, (y * width + x) * channels, channels);
      }
    }
    return new Image(height, width, channels, out);
  }
}
