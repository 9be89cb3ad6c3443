package org.pydl4j.datavec.transform;

import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.datavec.schema.Schema;

/** Drops all other columns; the order stays. DL4J: removeAllColumnsExceptFor. */
public record KeepColumns(List<String> columns) implements Transform {
  public KeepColumns {
    columns = List.copyOf(columns);
  }

  private int[] kept(Schema in) {
    columns.forEach(in::index);
    return IntStream.range(0, in.size()).filter(i -> columns.contains(in.column(i).name())).toArray();
  }

  @Override
  public Schema apply(Schema in) {
    return Columns.select(in, kept(in));
  }

  @Override
  public RowFunction bind(Schema in) {
    return Columns.select(kept(in));
  }
}
