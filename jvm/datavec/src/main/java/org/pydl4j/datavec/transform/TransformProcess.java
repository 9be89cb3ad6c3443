package org.pydl4j.datavec.transform;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Records;

/**
 * A list of transforms over a schema: a value, equal by its content, JSON-serializable and Serializable; the same
 * object runs locally, in a Spark task and in serving. DL4J: TransformProcess.
 *
 * <pre>{@code
 * TransformProcess tp = TransformProcess.builder(schema)
 *     .removeColumns("id").categoricalToOneHot("color").minMaxNormalize("price", 0, 100).build();
 * RowFunction f = tp.bind();          // stateless, for any number of threads
 * Object[] row = f.apply(values);     // null when filtered out
 * }</pre>
 */
public record TransformProcess(Schema initialSchema, List<Transform> transforms) implements Serializable {

  public TransformProcess {
    transforms = List.copyOf(transforms);
    schemas(initialSchema, transforms);
  }

  /** Passes rows on as they are. */
  public static TransformProcess identity(Schema schema) {
    return new TransformProcess(schema, List.of());
  }

  /** Steps to be added to records of that schema. */
  public static Builder builder(Schema initialSchema) {
    return new Builder(initialSchema);
  }

  /** The schema before each transform, and the final one last. */
  private static List<Schema> schemas(Schema initial, List<Transform> transforms) {
    List<Schema> all = new ArrayList<>(List.of(initial));
    for (int i = 0; i < transforms.size(); i++) {
      try {
        all.add(transforms.get(i).apply(all.get(i)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("[transform " + i + ", " + transforms.get(i).getClass().getSimpleName()
            + "] " + e.getMessage(), e);
      }
    }
    return all;
  }

  /** The schema of the rows that come out. */
  public Schema finalSchema() {
    return schemas(initialSchema, transforms).get(transforms.size());
  }

  /**
   * All transforms as one function over rows of the initial schema. A row that can't be transformed raises
   * IllegalArgumentException.
   */
  public RowFunction bind() {
    List<Schema> schemas = schemas(initialSchema, transforms);
    RowFunction[] steps = new RowFunction[transforms.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = transforms.get(i).bind(schemas.get(i));
    }
    int columns = initialSchema.size();
    return row -> {
      if (row.length != columns) {
        throw new IllegalArgumentException("[transform] a row has " + row.length + " values; expected " + columns
            + ".");
      }
      Object[] r = row;
      for (int i = 0; i < steps.length && r != null; i++) {
        r = steps[i].apply(r);
      }
      return r;
    };
  }

  /** The steps as text. */
  public String toJson() {
    return Records.toText(this);
  }

  /** The steps that their JSON says. */
  public static TransformProcess fromJson(String json) {
    return Records.fromText(json, TransformProcess.class);
  }

  /** Adds transforms one after another; each is checked against the schema so far. Names as in DL4J. */
  public static final class Builder {
    private final Schema initial;
    private final List<Transform> transforms = new ArrayList<>();

    private Builder(Schema initial) {
      this.initial = initial;
    }

    /** Adds a step. */
    public Builder add(Transform transform) {
      transforms.add(transform);
      schemas(initial, transforms);
      return this;
    }

    /** Takes columns away. */
    public Builder removeColumns(String... columns) {
      return add(new RemoveColumns(List.of(columns)));
    }

    /** Keeps these columns only. */
    public Builder removeAllColumnsExceptFor(String... columns) {
      return add(new KeepColumns(List.of(columns)));
    }

    /** Gives a column another name. */
    public Builder renameColumn(String column, String newName) {
      return add(new RenameColumn(column, newName));
    }

    /** Puts these columns first. */
    public Builder reorderColumns(String... columns) {
      return add(new ReorderColumns(List.of(columns)));
    }

    /** Adds a copy of a column. */
    public Builder duplicateColumn(String column, String newName) {
      return add(new DuplicateColumn(column, newName));
    }

    /** Adds a column with one value. */
    public Builder addConstantColumn(Column column, String value) {
      return add(new AddConstantColumn(column, value));
    }

    /** Makes categories their numbers. */
    public Builder categoricalToInteger(String... columns) {
      for (String c : columns) {
        add(new CategoricalToInteger(c));
      }
      return this;
    }

    /** Makes a category columns of 0 and 1. */
    public Builder categoricalToOneHot(String... columns) {
      for (String c : columns) {
        add(new CategoricalToOneHot(c));
      }
      return this;
    }

    /** Makes numbers from 0 on categories. */
    public Builder integerToCategorical(String column, List<String> categories) {
      return add(new IntegerToCategorical(column, categories));
    }

    /** Makes whole numbers columns of 0 and 1. */
    public Builder integerToOneHot(String column, int min, int max) {
      return add(new IntegerToOneHot(column, min, max));
    }

    /** Makes text one of these categories. */
    public Builder stringToCategorical(String column, List<String> categories) {
      return add(new StringToCategorical(column, categories));
    }

    /**
     * x op scalar; also doubleMathOp, integerMathOp, longMathOp, floatMathOp and timeMathOp of DL4J: the column knows
     * its type.
     */
    public Builder mathOp(String column, MathOp op, double scalar) {
      return add(new ScalarMath(column, op, scalar));
    }

    /** Also doubleColumnsMathOp, integerColumnsMathOp and longColumnsMathOp of DL4J. */
    public Builder columnsMathOp(String newColumn, MathOp op, String... columns) {
      return add(new ColumnsMath(newColumn, op, List.of(columns)));
    }

    /** Applies a function to a column. */
    public Builder mathFunction(String column, MathFunction function) {
      return add(new ColumnFunction(column, function));
    }

    /** Scales a column from these bounds to 0 and 1. */
    public Builder minMaxNormalize(String column, double min, double max) {
      return add(new MinMaxNormalize(column, min, max, 0, 1));
    }

    /** Takes a mean off a column and divides by a deviation. */
    public Builder standardize(String column, double mean, double std) {
      return add(new StandardizeColumn(column, mean, std));
    }

    /** Replaces a column's value where a condition holds. */
    public Builder conditionalReplaceValue(String column, String newValue, Condition condition) {
      return add(new ConditionalReplace(column, newValue, condition));
    }

    /** Replaces missing values of a column. */
    public Builder replaceMissing(String column, String value) {
      return add(new ReplaceMissing(column, value));
    }

    /** Removes the rows for which the condition holds. */
    public Builder filter(Condition condition) {
      return add(new Filter(condition));
    }

    /** Replaces what regular expressions find in text. */
    public Builder replaceString(String column, List<ReplaceString.Replacement> replacements) {
      return add(new ReplaceString(column, replacements));
    }

    /** Replaces texts by others. */
    public Builder mapString(String column, Map<String, String> mapping) {
      return add(new MapString(column, mapping));
    }

    /** Adds something behind text. */
    public Builder appendString(String column, String suffix) {
      return add(new AppendString(column, suffix));
    }

    /** Makes text upper or lower case. */
    public Builder changeCase(String column, LetterCase letters) {
      return add(new ChangeCase(column, letters));
    }

    /** Takes blanks out of text. */
    public Builder removeWhitespace(String column) {
      return add(new RemoveWhitespace(column));
    }

    /** Makes a column another type. */
    public Builder convertTo(String column, ColumnType type) {
      return add(new ConvertTo(column, type));
    }

    /** Reads points in time from text, by a pattern of java.time. */
    public Builder stringToTime(String column, String format) {
      return add(new StringToTime(column, format));
    }

    /** Adds columns of year, hour and so on. */
    public Builder deriveColumnsFromTime(String column, List<DeriveColumnsFromTime.Derived> derived) {
      return add(new DeriveColumnsFromTime(column, derived));
    }

    /** Resizes images. */
    public Builder resizeImage(String column, int height, int width) {
      return add(new ResizeImage(column, height, width));
    }

    /** Cuts images to a part. */
    public Builder cropImage(String column, int top, int left, int height, int width) {
      return add(new CropImage(column, top, left, height, width));
    }

    /** Mirrors images. */
    public Builder flipImage(String column, boolean vertical) {
      return add(new FlipImage(column, vertical));
    }

    /** Makes images gray. */
    public Builder imageToGray(String column) {
      return add(new ImageToGray(column));
    }

    /** Makes images arrays, scaled to these bounds. */
    public Builder imageToArray(String column, double min, double max) {
      return add(new ImageToArray(column, min, max));
    }

    /** The steps, checked against the schema. */
    public TransformProcess build() {
      return new TransformProcess(initial, transforms);
    }
  }
}
