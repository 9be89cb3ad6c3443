package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pydl4j.nd.json.Nearest;

/**
 * Rows of data as a model takes them, a minibatch or a whole set: any number of columns of features and of labels. The
 * only thing that readers of data, iterators, networks, SameDiff graphs and Spark workers all know. DL4J: DataSet and
 * MultiDataSet.
 *
 * <p><b>Columns.</b> A {@link Column} is an array [N, ...] of any type, or {@link SparseRows}, with a mask where not
 * all of it counts; a label may have weights. All have the same N.
 *
 * <p><b>Names.</b> Either all features have names, and a model finds the columns of its inputs by name, or none has,
 * and they stand in the order of its inputs; so do labels and outputs. Named columns that a model does not read are
 * left alone, so that one batch serves several models.
 *
 * <p><b>Types.</b> Columns keep the types they have: ids and class indices are whole numbers from the reader to the
 * kernel. A model's edge converts other numbers to its own type, and checks once what it is given: shapes, ranges of
 * ids and class indices, and whether numbers are finite.
 *
 * <p><b>Masks and weights.</b> A mask [N, T] (or [N], [N, 1], [N, outputs]) is 1 where a step or a label counts, else
 * 0: what is masked does not change the answer. A weight [N] or [N, T] multiplies the loss of its row or step, and the
 * loss of a minibatch stays the mean over its rows.
 *
 * <p><b>Memory.</b> Who makes a batch closes it, and with it all its arrays; {@link #part} and {@link #shards} are
 * views, whose closing frees nothing, all others copies. A batch of borrowed arrays is not closed.
 *
 * <pre>{@code
 * try (Batch all = Batch.of(x, y)) { ... }                                   // one input, one output
 * new Batch(List.of(Column.of("user", ids), Column.of("text", words).masked(present)),
 *     List.of(Column.of("stars", stars).weighted(trust)))
 * }</pre>
 *
 * @param features what goes in
 * @param labels what should come out; empty without labels
 */
public record Batch(List<Column> features, List<Column> labels) implements AutoCloseable {
  /**
   * One input or output of N rows.
   *
   * @param name of the input or output; null where columns stand in order
   * @param values [N, ...] of any type, dense or sparse
   * @param mask 1 where a step or label counts, else 0; null where all do
   * @param weights of the loss of each row or step; null where all weigh 1, and for features
   */
  public record Column(String name, Rows values, NDArray mask, NDArray weights) {
    /** A column without a name. */
    public static Column of(Rows values) {
      return new Column(null, values, null, null);
    }

    /** A column without mask. */
    public static Column of(String name, Rows values) {
      return new Column(name, values, null, null);
    }

    /** This column with a mask, or without where it is null. */
    public Column masked(NDArray newMask) {
      return new Column(name, values, newMask, weights);
    }

    /** These labels with weights, or without where they are null. */
    public Column weighted(NDArray newWeights) {
      return new Column(name, values, mask, newWeights);
    }

    /** The values of a dense column. */
    public NDArray array() {
      if (values instanceof NDArray a) {
        return a;
      }
      throw new IllegalArgumentException("[batch] column " + (name == null ? "" : "'" + name + "' ")
          + "is sparse: got sparse rows of " + Arrays.toString(values.rowShape())
          + "; expected a dense array. Convert it with SparseRows.dense.");
    }

    /** This column with other arrays made of its own, absent ones left out. */
    private Column with(Function<Rows, Rows> make) {
      return new Column(name, make.apply(values), mask == null ? null : (NDArray) make.apply(mask),
          weights == null ? null : (NDArray) make.apply(weights));
    }

    private void check(String role, long rows) {
      check(role + (name == null ? "" : " '" + name + "'"), values, rows);
      check("mask of " + role, mask, rows);
      check("weights of " + role, weights, rows);
    }

    private static void check(String what, Rows a, long rows) {
      if (a != null && (a.rows() != rows || a instanceof NDArray d && d.rank() == 0)) {
        throw new IllegalArgumentException("[batch] " + what + " and the other arrays differ in rows: got "
            + (a instanceof NDArray d ? "shape " + Arrays.toString(d.shape()) : a.rows() + " sparse rows")
            + "; expected " + rows + " rows in all. Check how they were made.");
      }
    }
  }

