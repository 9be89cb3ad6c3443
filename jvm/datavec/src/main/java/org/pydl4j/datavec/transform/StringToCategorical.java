package org.pydl4j.datavec.transform;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.nd.json.Nearest;

/** Declares a STRING column to be categorical. DL4J: stringToCategorical. */
public record StringToCategorical(String column, List<String> categories) implements ColumnTransform {
  public StringToCategorical {
    categories = List.copyOf(categories);
  }

  @Override
  public Column output(Column in) {
    Columns.require("StringToCategorical", in, ColumnType.STRING);
    return Column.categorical(in.name(), categories);
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    Set<String> known = new HashSet<>(categories);
    return v -> {
      if (!known.contains(v)) {
        throw new IllegalArgumentException("[column '" + column + "'] unknown category: got '" + v + "'; "
            + Nearest.hint((String) v, categories));
      }
      return v;
    };
  }
}
