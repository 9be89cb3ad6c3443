package org.pydl4j.datavec.reader;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.io.Streams;

/** The rows of one IDX file from a given one on, as byte arrays. */
final class IDXRows implements AutoCloseable {
  private final IDXHeader header;
  private final InputStream in;
  private long row;

  IDXRows(Files files, String uri, long firstRow) throws IOException {
    in = Streams.open(files, uri);
    try {
      header = IDXHeader.read(uri, in);
      skip(firstRow);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void skip(long rows) throws IOException {
    try {
      in.skipNBytes(rows * header.rowBytes());
      row = rows;
    } catch (EOFException | ZipException e) {
      throw truncated(e);
    }
  }

  IDXHeader header() {
    return header;
  }

  byte[] next() throws IOException {
    int n = (int) header.rowBytes();
    byte[] bytes;
    try {
      bytes = in.readNBytes(n); // grows with what is there: the header may claim anything
      if (bytes.length < n) {
        throw truncated(null);
      }
    } catch (EOFException | ZipException e) {
      throw truncated(e);
    }
    row++;
    return bytes;
  }

  /** Raises when bytes follow the last row. */
  void expectEnd() throws IOException {
    try {
      if (row == header.rows() && in.read() != -1) {
        throw new IOException("[idx] bytes follow the last row: got " + header.uri() + "; expected " + header.rows()
            + " rows of " + header.rowBytes()
            + " bytes as its header says. The file is corrupt: copy it again.");
      }
    } catch (EOFException | ZipException e) {
      throw truncated(e);
    }
  }

  private IOException truncated(IOException cause) {
    return new IOException("[idx] corrupt or truncated: got " + header.uri() + ", which breaks off in row " + row
        + "; expected " + header.rows()
        + " rows of " + header.rowBytes() + " bytes as its header says. Copy the file again.", cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