  public Batch {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    if (features.isEmpty() && labels.isEmpty()) {
      throw new IllegalArgumentException("[batch] no columns: got neither features nor labels; expected at least one.");
    }
    long rows = (features.isEmpty() ? labels : features).get(0).values().rows();
    names("features", features);
    names("labels", labels);
    features.forEach(c -> c.check("features", rows));
    labels.forEach(c -> c.check("labels", rows));
    if (features.stream().anyMatch(c -> c.weights() != null)) {
      throw new IllegalArgumentException(
          "[batch] features have weights: got them beside features; expected them beside "
              + "labels only.");
    }
  }

  private static void names(String role, List<Column> columns) {
    Set<String> seen = new HashSet<>();
    long named = columns.stream().filter(c -> c.name() != null).count();
    for (Column c : columns) {
      if (named > 0 && (c.name() == null || !seen.add(c.name()))) {
        throw new IllegalArgumentException("[batch] names of " + role + ": got "
            + columns.stream().map(Column::name).toList() + "; expected one each, or none at all.");
      }
    }
  }

  /** One input and one output; labels may be null. */
  public static Batch of(NDArray features, NDArray labels) {
    return of(features, labels, null, null);
  }

  /** One input and one output; all but the features may be null. */
  public static Batch of(NDArray features, NDArray labels, NDArray featuresMask, NDArray labelsMask) {
    if (labels == null && labelsMask != null) {
      throw new IllegalArgumentException("[batch] a mask of labels without labels: expected both or none.");
    }
    return new Batch(List.of(Column.of(features).masked(featuresMask)),
        labels == null ? List.of() : List.of(Column.of(labels).masked(labelsMask)));
  }

  /** Inputs and outputs in order, without masks. */
  public static Batch of(List<NDArray> features, List<NDArray> labels) {
    return new Batch(features.stream().map(Column::of).toList(), labels.stream().map(Column::of).toList());
  }

  /** N. */
  public long rows() {
    return (features.isEmpty() ? labels : features).get(0).values().rows();
  }

  /** The dense features of an input by its place. */
  public NDArray feature(int place) {
    return features.get(place).array();
  }

  /** The dense labels of an output by its place. */
  public NDArray label(int place) {
    return labels.get(place).array();
  }

  /** Whether there are columns to learn from. */
  public boolean hasLabels() {
    return !labels.isEmpty();
  }

  /** The features of a model's inputs: by name, or all in order where they have none. */
  public List<Column> features(List<String> inputs) {
    return ordered("features", features, inputs, "input");
  }

  /** The labels of a model's outputs: by name, or all in order where they have none. */
  public List<Column> labels(List<String> outputs) {
    return ordered("labels", labels, outputs, "output");
  }

  private static List<Column> ordered(String role, List<Column> columns, List<String> names, String of) {
    if (columns.isEmpty() || columns.get(0).name() == null) {
      if (columns.size() != names.size()) {
        throw new IllegalArgumentException("[" + role + "] got " + columns.size() + " arrays for " + names.size() + " "
            + of + "s; expected one for each of " + String.join(", ", names) + ".");
      }
      return columns;
    }
    List<Column> found = new ArrayList<>();
    for (String name : names) {
      found.add(columns.stream().filter(c -> c.name().equals(name)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("[" + role + "] none for " + of + " '" + name + "': got "
              + columns.stream().map(Column::name).toList() + "; " + Nearest.hint(name,
                  columns.stream().map(Column::name).toList()))));
    }
    return found;
  }

  /** The same features without labels; nothing is copied. */
  public Batch withoutLabels() {
    return new Batch(features, List.of());
  }

  /** The rows from (inclusive) to (exclusive): a view. */
  public Batch part(long from, long to) {
    return with(r -> r.part(from, to));
  }

