package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.util.List;
import org.pydl4j.datavec.record.RecordOrigin;

/** The rows of several files, one file open at a time. */
public final class FileSequence implements Rows.Source {
  /** Opens one of the files. */
  public interface Opener {
    /** The rows of a file. */
    Rows.Source open(String uri) throws IOException;
  }

  private final List<String> uris;
  private final Opener opener;
  private int nextFile;
  private Rows.Source current;

  public FileSequence(List<String> uris, Opener opener) {
    this.uris = uris;
    this.opener = opener;
  }

  @Override
  public Object[] read() throws IOException {
    while (true) {
      if (current == null) {
        if (nextFile == uris.size()) {
          return null;
        }
        current = opener.open(uris.get(nextFile++));
      }
      Object[] row = located();
      if (row != null) {
        return row;
      }
      close();
    }
  }

  private Object[] located() throws IOException {
    try {
      return current.read();
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new IOException("[reader] not UTF-8 text: got " + uris.get(nextFile - 1) + " near line "
          + current.origin().position() + ". Convert the file.", e);
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      throw new IOException("[reader] corrupt or truncated file: got " + uris.get(nextFile - 1) + " (" + e.getMessage()
          + "). Copy it again.", e);
    }
  }

  @Override
  public RecordOrigin origin() {
    return current.origin();
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      Rows.Source done = current;
      current = null;
      done.close();
    }
  }
}
