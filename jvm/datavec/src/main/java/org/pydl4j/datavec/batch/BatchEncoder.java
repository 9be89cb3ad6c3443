package org.pydl4j.datavec.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.ColumnEncoder;
import org.pydl4j.nd.array.Columns;

/**
 * Rows to batches of any number of inputs and outputs, an {@link InputEncoder} for each input. Immutable, for any
 * number of threads.
 */
public final class BatchEncoder implements ColumnEncoder {
  private final Schema schema;
  private final List<InputEncoder> inputs;
  private final List<OutputEncoder> outputs;

  /** An encoder of features that no normalizer scales. */
  public BatchEncoder(Schema schema, List<Features> features, List<Labels> labels) {
    this(schema, features, labels, input -> false);
  }

  /**
   * The encoder of rows of a schema.
   *
   * @param scaled by an input's name, or null: whether its features are float32 always, since a normalizer scales them
   */
  public BatchEncoder(Schema schema, List<Features> features, List<Labels> labels, Predicate<String> scaled) {
    this.schema = schema;
    Set<String> taken = new HashSet<>();
    features.forEach(x -> taken.addAll(x.columns()));
    labels.forEach(y -> taken.addAll(y.columns()));
    List<String> rest = schema.names().stream().filter(c -> !taken.contains(c)).toList();
    this.inputs = features.stream().map(x -> {
      List<String> columns = x.columns().isEmpty() ? rest : x.columns();
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("[batches] no feature columns: got "
            + (x.name() == null ? "" : "none for input '" + x.name() + "', ") + "labels "
            + labels.stream().flatMap(y -> y.columns().stream()).toList() + " of " + schema.names() + ".");
      }
      return new InputEncoder(schema, x.name(), columns, scaled.test(x.name()));
    }).toList();
    this.outputs = labels.stream().map(y -> new OutputEncoder(schema, y)).toList();
  }

  static IllegalArgumentException missing(Column column) {
    return new IllegalArgumentException("[column '" + column.name()
        + "'] the value is missing. Fill it with replaceMissing, or filter the row.");
  }

  /** The columns of the rows that it takes. */
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> columns() {
    return schema.names();
  }

  /** How the features of each input are made, in the pipeline's order. */
  public List<InputEncoder> inputs() {
    return inputs;
  }

  List<OutputEncoder> outputs() {
    return outputs;
  }

  /** How many numbers the features of a row are, in all inputs together. */
  public int width() {
    return inputs.stream().mapToInt(InputEncoder::width).sum();
  }

  /** Raises IllegalArgumentException when the row lacks a value, or one has the wrong size or label. */
  public void check(Object[] row) {
    checkFeatures(row);
    outputs.forEach(y -> y.check(row));
  }

  /** Raises IllegalArgumentException when the row's features can't be used. */
  public void checkFeatures(Object[] row) {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).check(row);
    }
  }

  /** The features of rows; label columns may be missing. The caller closes the batch. */
  public Batch features(List<Object[]> rows) {
    rows.forEach(this::checkFeatures);
    return encode(rows, List.of());
  }

  /** Features and labels of checked rows; the caller closes the batch. */
  public Batch encode(List<Object[]> rows) {
    return encode(rows, outputs);
  }

  private Batch encode(List<Object[]> rows, List<OutputEncoder> labels) {
    List<Batch.Column> made = new ArrayList<>();
    try {
      inputs.forEach(x -> made.add(Batch.Column.of(x.name(), x.array(rows))));
      labels.forEach(y -> made.add(Batch.Column.of(y.name(), y.array(rows))));
      return new Batch(made.subList(0, inputs.size()), made.subList(inputs.size(), made.size()));
    } catch (RuntimeException e) {
      made.forEach(c -> c.values().close());
      throw e;
    }
  }

  @Override
  public Batch encode(Columns values) {
    List<Object[]> rows = new ArrayList<>(values.rows());
    for (int r = 0; r < values.rows(); r++) {
      Object[] row = new Object[schema.size()];
      for (int c = 0; c < row.length; c++) {
        row[c] = values.value(c, r);
      }
      check(row);
      rows.add(row);
    }
    return encode(rows);
  }
}