  /** The rows numbers[from] (inclusive) to numbers[to] (exclusive): a copy. */
  public Batch take(int[] numbers, int from, int to) {
    return copied(r -> r.take(numbers, from, to));
  }

  /** All of it: a copy. */
  public Batch dup() {
    return copied(Rows::dup);
  }

  /** The rows in at most {@code count} pieces that differ by one row at most, for workers: views. */
  public List<Batch> shards(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("[batch] shards: got " + count + "; expected at least 1.");
    }
    List<Batch> shards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long from = rows() * i / count;
      long to = rows() * (i + 1) / count;
      if (to > from) {
        shards.add(part(from, to));
      }
    }
    return shards;
  }

  /** The rows of all batches, which have the same columns: a copy. A mask that some lack is 1 there, so are weights. */
  public static Batch concat(List<Batch> parts) {
    List<Rows> made = new ArrayList<>();
    try {
      return new Batch(joined(parts, Batch::features, made), joined(parts, Batch::labels, made));
    } catch (RuntimeException e) {
      made.forEach(Rows::close);
      throw e;
    }
  }

  private static List<Column> joined(List<Batch> parts, Function<Batch, List<Column>> role, List<Rows> made) {
    List<Column> first = role.apply(parts.get(0));
    List<String> names = first.stream().map(Column::name).toList();
    if (!parts.stream().allMatch(p -> role.apply(p).stream().map(Column::name).toList().equals(names))) {
      throw new IllegalArgumentException("[batch] the batches have other columns: got "
          + parts.stream().map(p -> role.apply(p).stream().map(Column::name).toList()).distinct().toList()
          + "; expected the same in all.");
    }
    List<Column> out = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      int place = i;
      List<Column> columns = parts.stream().map(p -> role.apply(p).get(place)).toList();
      out.add(new Column(first.get(i).name(), whole(columns, Column::values, made),
          (NDArray) whole(columns, Column::mask, made), (NDArray) whole(columns, Column::weights, made)));
    }
    return out;
  }

  /** The arrays of a column in all batches; ones where some have none. */
  private static Rows whole(List<Column> columns, Function<Column, ? extends Rows> which, List<Rows> made) {
    Rows some = columns.stream().map(which).filter(a -> a != null).findFirst().orElse(null);
    if (some == null) {
      return null;
    }
    List<Rows> filled = new ArrayList<>();
    List<NDArray> ones = new ArrayList<>();
    for (Column c : columns) {
      Rows a = which.apply(c);
      if (a == null) {
        long[] shape = ((NDArray) some).shape();
        shape[0] = c.values().rows();
        ones.add(NDArray.full(some.dtype(), 1, shape));
        a = ones.get(ones.size() - 1);
      }
      filled.add(a);
    }
    try {
      Rows joined = Rows.concat(filled);
      made.add(joined);
      return joined;
    } finally {
      ones.forEach(NDArray::close);
    }
  }

  private Batch with(Function<Rows, Rows> make) {
    return new Batch(features.stream().map(c -> c.with(make)).toList(),
        labels.stream().map(c -> c.with(make)).toList());
  }

  /** As {@link #with}; frees what was made where one fails. */
  private Batch copied(Function<Rows, Rows> make) {
    List<Rows> made = new ArrayList<>();
    try {
      return with(r -> {
        made.add(make.apply(r));
        return made.get(made.size() - 1);
      });
    } catch (RuntimeException e) {
      made.forEach(Rows::close);
      throw e;
    }
  }

  /** Bytes of all arrays. */
  public long bytes() {
    return all().stream().mapToLong(Rows::bytes).sum();
  }

  /** All arrays, each once. */
  private Set<Rows> all() {
    Set<Rows> all = Collections.newSetFromMap(new IdentityHashMap<>());
    for (List<Column> columns : List.of(features, labels)) {
      for (Column c : columns) {
        all.addAll(Arrays.asList(c.values(), c.mask(), c.weights()));
      }
    }
    all.remove(null);
    return all;
  }

  /** Frees the arrays that this batch owns. */
  @Override
  public void close() {
    all().forEach(Rows::close);
  }
}
