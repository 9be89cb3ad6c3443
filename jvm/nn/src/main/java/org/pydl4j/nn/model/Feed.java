package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.LossHead;

/**
 * The edge of a network: brings a caller's arrays into the types and shapes of the graph's inputs, or says what is
 * wrong with them.
 */
final class Feed implements AutoCloseable {
  private final ComputationGraphConfiguration conf;
  private final NetworkGraphs graphs;
  private final Map<String, NDArray> arrays = new HashMap<>();
  private final List<NDArray> copies = new ArrayList<>();
  private long rows = -1;
  private boolean featuresMask;
  private boolean labelsMask;
  private boolean indexLabels;

  Feed(ComputationGraphConfiguration conf, NetworkGraphs graphs) {
    this.conf = conf;
    this.graphs = graphs;
  }

  /** Arrays by graph-input name; more may be put in. */
  Map<String, NDArray> arrays() {
    return arrays;
  }

  long rows() {
    return rows;
  }

  Variant variant(Variant.Kind kind, boolean stateful) {
    return new Variant(kind, featuresMask, labelsMask, indexLabels, stateful);
  }

  Feed features(List<NDArray> features, List<NDArray> masks) {
    List<String> inputs = conf.networkInputs();
    if (features.size() != inputs.size()) {
      throw new IllegalArgumentException("[features] got " + features.size()
          + " arrays; expected one per network input: " + inputs + ".");
    }
    for (int i = 0; i < inputs.size(); i++) {
      String where = inputs.size() == 1 ? "features" : "features of " + inputs.get(i);
      arrays.put(inputs.get(i), features(where, inputs.get(i), conf.inputTypes().get(i), features.get(i)));
    }
    featuresMask = masks != null && masks.stream().anyMatch(m -> m != null);
    for (int i = 0; featuresMask && i < inputs.size(); i++) {
      if (conf.inputTypes().get(i) instanceof InputType.Recurrent) {
        NDArray x = arrays.get(inputs.get(i));
        arrays.put(Names.mask(inputs.get(i)), mask("featuresMask", i < masks.size() ? masks.get(i) : null, rows,
            x.size(-1)));
      }
    }
    return this;
  }

