package org.pydl4j.datavec.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * What an image file's header claims of its size, read before any decoder allocates for it. Formats whose header is not
 * known here are not decoded.
 *
 * @param height rows, unsigned
 * @param width columns, unsigned
 */
record ImageSize(long height, long width) {
  /** The file formats that are decoded: how a file begins, and where its size stands. */
  private enum Format {
    PNG(b -> b.order(ByteOrder.BIG_ENDIAN).getLong(0) == 0x89504e470d0a1a0aL) {
      @Override
      ImageSize read(ByteBuffer b) {
        return new ImageSize(uint(b, 20), uint(b, 16));
      }
    },
    JPEG(b -> (b.order(ByteOrder.BIG_ENDIAN).getInt(0) >>> 8) == 0xffd8ff) {
      @Override
      ImageSize read(ByteBuffer b) {
        return jpeg(b);
      }
    },
    BMP(b -> b.order(ByteOrder.LITTLE_ENDIAN).getShort(0) == 0x4d42) {
      @Override
      ImageSize read(ByteBuffer b) {
        return b.getInt(14) == 12 ? new ImageSize(ushort(b, 20), ushort(b, 18))
            : new ImageSize(Math.abs((long) b.getInt(22)), Math.abs((long) b.getInt(18)));
      }
    },
    GIF(b -> begins(b, 0, "GIF8")) {
      @Override
      ImageSize read(ByteBuffer b) {
        return gif(b.order(ByteOrder.LITTLE_ENDIAN));
      }
    },
    TIFF(b -> begins(b, 0, "II") && b.order(ByteOrder.LITTLE_ENDIAN).getShort(2) == 42
        || begins(b, 0, "MM") && b.order(ByteOrder.BIG_ENDIAN).getShort(2) == 42) {
      @Override
      ImageSize read(ByteBuffer b) {
        return tiff(b);
      }
    },
    WEBP(b -> begins(b, 0, "RIFF") && begins(b, 8, "WEBP")) {
      @Override
      ImageSize read(ByteBuffer b) {
        return webp(b.order(ByteOrder.LITTLE_ENDIAN));
      }
    },
    NETPBM(b -> b.get(0) == 'P' && b.get(1) >= '1' && b.get(1) <= '6' && Character.isWhitespace(b.get(2))) {
      @Override
      ImageSize read(ByteBuffer b) {
        b.position(2);
        long width = decimal(b);
        return new ImageSize(decimal(b), width);
      }
    };

    /** Says of a file whether it begins so, and leaves the buffer in the format's byte order. */
    private final Predicate<ByteBuffer> begins;

    Format(Predicate<ByteBuffer> begins) {
      this.begins = begins;
    }

    abstract ImageSize read(ByteBuffer b);

    boolean matches(ByteBuffer b) {
      try {
        return begins.test(b);
      } catch (IndexOutOfBoundsException e) {
        return false;
      }
    }
  }

  /** The size in a file's header; null when the format is not known. */
  static ImageSize of(byte[] file) {
    ByteBuffer b = ByteBuffer.wrap(file);
    for (Format format : Format.values()) {
      if (format.matches(b)) {
        try {
          return format.read(b);
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
          throw new IllegalArgumentException("[image] damaged " + format + ": its header breaks off or points outside"
              + " the file. Copy the file again.", e);
        }
      }
    }
    return null;
  }

  private ImageSize atLeast(long otherHeight, long otherWidth) {
    return new ImageSize(Math.max(height, otherHeight), Math.max(width, otherWidth));
  }

  /** The frame header: SOF0 to SOF15 without DHT (c4), JPG (c8) and DAC (cc). The largest where there are several. */
  private static ImageSize jpeg(ByteBuffer b) {
    ImageSize size = new ImageSize(0, 0);
    int i = 2;
    while (i + 3 < b.capacity()) {
      int marker = b.get(i + 1) & 0xff;
      if (b.get(i) != (byte) 0xff || marker == 0xff || marker == 0) {
        i++;
      } else if (marker >= 0xd0 && marker <= 0xd9 || marker == 0x01) {
        i += 2;
      } else {
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
          size = size.atLeast(ushort(b, i + 5), ushort(b, i + 7));
        }
        i += 2 + ushort(b, i + 2);
      }
    }
    return size;
  }

  /** The screen, and the first frame, which may be larger. */
  private static ImageSize gif(ByteBuffer b) {
    ImageSize size = new ImageSize(ushort(b, 8), ushort(b, 6));
    int flags = b.get(10);
    int i = 13 + (flags < 0 ? 3 << (flags & 7) + 1 : 0);
    while (b.get(i) == 0x21) { // extensions: label, then blocks up to an empty one
      i += 2;
      while (b.get(i) != 0) {
        i += 1 + (b.get(i) & 0xff);
      }
      i++;
    }
    return b.get(i) == 0x2c ? size.atLeast(ushort(b, i + 7), ushort(b, i + 5)) : size;
  }

  /** ImageWidth 256, ImageLength 257, TileWidth 322, TileLength 323 of the first directory. */
  private static ImageSize tiff(ByteBuffer b) {
    ImageSize size = new ImageSize(0, 0);
    int at = Math.toIntExact(uint(b, 4) <= b.capacity() ? uint(b, 4) : b.capacity());
    int entries = ushort(b, at);
    for (int i = 0; i < entries; i++) {
      int entry = at + 2 + 12 * i;
      int tag = ushort(b, entry);
      long value = ushort(b, entry + 2) == 3 ? ushort(b, entry + 8) : uint(b, entry + 8);
      if (tag == 256 || tag == 322) {
        size = size.atLeast(0, value);
      } else if (tag == 257 || tag == 323) {
        size = size.atLeast(value, 0);
      }
    }
    return size;
  }

  /** The canvas of VP8X, or the one frame of VP8 (lossy) and VP8L. */
  private static ImageSize webp(ByteBuffer b) {
    if (begins(b, 12, "VP8X")) {
      return new ImageSize((uint(b, 26) >> 8) + 1, (uint(b, 24) & 0xffffff) + 1); // 24 bits each, from 24 and 27 on
    } else if (begins(b, 12, "VP8L")) {
      long bits = uint(b, 21);
      return new ImageSize((bits >> 14 & 0x3fff) + 1, (bits & 0x3fff) + 1);
    } else if (begins(b, 12, "VP8 ")) {
      return new ImageSize(ushort(b, 28) & 0x3fff, ushort(b, 26) & 0x3fff);
    }
    throw new IllegalArgumentException("no image chunk");
  }

  /** The next number in decimal digits; comments run from # to the end of the line. */
  private static long decimal(ByteBuffer b) {
    int c = b.get();
    while (Character.isWhitespace(c) || c == '#') {
      while (c == '#' && b.get() != '\n') {
        // a comment
      }
      c = b.get();
    }
    long n = 0;
    for (; c >= '0' && c <= '9'; c = b.get()) {
      n = Math.min(n * 10 + c - '0', Integer.MAX_VALUE);
    }
    return n;
  }

  private static boolean begins(ByteBuffer b, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < ascii.length; i++) {
      if (b.get(at + i) != ascii[i]) {
        return false;
      }
    }
    return true;
  }

  private static int ushort(ByteBuffer b, int at) {
    return b.getShort(at) & 0xffff;
  }

  private static long uint(ByteBuffer b, int at) {
    return b.getInt(at) & 0xffffffffL;
  }
}
