package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.datavec.pipeline.Input;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.reader.RecordIterator;
import org.pydl4j.datavec.record.InvalidRow;
import org.pydl4j.datavec.record.InvalidRows;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.json.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task does with one part of a pipeline's input. */
record PartTask(String inputJson, Broadcast<HadoopFiles> files, int keptInvalid) implements Serializable {

  private static final Logger LOG = LoggerFactory.getLogger(PartTask.class);

  PipelineRows.Count count(Part part) {
    WorkerJvm.prepare();
    Input input = input();
    InvalidRows invalid = invalidRows(input);
    long rows = 0;
    try (RecordIterator records = input.read(files.value(), part, invalid)) {
      for (; records.hasNext(); rows++) {
        records.next();
      }
    }
    return new PipelineRows.Count(rows, invalid.count(), invalid.rows());
  }

  Iterator<RowBlock> blocks(int source, Part part) {
    WorkerJvm.prepare();
    return new Blocks(source, part);
  }

  private Input input() {
    return Records.fromText(inputJson, Input.class);
  }

  private InvalidRows invalidRows(Input input) {
    return input.invalid() == InvalidRows.Policy.FAIL ? InvalidRows.fail() : InvalidRows.collect(keptInvalid);
  }

  private final class Blocks implements Iterator<RowBlock> {
    private final int source;
    private final Input input = input();
    private final InvalidRows invalid = invalidRows(input);
    private final RecordIterator records;
    private final int blockRows;
    private int sequence;

    Blocks(int source, Part part) {
      this.source = source;
      this.blockRows = RowBlock.rowsPerBlock(input.pipeline().encoder().width());
      this.records = input.read(files.value(), part, invalid);
      TaskContext.get().addTaskCompletionListener(task -> {
        records.close();
        if (invalid.count() > 0) {
          InvalidRow first = invalid.rows().get(0);
          LOG.warn("{} rows of part {} could not be used; the first: {} {}",
              invalid.count(), source, first.origin(), first.reason());
        }
      });
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public RowBlock next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<Record> rows = new ArrayList<>();
      while (rows.size() < blockRows && records.hasNext()) {
        rows.add(records.next());
      }
      try (Batch batch = input.pipeline().encode(rows)) {
        return RowBlock.of(source, sequence++, batch);
      }
    }
  }
}
