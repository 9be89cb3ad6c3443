package org.pydl4j.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydl4j.datavec.io.LocalFiles;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.RecordJson;
import org.pydl4j.datavec.reader.CSVRecordReader;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/** A CSV file with a header, whose rows go through the pipeline of a model. */
final class RowFile {
  /** Takes a row as JSON, an array of the pipeline's columns. */
  interface Rows {
    void take(byte[] json);
  }

  private RowFile() {}

  static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.gz)?");
  }

  /** Shows each row, its columns in any order; those that the pipeline does not know raise IllegalArgumentException. */
  static void read(Path file, BoundPipeline pipeline, Rows rows) throws IOException {
    CSVRecordReader reader = CSVRecordReader.of(1);
    List<String> files = List.of(file.toString());
    List<String> names = reader.inspect(LocalFiles.INSTANCE, files).names();
    Schema texts = new Schema(names.stream().map(name -> Column.of(name, ColumnType.STRING)).toList());
    InvalidRows none = InvalidRows.of(InvalidRows.Policy.FAIL);
    try (RecordIterator all =
        reader.read(LocalFiles.INSTANCE, reader.parts(LocalFiles.INSTANCE, files, 1).get(0), texts, none)) {
      while (all.hasNext()) {
        Record row = all.next();
        Map<String, String> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
          columns.put(names.get(i), (String) row.get(i));
        }
        String where = all.origin().toString();
        try {
          String json = RecordJson.write(new Record(pipeline.read(columns))).toString();
          rows.take(json.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("[predict at " + where + "] " + e.getMessage(), e);
        }
      }
    }
  }
}
