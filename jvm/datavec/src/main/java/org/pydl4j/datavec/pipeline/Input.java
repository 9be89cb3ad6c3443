package org.pydl4j.datavec.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.io.Files;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.reader.RecordSource;
import org.pydl4j.datavec.reader.Sampled;
import org.pydl4j.datavec.record.InvalidRows;

/**
 * A pipeline and what it reads: the value that crosses from Python for local runs and Spark jobs alike.
 *
 * @param uris files, directories and globs
 * @param rows raw rows in memory instead, a JSON array of objects or arrays; null for files
 * @param share which rows, or null for all
 * @param invalid what happens to rows that can't be used
 */
public record Input(Pipeline pipeline, List<String> uris, String rows, Share share, InvalidRows.Policy invalid) {
  /** Rows whose number, drawn from (seed, file name, position), is in [from, to). */
  public record Share(long seed, double from, double to) {}

  public Input {
    uris = List.copyOf(uris);
  }

  /** Of files. */
  public Input(Pipeline pipeline, List<String> uris, Share share, InvalidRows.Policy invalid) {
    this(pipeline, uris, null, share, invalid);
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("rows", null);
    d.put("share", null);
    d.put("invalid", InvalidRows.Policy.FAIL);
    return d;
  }

  /** The transformed records. */
  public RecordSource records(Files files) {
    RecordSource all = rows == null ? pipeline.records(files, uris)
        : RecordJson.source(rows, pipeline.inputSchema()).transform(pipeline.transform());
    return share == null ? all : all.sample(share.seed, share.from, share.to);
  }

  /** The transformed records of one part, each fit for {@link Pipeline#encode}. */
  public RecordIterator read(Files files, Part part, InvalidRows rows) {
    RecordIterator all = pipeline.read(files, part, rows);
    return share == null ? all : new Sampled(all, share.seed, share.from, share.to);
  }
}
