package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.LossHead;
import org.pydl4j.nn.training.GraphKind;

/**
 * The edge of a network: brings a caller's arrays into the types and shapes of the graph's inputs, or says what is
 * wrong with them.
 */
final class Feed implements AutoCloseable {
  private final ComputationGraphConfiguration conf;
  private final NetworkGraphs graphs;
  private final Map<String, NDArray> arrays = new HashMap<>();
  private final List<NDArray> copies = new ArrayList<>();
  private final Set<String> masked = new HashSet<>();
  private final Set<String> weighted = new HashSet<>();
  private final Set<String> indexed = new HashSet<>();
  private boolean numbers = true;
  private boolean ranges = true;
  private long firstRow;
  private long rows = -1;
  private boolean featuresMask;

  Feed(ComputationGraphConfiguration conf, NetworkGraphs graphs) {
    this.conf = conf;
    this.graphs = graphs;
  }

  /** Looks at no values where the data were checked before. */
  Feed trusting(boolean checked) {
    numbers = !checked;
    ranges = !checked;
    return this;
  }

  /** Lets NaN and infinities pass; ids and class indices are looked at, since memory is read by them. */
  Feed anyNumbers() {
    numbers = false;
    return this;
  }

  /** Rows are counted from that number on where errors name them. */
  Feed from(long row) {
    firstRow = row;
    return this;
  }

  /** Arrays by graph-input name; more may be put in. */
  Map<String, NDArray> arrays() {
    return arrays;
  }

  long rows() {
    return rows;
  }

  Variant variant(GraphKind kind, boolean stateful) {
    return new Variant(kind, featuresMask, masked, weighted, indexed, stateful);
  }

  Feed features(Batch batch) {
    List<String> inputs = conf.networkInputs();
    List<Column> columns = batch.features(inputs);
    Map<String, NDArray> masks = new HashMap<>();
    rows = batch.rows();
    for (int i = 0; i < inputs.size(); i++) {
      features(inputs.get(i), conf.inputTypes().get(i), columns.get(i), masks);
    }
    featuresMask = !masks.isEmpty();
    for (int i = 0; featuresMask && i < inputs.size(); i++) {
      if (conf.inputTypes().get(i) instanceof InputType.Recurrent) {
        long steps = arrays.get(inputs.get(i)).size(-1);
        NDArray m = masks.get(inputs.get(i));
        arrays.put(Names.mask(inputs.get(i)),
            m == null ? ones(steps) : mask(named("featuresMask", inputs, i), m, steps));
      }
    }
    return this;
  }

  private static String named(String what, List<String> all, int i) {
    return all.size() == 1 ? what : what + " of " + all.get(i);
  }

  private void features(String input, InputType type, Column column, Map<String, NDArray> masks) {
    String where = named("features", conf.networkInputs(), conf.networkInputs().indexOf(input));
    InputKind kind = Forward.feedKind(conf, input);
    NDArray mask = column.mask();
    NDArray a;
    if (kind == InputKind.ANY) {
      DType wanted = type.dtype(conf.conf().dataType());
      NDArray x = column.values() instanceof SparseRows s ? copy(s.dense(wanted.isFloat() ? wanted : DType.FLOAT64))
          : column.array();
      x = dense(shaped(where, type, x));
      if (ranges && !wanted.isFloat() && x.dtype().isFloat()) {
        Indices.checkWhole(where, x, firstRow);
      }
      a = cast(x, wanted);
      if (numbers && wanted.isFloat()) {
        Finite.check(where, a, firstRow);
      }
    } else if (column.values() instanceof SparseRows s) {
      long length = kind == InputKind.INDEX ? 1 : Math.max(Math.max(1, s.longest()), steps(type));
      if (kind == InputKind.INDEX && (s.longest() != 1 || s.count() != s.rows())) {
        throw new IllegalArgumentException("[" + where + "] are no ids: got " + s.count() + " sparse values in "
            + s.rows() + " rows; expected one in each. Use an EmbeddingSequenceLayer for lists of ids.");
      }
      a = copy(s.ids(length));
      NDArray present = mask == null ? s.present(conf.conf().dataType(), length) : null;
      mask = present == null ? mask : copy(present);
    } else {
      a = indices(where, ids(where, kind, column.array()));
    }
    if (ranges && kind != InputKind.ANY) {
      Indices.checkRange(where, a, Forward.vocabulary(conf, input), firstRow,
          "Give the embedding layer a larger nIn, or correct the indices.");
    }
    arrays.put(input, a);
    if (mask != null && !(type instanceof InputType.Recurrent)) {
      throw new IllegalArgumentException("[" + where + "] have a mask, but no steps of time: got a mask "
          + Arrays.toString(mask.shape()) + " for an input of type " + type.getClass().getSimpleName()
          + "; expected none. Leave it out, or give it as the mask of labels.");
    } else if (mask != null) {
      masks.put(input, mask);
    }
  }

