package org.pydl4j.datavec.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files that may be compressed, and text that may begin with a byte order mark. */
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

  /** The content of a file in UTF-8, without the byte order mark that some programs put before it. */
  public static Reader text(Files files, String uri) throws IOException {
    InputStream content = open(files, uri);
    try {
      BufferedInputStream in =
          content instanceof BufferedInputStream b ? b : new BufferedInputStream(content, BUFFER_BYTES);
      in.mark(3);
      if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) {
        in.reset();
      }
      return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    } catch (ZipException | EOFException e) {
      content.close();
      throw new IOException("[files] damaged gzip file: got " + uri + " (" + e.getMessage() + "). Copy it again.", e);
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }
}
