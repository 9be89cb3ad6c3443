package org.pydl4j.datavec.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Finds truncated and damaged PNG and JPEG files, which decoders fill up with gray and pass. Other formats are left to
 * the decoder.
 */
final class Damage {
  private static final long PNG = 0x89504e470d0a1a0aL;
  private static final int IEND = 0x49454e44;

  private Damage() {}

  /** Raises IllegalArgumentException when the file is damaged. */
  static void check(byte[] file) {
    if (file.length == 0) {
      throw new IllegalArgumentException("[image] empty: got 0 bytes.");
    } else if (file.length >= 8 && ByteBuffer.wrap(file).getLong() == PNG) {
      checkPng(ByteBuffer.wrap(file, 8, file.length - 8));
    } else if (file.length >= 3 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8 && (file[2] & 0xff) == 0xff) {
      checkJpeg(file);
    }
  }

  /** Chunks are length, type, data, CRC-32 of type and data; the last is IEND. */
  private static void checkPng(ByteBuffer b) {
    while (b.remaining() >= 12) {
      long length = b.getInt() & 0xffffffffL;
      if (length > b.remaining() - 8) {
        break;
      }
      int start = b.position();
      int type = b.getInt(start);
      CRC32 crc = new CRC32();
      crc.update(b.slice(start, (int) length + 4));
      b.position(start + 4 + (int) length);
      if ((int) crc.getValue() != b.getInt()) {
        throw new IllegalArgumentException("[image] damaged PNG: a checksum near byte " + start
            + " is wrong. Copy the file again.");
      }
      if (type == IEND) {
        return;
      }
    }
    throw new IllegalArgumentException("[image] truncated PNG: it ends without its last chunk. Copy the file again.");
  }

  /**
   * Segments are FF, marker, length; the coded data behind SOS runs to the next marker that is neither FF00 nor RST;
   * the last is EOI.
   */
  private static void checkJpeg(byte[] f) {
    int i = 2;
    while (i + 1 < f.length) {
      int marker = f[i + 1] & 0xff;
      if (f[i] != (byte) 0xff) {
        throw new IllegalArgumentException("[image] damaged JPEG: no marker at byte " + i + ". Copy the file again.");
      } else if (marker == 0xff) {
        i++;
      } else if (marker == 0xd9) {
        return;
      } else if (marker >= 0xd0 && marker <= 0xd8 || marker == 0x01) {
        i += 2;
      } else {
        i = i + 3 < f.length ? i + 2 + ((f[i + 2] & 0xff) << 8 | f[i + 3] & 0xff) : f.length;
        i = marker == 0xda ? endOfScan(f, i) : i;
      }
    }
    throw new IllegalArgumentException("[image] truncated JPEG: it ends without its end marker. Copy the file again.");
  }

  private static int endOfScan(byte[] f, int from) {
    int i = from;
    while (i + 1 < f.length) {
      int next = f[i + 1] & 0xff;
      if (f[i] == (byte) 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
        return i;
      }
      i++;
    }
    return f.length;
  }
}
