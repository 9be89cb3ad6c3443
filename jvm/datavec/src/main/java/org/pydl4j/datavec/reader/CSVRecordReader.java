package org.pydl4j.datavec.reader;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.io.Streams;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.RecordOrigin;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Comma-separated values, RFC 4180, UTF-8, gzip or not; each file is one part. Empty cells are missing values (empty
 * text in STRING columns); blank lines are not rows. DL4J: CSVRecordReader.
 *
 * @param skipLines lines before the first row of each file, such as a header
 */
public record CSVRecordReader(int skipLines, char delimiter, char quote) implements RecordReader {

  private static final int INFERENCE_ROWS = 1000;

  public CSVRecordReader {
    if (skipLines < 0 || delimiter == quote || delimiter == '\n' || quote == '\n') {
      throw new IllegalArgumentException("[CSVRecordReader] got skipLines " + skipLines + ", delimiter '" + delimiter
          + "', quote '" + quote
          + "'; expected skipLines >= 0 and two different characters.");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("skipLines", 0, "delimiter", ',', "quote", '"');
  }

  /** Commas and double quotes. */
  public static CSVRecordReader of(int skipLines) {
    return new CSVRecordReader(skipLines, ',', '"');
  }

  /**
   * Names from the last skipped line, if any, else column0, column1, ...; the narrowest type that fits the first 1,000
   * rows.
   */
  @Override
  public Schema inspect(Files files, List<String> uris) throws IOException {
    String uri = RecordReader.expand(files, uris).get(0);
    List<ColumnType> types = new ArrayList<>();
    List<String> names = rows(files, uri, INFERENCE_ROWS, fields -> {
      for (int i = 0; i < fields.size(); i++) {
        if (i == types.size()) {
          types.add(null);
        }
        types.set(i, narrowest(types.get(i), fields.get(i)));
      }
    });
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < Math.max(names.size(), types.size()); i++) {
      ColumnType type = i < types.size() && types.get(i) != null ? types.get(i) : ColumnType.STRING;
      boolean named = i < names.size() && !names.get(i).isBlank();
      columns.add(Column.of(named ? names.get(i).strip() : "column" + i, type).asGuessed());
    }
    return new Schema(columns);
  }

  @Override
  public Schema inspect(Files files, List<String> uris, Map<String, ColumnType> stated) throws IOException {
    Schema schema = inspect(files, uris);
    Map<Integer, Set<String>> categories = new HashMap<>();
    for (Map.Entry<String, ColumnType> of : stated.entrySet()) {
      int i = schema.index(of.getKey());
      schema = schema.with(i, schema.column(i).as(of.getValue()));
      if (of.getValue() == ColumnType.CATEGORICAL) {
        categories.put(i, new TreeSet<>());
      }
    }
    for (String uri : categories.isEmpty() ? List.<String>of() : RecordReader.expand(files, uris)) {
      rows(files, uri, Long.MAX_VALUE, fields -> categories.forEach((i, values) -> {
        if (i < fields.size() && !fields.get(i).isEmpty()) {
          values.add(fields.get(i));
        }
      }));
    }
    for (Map.Entry<Integer, Set<String>> of : categories.entrySet()) {
      String name = schema.column(of.getKey()).name();
      schema = schema.with(of.getKey(), Column.categorical(name, List.copyOf(of.getValue())));
    }
    return schema;
  }

  /** Shows the first rows of a file, and returns the fields of the last line that is skipped before them. */
  private List<String> rows(Files files, String uri, long most, Consumer<List<String>> row) throws IOException {
    try (Reader in = Streams.text(files, uri)) {
      CSVParser parser = new CSVParser(in, delimiter, quote);
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < skipLines; i++) {
        parser.next(fields);
      }
      List<String> names = List.copyOf(fields);
      for (long i = 0; i < most && parser.next(fields); i++) {
        row.accept(fields);
      }
      return names;
    } catch (CharacterCodingException e) {
      throw new IOException("[reader] not UTF-8 text: got " + uri + ". Convert the file.", e);
    } catch (EOFException | ZipException e) {
      throw new IOException(
          "[reader] corrupt or truncated file: got " + uri + " (" + e.getMessage() + "). Copy it again.", e);
    }
  }

  private static ColumnType narrowest(ColumnType soFar, String text) {
    if (text.isEmpty()) {
      return soFar;
    }
    for (ColumnType t : List.of(ColumnType.INTEGER, ColumnType.LONG, ColumnType.DOUBLE)) {
      if (soFar == null || t.compareTo(soFar) >= 0) {
        try {
          Column.of("x", t).parse(text);
          return t;
        } catch (IllegalArgumentException e) {
          continue;
        }
      }
    }
    return ColumnType.STRING;
  }

  @Override
  public List<Part> parts(Files files, List<String> uris, int wanted) throws IOException {
    return Part.groups(RecordReader.expand(files, uris), wanted);
  }

  @Override
  public RecordIterator read(Files files, Part part, Schema schema, InvalidRows invalid) throws IOException {
    return new Rows(new FileSequence(part.uris(), uri -> open(files, uri, schema)), invalid);
  }

  private Rows.Source open(Files files, String uri, Schema schema) throws IOException {
    Reader in = Streams.text(files, uri);
    CSVParser parser = new CSVParser(in, delimiter, quote);
    for (int i = 0; i < skipLines; i++) {
      parser.skipLine();
    }
    List<String> fields = new ArrayList<>();
    return new Rows.Source() {
      @Override
      public Object[] read() throws IOException {
        while (parser.next(fields)) {
          if (fields.size() > 1 || schema.size() == 1 || !fields.get(0).isEmpty()) {
            return parse(fields, schema);
          }
        }
        return null;
      }

      @Override
      public RecordOrigin origin() {
        return new RecordOrigin(uri, parser.rowLine());
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  /** The typed values of one row of text. */
  public static Object[] parse(List<String> fields, Schema schema) {
    if (fields.size() != schema.size()) {
      throw new IllegalArgumentException("[csv] wrong number of fields: got " + fields.size() + "; expected "
          + schema.size()
          + " as in the schema. Check the delimiter and the quotes.");
    }
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = schema.column(i).parse(fields.get(i));
    }
    return values;
  }
}
