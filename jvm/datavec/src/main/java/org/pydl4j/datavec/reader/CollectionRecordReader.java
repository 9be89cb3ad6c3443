package org.pydl4j.datavec.reader;

import java.util.List;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;

/**
 * Records that are in memory already, checked against the schema. They are no part of the value's JSON: a saved
 * pipeline says only that its records are given. DL4J: CollectionRecordReader.
 */
public record CollectionRecordReader() implements RecordReader {
  /** The checked records of a list. */
  public static RecordIterator read(List<Record> records, Schema schema, InvalidRows invalid) {
    return new Rows(new Rows.Source() {
      private int at = -1;

      @Override
      public Object[] read() {
        at++;
        return at < records.size() ? check(records.get(at), schema) : null;
      }

      @Override
      public RecordOrigin origin() {
        return new RecordOrigin("collection", at);
      }

      @Override
      public void close() {}
    }, invalid);
  }

  /** The record's values when they fit the schema, else IllegalArgumentException. */
  public static Object[] check(Record record, Schema schema) {
    if (record.size() != schema.size()) {
      throw new IllegalArgumentException("[record] wrong number of values: got " + record.size() + "; expected "
          + schema.size() + ".");
    }
    for (int i = 0; i < schema.size(); i++) {
      Column c = schema.column(i);
      c.check(record.get(i));
    }
    return record.values();
  }

  @Override
  public Schema inspect(Files files, List<String> uris) {
    throw nothing();
  }

  @Override
  public List<Part> parts(Files files, List<String> uris, int wanted) {
    throw nothing();
  }

  @Override
  public RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) {
    throw nothing();
  }

  private static UnsupportedOperationException nothing() {
    return new UnsupportedOperationException("[CollectionRecordReader] has no files to read: its records are given"
        + " in memory. Use RecordSource.of(schema, records), or another reader.");
  }
}
