package org.pydl4j.datavec.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

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
    } catch (ZipException | EOFException e) {
      in.close();
      throw new IOException("[files] damaged gzip file: got " + uri + " (" + e.getMessage() + "). Copy it again.", e);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
