package org.pydl4j.datavec.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where files are read from: the local disk, Hadoop's FileSystem, a test's memory. Names are URIs or plain paths. */
public interface Files {
  /** The bytes of a file from the start. */
  InputStream open(String uri) throws IOException;

  /**
   * The files at a file, below a directory (recursive) or matching a glob, sorted by name; hidden ones (. and _ first)
   * are left out.
   */
  List<String> list(String uri) throws IOException;

  /** The bytes of a file from an offset on. */
  default InputStream open(String uri, long offset) throws IOException {
    InputStream in = open(uri);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