  private NDArray features(String where, String input, InputType type, NDArray x) {
    InputKind kind = Forward.feedKind(conf, input);
    NDArray a;
    if (kind == InputKind.ANY) {
      a = cast(dense(shaped(where, type, x)), conf.conf().dataType());
    } else {
      NDArray index = x.rank() == 3 && x.size(1) == 1 ? reshape(x, x.size(0), x.size(2)) : x.rank() == 1
          ? reshape(x, -1, 1) : x;
      if (index.rank() != 2 || kind == InputKind.INDEX && index.size(1) != 1) {
        throw shape(where, x, kind == InputKind.INDEX ? "indices [N, 1]" : "indices [N, T]");
      }
      a = indices(where, index);
      range(where, a, Forward.vocabulary(conf, input),
          "Give the embedding layer a larger nIn, or correct the indices.");
    }
    if (rows >= 0 && a.size(0) != rows) {
      throw new IllegalArgumentException("[" + where + "] got " + a.size(0) + " rows; expected " + rows
          + " as in the other inputs.");
    }
    rows = a.size(0);
    return a;
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

  Feed labels(List<NDArray> labels, List<NDArray> masks) {
    List<String> outputs = conf.networkOutputs();
    if (labels.size() != outputs.size() || labels.stream().anyMatch(l -> l == null)) {
      throw new IllegalArgumentException("[labels] got " + labels.stream().filter(l -> l != null).count()
          + " arrays; expected one per network output: " + outputs + ". Give labels to train or score.");
    }
    labelsMask = masks != null && masks.stream().anyMatch(m -> m != null);
    for (int i = 0; i < outputs.size(); i++) {
      String where = outputs.size() == 1 ? "labels" : "labels of " + outputs.get(i);
      boolean index = labels(where, outputs.get(i), labels.get(i));
      if (i > 0 && index != indexLabels) {
        throw new IllegalArgumentException("[" + where
            + "] some outputs have class indices and others do not. Give one kind for all: one-hot labels.");
      }
      indexLabels = index;
      if (labelsMask) {
        NDArray y = arrays.get(Names.labels(outputs.get(i)));
        boolean recurrent = graphs.types().get(outputs.get(i)) instanceof InputType.Recurrent;
        arrays.put(Names.labelsMask(outputs.get(i)), mask("labelsMask", i < masks.size() ? masks.get(i) : null, rows,
            recurrent ? y.size(-1) : -1));
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
      range(where, a, type.features(), "Correct the labels, or give the output layer one output per class.");
    } else if (want.length == 2 && want[1] == 1 && y.rank() == 1) {
      a = cast(dense(reshape(y, -1, 1)), conf.conf().dataType());
    } else {
      throw new IllegalArgumentException("[" + where + "] have the wrong shape: got " + Arrays.toString(y.shape())
          + "; expected " + describe(want)
          + (classes ? ", or class indices " + (want.length == 3 ? "[N, T]" : "[N]") : "")
          + ". Reshape them, or correct the output layer's size.");
    }
    if (a.size(0) != rows) {
      throw new IllegalArgumentException("[" + where + "] got " + a.size(0) + " rows of labels; expected " + rows
          + ", one per row of features.");
    }
    arrays.put(Names.labels(output), a);
    return index;
  }

  private NDArray squeeze(NDArray y) {
    return y.rank() == 3 ? reshape(y, y.size(0), y.size(2)) : reshape(y, -1);
  }

  /** A mask [N, T] (or [N, 1], [N, C] for outputs without time); ones where none is given. */
  private NDArray mask(String where, NDArray m, long n, long steps) {
    if (m == null) {
      NDArray ones = NDArray.full(conf.conf().dataType(), 1, n, Math.max(steps, 1));
      copies.add(ones);
      return ones;
    }
    NDArray two = m.rank() == 1 ? reshape(m, -1, 1) : m.rank() == 3 && m.size(1) == 1
        ? reshape(m, m.size(0), m.size(2)) : m;
    if (two.rank() != 2 || two.size(0) != n || steps >= 0 && two.size(1) != steps) {
      throw new IllegalArgumentException("[" + where + "] has the wrong shape: got " + Arrays.toString(m.shape())
          + "; expected [" + n + ", "
          + (steps >= 0 ? steps : "1") + "]. Give one number per row" + (steps >= 0 ? " and time step." : "."));
    }
    return cast(dense(two), conf.conf().dataType());
  }

  /** As int64; fractions and NaN are no indices. */
  private NDArray indices(String where, NDArray a) {
    for (long i = 0; a.dtype().isFloat() && i < a.size(); i++) {
      if (a.getDoubleAt(i) != Math.rint(a.getDoubleAt(i))) {
        throw new IllegalArgumentException("[" + where + "] hold a value that is no index: got " + a.getDoubleAt(i)
            + " in row " + i / (a.size() / a.size(0)) + "; expected whole numbers. Correct the data.");
      }
    }
    return cast(dense(a), DType.INT64);
  }

  private static void range(String where, NDArray index, long bound, String remedy) {
    for (long i = 0; i < index.size(); i++) {
      long v = index.getLongAt(i);
      if (v < 0 || bound >= 0 && v >= bound) {
        throw new IllegalArgumentException("[" + where + "] hold an index out of range: got " + v + " in row "
            + i / (index.size() / index.size(0)) + "; expected 0 to " + (bound - 1) + ". " + remedy);
      }
    }
  }

  /** Raises when features or labels hold NaN or infinities. */
  Feed finite() {
    conf.networkInputs().forEach(n -> Finite.check("features", arrays.get(n)));
    conf.networkOutputs().stream().map(Names::labels).filter(arrays::containsKey)
        .forEach(n -> Finite.check("labels", arrays.get(n)));
    return this;
  }

  private NDArray cast(NDArray a, DType type) {
    NDArray c = a.castTo(type);
    if (c != a) {
      copies.add(c);
    }
    return c;
  }

  private NDArray dense(NDArray a) {
    if (a.isDense()) {
      return a;
    }
    NDArray c = a.dup();
    copies.add(c);
    return c;
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
