package org.pydl4j.datavec.reader;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.io.Streams;

/** The first bytes of an IDX file of unsigned bytes: 0, 0, 0x08, rank, then the dims as big-endian int. */
record IDXHeader(String uri, int[] dims) {
  private static final int UNSIGNED_BYTE = 0x08;

  static IDXHeader of(Files files, String uri) throws IOException {
    try (InputStream in = Streams.open(files, uri)) {
      return read(uri, in);
    }
  }

  static IDXHeader read(String uri, InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      int magic = data.readInt();
      int rank = magic & 0xff;
      if (magic >>> 16 != 0 || rank < 1 || rank > 3) {
        throw new IOException("[idx] not an IDX file of images or labels: got " + uri + " with magic number 0x"
            + Integer.toHexString(magic)
            + "; expected 0x0801 (labels) or 0x0803 (images). Check the file.");
      }
      int type = magic >>> 8 & 0xff;
      if (type != UNSIGNED_BYTE) {
        throw new IOException("[idx] unsupported element type: got 0x" + Integer.toHexString(type) + " in " + uri
            + "; expected 0x8, unsigned bytes. Convert the file.");
      }
      int[] dims = new int[rank];
      for (int i = 0; i < rank; i++) {
        dims[i] = data.readInt();
      }
      IDXHeader header = new IDXHeader(uri, dims);
      if (Arrays.stream(dims).anyMatch(d -> d < 0) || Arrays.stream(dims).skip(1).anyMatch(d -> d == 0)
          || header.rowBytes() > 1 << 30) {
        throw new IOException("[idx] impossible dims: got " + Arrays.toString(dims) + " in " + uri
            + ". The header is corrupt: copy the file again.");
      }
      return header;
    } catch (EOFException | ZipException e) {
      throw new IOException("[idx] truncated: got " + uri + ", which ends inside its header. Copy the file again.", e);
    }
  }

  int rows() {
    return dims[0];
  }

  /** Bytes of one row: the product of the other dims. */
  long rowBytes() {
    long n = 1;
    for (int i = 1; i < dims.length; i++) {
      n *= dims[i];
    }
    return n;
  }

  /** Bytes before row 0. */
  long bytes() {
    return 4 + 4L * dims.length;
  }
}
