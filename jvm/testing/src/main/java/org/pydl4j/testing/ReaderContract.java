package org.pydl4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pydl4j.datavec.io.LocalFiles;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Schema;

/**
 * A reader: records of the schema that it tells, each with its origin; the same records in any number of pieces, as
 * Spark's tasks read them, and after JSON.
 *
 * @param subject the reader
 * @param files content by name, at least two records
 */
public record ReaderContract(RecordReader subject, Map<String, byte[]> files) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, RecordReader.class));
    claims.put("reads records of its schema, the same in any pieces", () -> {
      Path folder = Files.createTempDirectory("contract");
      try {
        List<String> uris = new ArrayList<>();
        for (Map.Entry<String, byte[]> e : files.entrySet()) {
          Path file = folder.resolve(e.getKey());
          Files.createDirectories(file.getParent());
          uris.add(Files.write(file, e.getValue()).toString());
        }
        read(uris);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(p);
          }
        }
      }
    });
    return claims;
  }

  private void read(List<String> uris) throws IOException {
    Schema schema = subject.inspect(LocalFiles.INSTANCE, uris);
    List<Record> whole = records(uris, schema, 1);
    Checks.hold(whole.size() > 1, "got " + whole.size() + " records; expected at least two in the example.");
    whole.forEach(r -> Rows.fits(r.values(), schema));
    for (int pieces : new int[] {1, 2, 3, 100}) {
      Checks.equal(whole, records(uris, schema, pieces), "the records in " + pieces + " pieces");
    }
  }

  private List<Record> records(List<String> uris, Schema schema, int pieces) throws IOException {
    List<Record> out = new ArrayList<>();
    for (Part part : subject.parts(LocalFiles.INSTANCE, uris, pieces)) {
      try (RecordIterator it = subject.read(LocalFiles.INSTANCE, part, schema, InvalidRows.fail())) {
        while (it.hasNext()) {
          out.add(it.next());
          Checks.hold(it.origin() != null, "record " + out.size() + " has no origin.");
        }
      }
    }
    return out;
  }
}