  private static long steps(InputType type) {
    return type instanceof InputType.Recurrent r ? r.timeSeriesLength() : -1;
  }

  private NDArray ids(String where, InputKind kind, NDArray x) {
    NDArray index = x.rank() == 3 && x.size(1) == 1 ? reshape(x, x.size(0), x.size(2)) : x.rank() == 1
        ? reshape(x, -1, 1) : x;
    if (index.rank() != 2 || kind == InputKind.INDEX && index.size(1) != 1) {
      throw shape(where, x, kind == InputKind.INDEX ? "indices [N, 1]" : "indices [N, T]");
    }
    return index;
  }

  private NDArray shaped(String where, InputType type, NDArray x) {
    long[] want = type.dims();
    if (fits(x.shape(), want)) {
      return x;
    } else if (type instanceof InputType.ConvolutionalFlat f && fits(x.shape(),
        new long[] {-1, f.channels(), f.height(), f.width()})) {
      return reshape(x, x.size(0), type.elements());
    } else if (type instanceof InputType.Convolutional c && c.channels() == 1
        && fits(x.shape(), new long[] {-1, c.height(), c.width()})) {
      return reshape(x, x.size(0), 1, c.height(), c.width());
    } else if (type instanceof InputType.FeedForward && type.elements() == 1 && x.rank() == 1) {
      return reshape(x, -1, 1);
    }
    throw shape(where, x, describe(want));
  }

  private static boolean fits(long[] got, long[] want) {
    if (got.length != want.length) {
      return false;
    }
    for (int i = 0; i < got.length; i++) {
      if (want[i] >= 0 && got[i] != want[i]) {
        return false;
      }
    }
    return true;
  }

  private static String describe(long[] want) {
    String s = Arrays.toString(want);
    s = want.length > 0 && want[0] == -1 ? "[N" + s.substring(3) : s;
    return s.replace("-1", "T");
  }

  private static IllegalArgumentException shape(String where, NDArray got, String expected) {
    return new IllegalArgumentException("[" + where + "] have the wrong shape: got " + Arrays.toString(got.shape())
        + "; expected " + expected
        + ". Reshape them, or correct the network's input type.");
  }

  Feed labels(Batch batch) {
    List<String> outputs = conf.networkOutputs();
    if (!batch.hasLabels()) {
      throw new IllegalArgumentException("[labels] got 0 arrays; expected one per network output: " + outputs
          + ". Give labels to train or score.");
    }
    List<Column> columns = batch.labels(outputs);
    for (int i = 0; i < outputs.size(); i++) {
      String output = outputs.get(i);
      Column column = columns.get(i);
      NDArray y = column.values() instanceof SparseRows s ? copy(s.dense(conf.conf().dataType())) : column.array();
      if (labels(named("labels", outputs, i), output, y)) {
        indexed.add(output);
      }
      boolean recurrent = graphs.types().get(output) instanceof InputType.Recurrent;
      long steps = recurrent ? arrays.get(Names.labels(output)).size(-1) : -1;
      if (column.mask() != null) {
        masked.add(output);
        arrays.put(Names.labelsMask(output), mask(named("labelsMask", outputs, i), column.mask(), steps));
      }
      if (column.weights() != null) {
        weighted.add(output);
        arrays.put(Names.weights(output), weights(named("weights", outputs, i), column.weights(), steps));
      }
    }
    return this;
  }

