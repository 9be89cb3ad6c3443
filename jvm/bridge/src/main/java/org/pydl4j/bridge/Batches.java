package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Rows;
import org.pydl4j.nd.array.SparseRows;
import org.pydl4j.nd.json.Records;

/**
 * Batches over the border: numbers of columns of features and of labels, then each column. A column is its width, 0 for
 * a dense one, then arrays as {@link Arrays} describes them: values, mask, weights for a dense one; offsets, columns,
 * values, mask, weights for a sparse one. Absent ones are a single 0.
 */
final class Batches {
  private static final int DENSE = 3;
  private static final int SPARSE = 5;

  private Batches() {}

  /** A view of Python's memory, valid during the call or as long as Python keeps it; not to be closed. */
  static Batch borrow(long[] described) {
    return borrow(described, null);
  }

  /**
   * The same with names.
   *
   * @param names a JSON array of all columns' names, or null
   */
  static Batch borrow(long[] described, String names) {
    JsonArray all = names == null ? null : Records.parse(names).getAsJsonArray();
    List<Column> columns = new ArrayList<>();
    int at = 2;
    for (long i = 0; i < described[0] + described[1]; i++) {
      long width = described[at];
      Arrays.Taken taken = Arrays.borrow(described, at + 1, width == 0 ? DENSE : SPARSE);
      columns.add(column(name(all, columns.size()), width, taken.arrays()));
      at = taken.end();
    }
    int features = (int) described[0];
    return new Batch(columns.subList(0, features), columns.subList(features, columns.size()));
  }

  private static String name(JsonArray names, int place) {
    JsonElement name = names == null ? null : names.get(place);
    return name == null || name.isJsonNull() ? null : name.getAsString();
  }

  private static Column column(String name, long width, List<NDArray> a) {
    Rows values = width == 0 ? a.get(0) : new SparseRows(a.get(0), a.get(1), a.get(2), width);
    return new Column(name, values, a.get(a.size() - 2), a.get(a.size() - 1));
  }

  /** Hands a batch's arrays over to Python; each is described as {@link Arrays#give} does. */
  static long[] give(Batch batch) {
    LongStream out = LongStream.of(batch.features().size(), batch.labels().size());
    for (List<Column> columns : List.of(batch.features(), batch.labels())) {
      for (Column c : columns) {
        if (c.values() instanceof SparseRows s) {
          out = LongStream.concat(out, LongStream.of(s.width()));
          out = LongStream.concat(out, LongStream.concat(given(s.offsets()), LongStream.concat(given(s.columns()),
              given(s.values()))));
        } else {
          out = LongStream.concat(LongStream.concat(out, LongStream.of(0)), given(c.array()));
        }
        out = LongStream.concat(out, LongStream.concat(given(c.mask()), given(c.weights())));
      }
    }
    return out.toArray();
  }

  private static LongStream given(NDArray a) {
    return a == null ? LongStream.of(0) : LongStream.of(Arrays.give(a));
  }
}
