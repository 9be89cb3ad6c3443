package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pydl4j.datavec.normalize.ColumnNormalizer;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;

/**
 * A normalizer: fitted on batches of any size alike, undone by its inverse, the same for a batch and for one row as
 * serving has it; JSON with its statistics.
 *
 * @param subject the normalizer, not fitted unless there is nothing to fit
 */
public record NormalizerContract(ColumnNormalizer subject) implements Contract {
  private static final int ROWS = 12;
  private static final int SIZE = 3;
  private static final double TOLERANCE = 1e-4;

  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON, fitted or not", () -> {
      Checks.json(subject, ColumnNormalizer.class);
      Checks.json(fitted(4), ColumnNormalizer.class);
      Checks.hold(fitted(4).isFitted(), "is not fitted after fit.");
    });
    claims.put("undoes what it did", () -> {
      ColumnNormalizer n = fitted(4);
      try (Batch b = batch(); NDArray before = b.feature(0).dup()) {
        n.transform(b);
        n.revert(b);
        near(before, b.feature(0), "features after transform and revert");
      }
    });
    claims.put("does the same with one row, and after JSON", () -> {
      ColumnNormalizer n = fitted(5);
      ColumnNormalizer again = Records.fromText(Records.toText(n), ColumnNormalizer.class);
      try (Batch b = batch(); Batch c = batch()) {
        float[] row = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
          row[i] = (float) b.feature(0).getDouble(7, i);
        }
        n.transform(b);
        again.transform(c);
        near(b.feature(0), c.feature(0), "features by the normalizer from JSON");
        n.features().apply(row, 0, SIZE);
        for (int i = 0; i < SIZE; i++) {
          Checks.equal((float) b.feature(0).getDouble(7, i), row[i], "feature " + i + " of a single row");
        }
      }
    });
    return claims;
  }

  private ColumnNormalizer fitted(int batchSize) {
    if (subject.isFitted()) {
      return subject;
    }
    try (Batch all = batch(); ArrayBatches source = new ArrayBatches(all, batchSize, null)) {
      return subject.fit(source);
    }
  }

  private static Batch batch() {
    NDArray x = Networks.numbers(DType.FLOAT32, ROWS, SIZE);
    for (long i = 0; i < x.size(); i++) {
      x.putDoubleAt(i, 10 * (i % SIZE) + 3 * x.getDoubleAt(i));
    }
    return Batch.of(x, Networks.numbers(DType.FLOAT32, ROWS, 1));
  }

  private static void near(NDArray expected, NDArray got, String what) {
    for (long i = 0; i < expected.size(); i++) {
      double error = Math.abs(expected.getDoubleAt(i) - got.getDoubleAt(i));
      Checks.hold(error <= TOLERANCE * (1 + Math.abs(expected.getDoubleAt(i))), what + " differ at " + i + ": got "
          + got.getDoubleAt(i) + "; expected " + expected.getDoubleAt(i) + ".");
    }
  }
}
