package org.pydl4j.datavec.schema;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nd.json.Records;

/** The columns of a record, in order. DL4J: Schema. */
public record Schema(List<Column> columns) implements Serializable {

  public Schema {
    columns = List.copyOf(columns);
    Set<String> seen = new HashSet<>();
    for (Column c : columns) {
      if (!seen.add(c.name())) {
        throw new IllegalArgumentException("[schema] two columns are named '" + c.name() + "': got "
            + columns.stream().map(Column::name).toList() + "; expected distinct names. Rename one.");
      }
    }
  }

  /** A schema of these columns. */
  public static Schema of(Column... columns) {
    return new Schema(List.of(columns));
  }

  /** A schema to be made column by column. */
  public static Builder builder() {
    return new Builder();
  }

  /** The number of columns. */
  public int size() {
    return columns.size();
  }

  /** The names of the columns in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether there is a column of that name. */
  public boolean has(String name) {
    return names().contains(name);
  }

  /** The position of a column; an unknown one raises IllegalArgumentException with the nearest name. */
  public int index(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("[schema] unknown column: got '" + name + "'; " + Nearest.hint(name, names()));
  }

  /** The column of that name; an unknown one raises an error with the nearest. */
  public Column column(String name) {
    return columns.get(index(name));
  }

  /** The column of that place. */
  public Column column(int index) {
    return columns.get(index);
  }

  /** The position of a column that must be of one of the types. */
  public int index(String name, ColumnType... types) {
    int i = index(name);
    ColumnType type = columns.get(i).type();
    if (!Arrays.asList(types).contains(type)) {
      throw new IllegalArgumentException("[schema] column '" + name + "' is " + type + "; expected "
          + Arrays.toString(types) + ".");
    }
    return i;
  }

  /** This schema with the column at that position replaced. */
  public Schema with(int index, Column column) {
    List<Column> next = new ArrayList<>(columns);
    next.set(index, column);
    return new Schema(next);
  }

  /** The schema as text. */
  public String toJson() {
    return Records.toText(this);
  }

  /** The schema that its JSON says. */
  public static Schema fromJson(String json) {
    return Records.fromText(json, Schema.class);
  }

  /** One column a line: name and type. */
  @Override
  public String toString() {
    StringBuilder s = new StringBuilder("Schema(");
    for (Column c : columns) {
      s.append("\n  ").append(c.name()).append(": ").append(c.type());
      s.append(c.categories().isEmpty() ? "" : " " + c.categories()).append(c.shape().isEmpty() ? "" : " " + c.shape());
    }
    return s.append(")").toString();
  }

  /** Adds columns one after another, as DL4J's Schema.Builder. */
  public static final class Builder {
    private final List<Column> columns = new ArrayList<>();

    private Builder() {}

    /** Adds a column. */
    public Builder add(Column column) {
      columns.add(column);
      return this;
    }

    private Builder addAll(ColumnType type, String... names) {
      for (String name : names) {
        columns.add(Column.of(name, type));
      }
      return this;
    }

    /** Adds columns of whole numbers of 32 bits. */
    public Builder addColumnInteger(String... names) {
      return addAll(ColumnType.INTEGER, names);
    }

    /** Adds columns of whole numbers of 64 bits. */
    public Builder addColumnLong(String... names) {
      return addAll(ColumnType.LONG, names);
    }

    /** Adds columns of numbers of 64 bits. */
    public Builder addColumnDouble(String... names) {
      return addAll(ColumnType.DOUBLE, names);
    }

    /** Adds columns of numbers of 32 bits. */
    public Builder addColumnFloat(String... names) {
      return addAll(ColumnType.FLOAT, names);
    }

    /** Adds columns of truth values. */
    public Builder addColumnBoolean(String... names) {
      return addAll(ColumnType.BOOLEAN, names);
    }

    /** Adds columns of text. */
    public Builder addColumnString(String... names) {
      return addAll(ColumnType.STRING, names);
    }

    /** Adds columns of points in time, milliseconds since 1970. */
    public Builder addColumnTime(String... names) {
      return addAll(ColumnType.TIME, names);
    }

    /** Adds columns of bytes. */
    public Builder addColumnBytes(String... names) {
      return addAll(ColumnType.BYTES, names);
    }

    /** Adds a column of one of these texts. */
    public Builder addColumnCategorical(String name, String... categories) {
      return add(Column.categorical(name, List.of(categories)));
    }

    /** Adds a column of arrays of that shape. */
    public Builder addColumnNDArray(String name, Integer... shape) {
      return add(Column.array(name, List.of(shape)));
    }

    /** Adds a column of images of that size. */
    public Builder addColumnImage(String name, int channels, int height, int width) {
      return add(Column.image(name, channels, height, width));
    }

    /** The schema; names that stand twice are refused. */
    public Schema build() {
      return new Schema(columns);
    }
  }
}
