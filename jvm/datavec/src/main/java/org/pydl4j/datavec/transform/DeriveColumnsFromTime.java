package org.pydl4j.datavec.transform;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Adds INTEGER columns with parts of a TIME column, UTC. DL4J: DeriveColumnsFromTimeTransform.
 *
 * @param derived the new columns, in order
 */
public record DeriveColumnsFromTime(String column, List<Derived> derived) implements Transform {
  /** A new column and the part of the time that it holds. */
  public record Derived(String name, TimeField field) implements java.io.Serializable {}

  public DeriveColumnsFromTime {
    derived = List.copyOf(derived);
  }

  @Override
  public Schema apply(Schema in) {
    in.index(column, ColumnType.TIME);
    List<Column> columns = new ArrayList<>(in.columns());
    derived.forEach(d -> columns.add(Column.of(d.name(), ColumnType.INTEGER)));
    return new Schema(columns);
  }

  @Override
  public RowFunction bind(Schema in) {
    int i = in.index(column, ColumnType.TIME);
    TimeField[] fields = derived.stream().map(Derived::field).toArray(TimeField[]::new);
    return row -> {
      Object[] next = Arrays.copyOf(row, row.length + fields.length);
      if (row[i] != null) {
        ZonedDateTime t = Instant.ofEpochMilli((Long) row[i]).atZone(ZoneOffset.UTC);
        for (int k = 0; k < fields.length; k++) {
          next[row.length + k] = fields[k].of(t);
        }
      }
      return next;
    };
  }
}
