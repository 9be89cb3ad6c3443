package org.pydl4j.nd.array;

/**
 * One minibatch: the only thing that readers of data and networks both know. DL4J: DataSet.
 *
 * @param features [N, size], [N, C, H, W] or [N, size, T]
 * @param labels one-hot [N, classes] or [N, classes, T], class indices [N] or [N, T], or targets [N, size]; null
 *     without labels
 * @param featuresMask [N, T], 1 where the time step is present; null when all are
 * @param labelsMask [N, T], 1 where the label counts; null when all do
 * @param rows N
 */
public record Batch(NDArray features, NDArray labels, NDArray featuresMask, NDArray labelsMask, long rows)
    implements AutoCloseable {
  public Batch {
    check("features", features, rows);
    check("labels", labels, rows);
    check("featuresMask", featuresMask, rows);
    check("labelsMask", labelsMask, rows);
  }

  /** A batch without masks; labels may be null. */
  public static Batch of(NDArray features, NDArray labels) {
    return new Batch(features, labels, null, null, features.size(0));
  }

  private static void check(String what, NDArray a, long rows) {
    if (a != null && (a.rank() == 0 || a.size(0) != rows)) {
      throw new IllegalArgumentException("[batch] " + what + " do not have one entry per row: got shape "
          + java.util.Arrays.toString(a.shape())
          + "; expected " + rows + " rows first.");
    }
  }

  /** Frees the arrays that this batch owns. */
  @Override
  public void close() {
    close(features);
    close(labels);
    close(featuresMask);
    close(labelsMask);
  }

  private static void close(NDArray a) {
    if (a != null) {
      a.close();
    }
  }
}
