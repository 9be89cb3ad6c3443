package org.pydl4j.datavec.transform;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Replaces a category by its index. DL4J: categoricalToInteger. */
public record CategoricalToInteger(String column) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    Columns.require("CategoricalToInteger", in, ColumnType.CATEGORICAL);
    double last = in.categories().size() - 1;
    return new Column(in.name(), ColumnType.INTEGER, List.of(), List.of(), 0.0, last);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return Categories.indexer(in)::apply;
  }
}
