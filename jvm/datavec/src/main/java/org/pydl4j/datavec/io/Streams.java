package org.pydl4j.datavec.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Opens files that may be compressed. */
public final class Streams {
  private static final int BUFFER_BYTES = 1 << 16;

  private Streams() {}

  /** The content of a file; gzip is recognized by its first two bytes, whatever the name. */
  public static InputStream open(Files files, String uri) throws IOException {
    BufferedInputStream in = new BufferedInputStream(files.open(uri), BUFFER_BYTES);
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
