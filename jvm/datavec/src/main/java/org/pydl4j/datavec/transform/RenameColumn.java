package org.pydl4j.datavec.transform;

import org.pydl4j.datavec.schema.Schema;

/** Gives a column another name. DL4J: renameColumn. */
public record RenameColumn(String column, String newName) implements Transform {
  @Override
  public Schema apply(Schema in) {
    int i = in.index(column);
    return in.with(i, in.column(i).named(newName));
  }

  @Override
  public RowFunction bind(Schema in) {
    return row -> row;
  }
}
