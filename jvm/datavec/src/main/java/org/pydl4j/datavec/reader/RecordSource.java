package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.Filter;
import org.pydl4j.datavec.transform.TransformProcess;

/**
 * Records that can be read as often as one likes: a reader with its files, or a list, and what is derived from them.
 */
public interface RecordSource {
  /** The columns of the records. */
  Schema schema();

  /** Reads from the start. */
  RecordIterator open(InvalidRows invalid);

  /** How many rows there are, invalid ones included, or -1 when that is not known before reading. */
  long rows();

  /** Records in memory, checked against the schema when read. */
  static RecordSource of(Schema schema, List<Record> records) {
    return new Simple(schema, invalid -> CollectionRecordReader.read(records, schema, invalid), records.size());
  }

  /** The files as the reader sees them; null schema: the one that the files tell. */
  static RecordSource of(RecordReader reader, Schema schema, Files files, List<String> uris) {
    try {
      Schema s = schema == null ? reader.inspect(files, uris) : schema;
      List<Part> parts = reader.parts(files, uris, 1);
      boolean counted = parts.stream().allMatch(p -> p.rows() >= 0);
      long rows = counted ? parts.stream().mapToLong(Part::rows).sum() : -1;
      return new Simple(s, invalid -> new Chain(parts, part -> reader.read(files, part, s, invalid)), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The records after a transform process; those that it can't transform are invalid rows. */
  default RecordSource transform(TransformProcess process) {
    if (!process.initialSchema().equals(schema())) {
      throw new IllegalArgumentException("[transform] made for another schema: got " + process.initialSchema()
          + "; expected " + schema() + ".");
    }
    boolean filters = process.transforms().stream().anyMatch(t -> t instanceof Filter);
    long count = filters ? -1 : rows();
    return new Simple(process.finalSchema(), invalid -> new Mapped(open(invalid), process.bind(), invalid), count);
  }

  /**
   * A random share of the rows, the same at every reading: each row draws a number in [0, 1) from (seed, its file's
   * name, its position) and belongs to the share when {@code from <= number < to}; so it is in the same share on a
   * cluster. So {@code sample(s, 0, 0.8)} and {@code sample(s, 0.8, 1)} are a train/test split.
   */
  default RecordSource sample(long seed, double from, double to) {
    if (!(from >= 0 && from < to && to <= 1)) {
      throw new IllegalArgumentException("[sample] got " + from + " to " + to + "; expected 0 <= from < to <= 1.");
    }
    return new Simple(schema(), invalid -> new Sampled(open(invalid), seed, from, to), -1);
  }

  /** All records in a list; for small data and tests. */
  default List<Record> toList(InvalidRows invalid) {
    List<Record> all = new ArrayList<>();
    try (RecordIterator it = open(invalid)) {
      it.forEachRemaining(all::add);
    }
    return all;
  }

  /** A source made of its three parts. */
  record Simple(Schema schema, Opener opener, long rows) implements RecordSource {
    /** Starts a reading. */
    public interface Opener {
      /** The records from the first on; the caller closes them. */
      RecordIterator open(InvalidRows invalid);
    }

    @Override
    public RecordIterator open(InvalidRows invalid) {
      return opener.open(invalid);
    }
  }
}