  /** Binds the labels of an output; returns whether they are class indices. */
  private boolean labels(String where, String output, NDArray y) {
    InputType type = graphs.types().get(output);
    LossHead head = graphs.head(output);
    long[] want = type.dims();
    boolean classes = head != null && head.loss().isClassification() && type.features() > 1;
    NDArray a;
    boolean index = false;
    if (fits(y.shape(), want)) {
      a = cast(dense(y), conf.conf().dataType());
    } else if (classes && (y.rank() == want.length - 1 || y.rank() == want.length && y.size(1) == 1)) {
      index = true;
      a = indices(where, y.rank() == want.length ? squeeze(y) : y);
      if (ranges) {
        Indices.checkRange(where, a, type.features(), firstRow,
            "Correct the labels, or give the output layer one output per class.");
      }
    } else if (want.length == 2 && want[1] == 1 && y.rank() == 1) {
      a = cast(dense(reshape(y, -1, 1)), conf.conf().dataType());
    } else {
      throw new IllegalArgumentException("[" + where + "] have the wrong shape: got " + Arrays.toString(y.shape())
          + "; expected " + describe(want)
          + (classes ? ", or class indices " + (want.length == 3 ? "[N, T]" : "[N]") : "")
          + ". Reshape them, or correct the output layer's size.");
    }
    if (numbers && !index) {
      Finite.check(where, a, firstRow);
    }
    arrays.put(Names.labels(output), a);
    return index;
  }

  private NDArray squeeze(NDArray y) {
    return y.rank() == 3 ? reshape(y, y.size(0), y.size(2)) : reshape(y, -1);
  }

  private NDArray ones(long steps) {
    return copy(NDArray.full(conf.conf().dataType(), 1, rows, Math.max(steps, 1)));
  }

  /** A mask [N, T]; or [N, 1], [N, C] for outputs without time. */
  private NDArray mask(String where, NDArray m, long steps) {
    NDArray two = m.rank() == 1 ? reshape(m, -1, 1) : m.rank() == 3 && m.size(1) == 1
        ? reshape(m, m.size(0), m.size(2)) : m;
    if (two.rank() != 2 || steps >= 0 && two.size(1) != steps) {
      throw new IllegalArgumentException("[" + where + "] has the wrong shape: got " + Arrays.toString(m.shape())
          + "; expected [" + rows + ", "
          + (steps >= 0 ? steps : "1") + "]. Give one number per row" + (steps >= 0 ? " and time step." : "."));
    }
    NDArray a = cast(dense(two), conf.conf().dataType());
    if (numbers) {
      Finite.check(where, a, firstRow);
    }
    return a;
  }

  /** Weights [N, T] of steps, [N, 1] of rows; those of rows count for all their steps. */
  private NDArray weights(String where, NDArray w, long steps) {
    if (steps >= 0 && (w.rank() == 1 || w.rank() == 2 && w.size(1) == 1 && steps != 1)) {
      try (NDArray column = mask(where, w.rank() == 1 ? reshape(w, -1, 1) : w, 1).dup()) {
        return copy(column.broadcast(rows, steps).dup());
      }
    }
    return mask(where, w, steps < 0 ? 1 : steps);
  }

  /** As int64; fractions and NaN are no indices. */
  private NDArray indices(String where, NDArray a) {
    if (ranges) {
      Indices.checkWhole(where, a, firstRow);
    }
    return cast(dense(a), DType.INT64);
  }

  private NDArray copy(NDArray made) {
    copies.add(made);
    return made;
  }

  private NDArray cast(NDArray a, DType type) {
    NDArray c = a.castTo(type);
    return c == a ? a : copy(c);
  }

  private NDArray dense(NDArray a) {
    if (a.isDense()) {
      return a;
    }
    return copy(a.dup());
  }

  private NDArray reshape(NDArray a, long... dims) {
    return dense(a).reshape(dims);
  }

  /** Frees the copies that casts made. */
  @Override
  public void close() {
    copies.forEach(NDArray::close);
  }
}
