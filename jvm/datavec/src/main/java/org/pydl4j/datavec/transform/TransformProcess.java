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

  public String toJson() {
    return Records.toText(this);
  }

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

    public Builder add(Transform transform) {
      transforms.add(transform);
      schemas(initial, transforms);
      return this;
    }

    public Builder removeColumns(String... columns) {
      return add(new RemoveColumns(List.of(columns)));
    }

    public Builder removeAllColumnsExceptFor(String... columns) {
      return add(new KeepColumns(List.of(columns)));
    }

    public Builder renameColumn(String column, String newName) {
      return add(new RenameColumn(column, newName));
    }

    public Builder reorderColumns(String... columns) {
      return add(new ReorderColumns(List.of(columns)));
    }

    public Builder duplicateColumn(String column, String newName) {
      return add(new DuplicateColumn(column, newName));
    }

    public Builder addConstantColumn(Column column, String value) {
      return add(new AddConstantColumn(column, value));
    }

    public Builder categoricalToInteger(String... columns) {
      for (String c : columns) {
        add(new CategoricalToInteger(c));
      }
      return this;
    }

    public Builder categoricalToOneHot(String... columns) {
      for (String c : columns) {
        add(new CategoricalToOneHot(c));
      }
      return this;
    }

    public Builder integerToCategorical(String column, List<String> categories) {
      return add(new IntegerToCategorical(column, categories));
    }

    public Builder integerToOneHot(String column, int min, int max) {
      return add(new IntegerToOneHot(column, min, max));
    }

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

    public Builder mathFunction(String column, MathFunction function) {
      return add(new ColumnFunction(column, function));
    }

    public Builder minMaxNormalize(String column, double min, double max) {
      return add(new MinMaxNormalize(column, min, max, 0, 1));
    }

    public Builder standardize(String column, double mean, double std) {
      return add(new StandardizeColumn(column, mean, std));
    }

    public Builder conditionalReplaceValue(String column, String newValue, Condition condition) {
      return add(new ConditionalReplace(column, newValue, condition));
    }

    public Builder replaceMissing(String column, String value) {
      return add(new ReplaceMissing(column, value));
    }

    /** Removes the rows for which the condition holds. */
    public Builder filter(Condition condition) {
      return add(new Filter(condition));
    }

    public Builder replaceString(String column, List<ReplaceString.Replacement> replacements) {
      return add(new ReplaceString(column, replacements));
    }

    public Builder mapString(String column, Map<String, String> mapping) {
      return add(new MapString(column, mapping));
    }

    public Builder appendString(String column, String suffix) {
      return add(new AppendString(column, suffix));
    }

    public Builder changeCase(String column, LetterCase letters) {
      return add(new ChangeCase(column, letters));
    }

    public Builder removeWhitespace(String column) {
      return add(new RemoveWhitespace(column));
    }

    public Builder convertTo(String column, ColumnType type) {
      return add(new ConvertTo(column, type));
    }

    public Builder stringToTime(String column, String format) {
      return add(new StringToTime(column, format));
    }

    public Builder deriveColumnsFromTime(String column, List<DeriveColumnsFromTime.Derived> derived) {
      return add(new DeriveColumnsFromTime(column, derived));
    }

    public Builder resizeImage(String column, int height, int width) {
      return add(new ResizeImage(column, height, width));
    }

    public Builder cropImage(String column, int top, int left, int height, int width) {
      return add(new CropImage(column, top, left, height, width));
    }

    public Builder flipImage(String column, boolean vertical) {
      return add(new FlipImage(column, vertical));
    }

    public Builder imageToGray(String column) {
      return add(new ImageToGray(column));
    }

    public Builder imageToArray(String column, double min, double max) {
      return add(new ImageToArray(column, min, max));
    }

    public TransformProcess build() {
      return new TransformProcess(initial, transforms);
    }
  }
}
