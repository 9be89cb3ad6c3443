package org.pydl4j.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.pydl4j.datavec.record.Record;
import org.pydl4j.datavec.schema.Schema;

/** What must hold for a function of rows. */
final class Rows {
  private static final int THREADS = 4;

  private Rows() {}

  /** The rows, and each of them with one value missing. */
  static List<Object[]> withMissing(List<Object[]> rows) {
    List<Object[]> all = new ArrayList<>();
    rows.forEach(row -> all.add(row.clone()));
    for (Object[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        Object[] missing = row.clone();
        missing[i] = null;
        all.add(missing);
      }
    }
    return all;
  }

  /** The function leaves the rows alone, and many threads that use it get the same. */
  static <T> void pure(List<Object[]> rows, Function<Object[], T> f) throws Exception {
    List<T> expected = new ArrayList<>();
    for (Object[] row : rows) {
      Object[] given = row.clone();
      T result = f.apply(given);
      Checks.equal(new Record(row), new Record(given), "a row was changed");
      expected.add(result);
    }
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<T>>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(pool.submit(() -> {
          List<T> got = new ArrayList<>();
          rows.forEach(row -> got.add(f.apply(row.clone())));
          return got;
        }));
      }
      for (Future<List<T>> one : all) {
        List<T> got = one.get();
        for (int i = 0; i < expected.size(); i++) {
          Checks.equal(boxed(expected.get(i)), boxed(got.get(i)), "what another thread got of row "
              + new Record(rows.get(i)));
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Arrays of values as records, which are equal when their values are. */
  static Object boxed(Object v) {
    return v instanceof Object[] row ? new Record(row) : v;
  }

  /** The row has the schema's columns, and each value fits. */
  static void fits(Object[] row, Schema schema) {
    Checks.hold(row.length == schema.size(), "got a row of " + row.length + " values; expected " + schema.names()
        + ".");
    for (int i = 0; i < row.length; i++) {
      if (row[i] != null) {
        schema.column(i).check(row[i]);
      }
    }
  }
}
