package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Open;

/**
 * How files become records: a value without any path in it, so that it can be saved with a model. Which files, says the
 * caller.
 *
 * <p>{@link #parts} cuts the input into pieces that can be read anywhere in any order; a local run reads them one after
 * another, Spark one per task. DL4J: RecordReader plus InputSplit.
 */
@Open
public interface RecordReader {
  /** The schema of these files as far as they tell; a saved pipeline keeps it. */
  Schema inspect(Files files, List<String> uris) throws IOException;

  /**
   * The same with types of columns as the caller states them, instead of guessed ones; the categories of CATEGORICAL
   * ones are all values in the files, sorted.
   */
  default Schema inspect(Files files, List<String> uris, Map<String, ColumnType> stated) throws IOException {
    if (!stated.isEmpty()) {
      throw new IllegalArgumentException("[reader] " + getClass().getSimpleName() + " guesses no types: got types of "
          + stated.keySet() + "; expected none. Convert columns with a TransformProcess.");
    }
    return inspect(files, uris);
  }

  /** Pieces of the input in order, at most about {@code wanted}; uris are files, directories and globs. */
  List<Part> parts(Files files, List<String> uris, int wanted) throws IOException;

  /**
   * Reads one piece.
   *
   * @param schema what {@link #inspect} said, or stricter
   * @param invalid takes the rows that can't be read; broken files raise in any case
   */
  RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) throws IOException;

  /** What becomes of images, those that are served included; null where they stay as they are. */
  default ImageForm images() {
    return null;
  }

  /** The files that the names stand for, in order. */
  static List<String> expand(Files files, List<String> uris) throws IOException {
    if (uris.isEmpty()) {
      throw new IllegalArgumentException("[reader] no input: got an empty list; expected files, directories or globs.");
    }
    List<String> all = new ArrayList<>();
    for (String uri : uris) {
      all.addAll(files.list(uri));
    }
    return all;
  }
}
