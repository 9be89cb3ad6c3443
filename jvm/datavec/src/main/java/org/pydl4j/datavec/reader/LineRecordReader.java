package org.pydl4j.datavec.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.io.Streams;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.Schema;

/** Each line of UTF-8 text is a record with one STRING column "line". DL4J: LineRecordReader. */
public record LineRecordReader() implements RecordReader {
  @Override
  public Schema inspect(Files files, List<String> uris) {
    return Schema.builder().addColumnString("line").build();
  }

  @Override
  public List<Part> parts(Files files, List<String> uris, int wanted) throws IOException {
    return Part.groups(RecordReader.expand(files, uris), wanted);
  }

  @Override
  public RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) {
    return new Rows(new FileSequence(part.uris(), uri -> open(files, uri)), invalid);
  }

  private static Rows.Source open(Files files, String uri) throws IOException {
    BufferedReader in = new BufferedReader(Streams.text(files, uri));
    return new Rows.Source() {
      private long line;

      @Override
      public Object[] read() throws IOException {
        line++;
        String text = in.readLine();
        return text == null ? null : new Object[] {text};
      }

      @Override
      public RecordOrigin origin() {
        return new RecordOrigin(uri, line);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
