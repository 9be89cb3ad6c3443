package com.example.records;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.io.Streams;
import org.pydl4j.datavec.reader.FileSequence;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.reader.Rows;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Doc;

@Doc("Lines of key=value pairs, in any order: a=1 b=2.")
public record KeyValueReader(@Doc("the keys, one column of doubles each") List<String> keys) implements RecordReader {
  public KeyValueReader {
    keys = List.copyOf(keys);
  }

  @Override
  public Schema inspect(Files files, List<String> uris) {
    return Schema.builder().addColumnDouble(keys.toArray(String[]::new)).build();
  }

  @Override
  public List<Part> parts(Files files, List<String> uris, int wanted) throws IOException {
    return Part.groups(RecordReader.expand(files, uris), wanted);
  }

  @Override
  public RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) {
    return new Rows(new FileSequence(part.uris(), uri -> new Lines(files, uri, schema)), invalid);
  }

  /** The rows of one file. */
  private static final class Lines implements Rows.Source {
    private final String uri;
    private final Schema schema;
    private final BufferedReader in;
    private long line;

    Lines(Files files, String uri, Schema schema) throws IOException {
      this.uri = uri;
      this.schema = schema;
      this.in = new BufferedReader(Streams.text(files, uri));
    }

    @Override
    public Object[] read() throws IOException {
      line++;
      String text = in.readLine();
      if (text == null) {
        return null;
      }
      Object[] row = new Object[schema.size()];
      for (String pair : text.strip().split("\\s+")) {
        String[] keyAndValue = pair.split("=", 2);
        if (keyAndValue.length != 2) {
          throw new IllegalArgumentException("[KeyValueReader] no pair: got '" + pair + "'; expected key=value.");
        }
        int at = schema.index(keyAndValue[0]);
        row[at] = schema.column(at).parse(keyAndValue[1]);
      }
      return row;
    }

    @Override
    public RecordOrigin origin() {
      return new RecordOrigin(uri, line);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
