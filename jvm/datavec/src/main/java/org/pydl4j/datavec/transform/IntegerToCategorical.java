package org.pydl4j.datavec.transform;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/** Replaces an index by its category. DL4J: integerToCategorical. */
public record IntegerToCategorical(String column, List<String> categories) implements ColumnTransform {
  public IntegerToCategorical {
    categories = List.copyOf(categories);
  }

  @Override
  public Column output(Column in) {
    Columns.require("IntegerToCategorical", in, ColumnType.INTEGER);
    return Column.categorical(in.name(), categories);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    return v -> {
      int i = (Integer) v;
      if (i < 0 || i >= categories.size()) {
        throw new IllegalArgumentException("[column '" + column + "'] no category has that index: got " + i
            + "; expected 0 to " + (categories.size() - 1) + ".");
      }
      return categories.get(i);
    };
  }
}
