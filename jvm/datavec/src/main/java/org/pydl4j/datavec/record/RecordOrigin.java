package org.pydl4j.datavec.record;

import java.io.Serializable;

/**
 * Where a record came from.
 *
 * @param uri of the file, or a name of the collection
 * @param position line number from 1 in text files, row number from 0 in others
 */
public record RecordOrigin(String uri, long position) implements Serializable {
  @Override
  public String toString() {
    return uri + ":" + position;
  }
}
