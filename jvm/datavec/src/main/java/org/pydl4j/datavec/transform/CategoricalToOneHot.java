package org.pydl4j.datavec.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

/**
 * Replaces a categorical column by one INTEGER column per category, named column[category], 1 where it is. DL4J:
 * categoricalToOneHot.
 */
public record CategoricalToOneHot(String column) implements Transform {
  @Override
  public Schema apply(Schema in) {
    int at = in.index(column);
    Column c = Columns.require("CategoricalToOneHot", in.column(at), ColumnType.CATEGORICAL);
    List<Column> columns = new ArrayList<>(in.columns());
    columns.remove(at);
    columns.addAll(at, c.categories().stream().map(k -> Column.of(c.name() + "[" + k + "]", ColumnType.INTEGER))
        .toList());
    return new Schema(columns);
  }

  @Override
  public RowFunction bind(Schema in) {
    int at = in.index(column);
    Function<Object, Integer> indexer = Categories.indexer(in.column(at));
    int n = in.column(at).categories().size();
    return row -> Columns.spread(row, at, row[at] == null ? new Object[n] : OneHot.of(indexer.apply(row[at]), n));
  }
}
