package org.pydl4j.datavec.transform;

import java.util.List;
import java.util.stream.IntStream;
import org.pydl4j.datavec.schema.Schema;

/** Puts the named columns first, in that order; the others follow. DL4J: reorderColumns. */
public record ReorderColumns(List<String> columns) implements Transform {
  public ReorderColumns {
    columns = List.copyOf(columns);
  }

  private int[] order(Schema in) {
    IntStream first = columns.stream().mapToInt(in::index);
    IntStream rest = IntStream.range(0, in.size()).filter(i -> !columns.contains(in.column(i).name()));
    return IntStream.concat(first, rest).toArray();
  }

  @Override
  public Schema apply(Schema in) {
    return Columns.select(in, order(in));
  }

  @Override
  public RowFunction bind(Schema in) {
    return Columns.select(order(in));
  }
}
