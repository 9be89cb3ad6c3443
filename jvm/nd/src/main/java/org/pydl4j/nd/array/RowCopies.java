package org.pydl4j.nd.array;

import java.util.List;

/** Copies of rows of dense arrays. */
final class RowCopies {
  private RowCopies() {}

  /** Rows by their numbers; rows that follow one another are copied at once. */
  static NDArray taken(NDArray source, int[] numbers, int from, int to) {
    long[] shape = source.shape();
    shape[0] = to - from;
    NDArray out = NDArray.create(source.dtype(), shape);
    for (int i = from; i < to && out.size() > 0;) {
      int end = i + 1;
      while (end < to && numbers[end] == numbers[end - 1] + 1) {
        end++;
      }
      copy(source, numbers[i], numbers[end - 1] + 1L, out, i - from);
      i = end;
    }
    return out;
  }

  static NDArray joined(List<NDArray> parts) {
    long[] shape = parts.get(0).shape();
    shape[0] = parts.stream().mapToLong(NDArray::rows).sum();
    NDArray out = NDArray.create(parts.get(0).dtype(), shape);
    long at = 0;
    for (NDArray part : parts) {
      if (part.size() > 0) {
        copy(part, 0, part.rows(), out, at);
      }
      at += part.rows();
    }
    return out;
  }

  /** Rows [from, to) of one array to those from {@code at} on of a dense one. */
  private static void copy(NDArray source, long from, long to, NDArray out, long at) {
    if (from < 0 || to > source.rows()) {
      throw new IndexOutOfBoundsException("[batch] no such row: got " + (from < 0 ? from : to - 1) + "; expected 0 to "
          + (source.rows() - 1) + ".");
    }
    if (source.isDense() && source.isOnHost()) {
      long row = out.size() / out.size(0) * out.dtype().bytes;
      Backends.backend().memory().copy(source.address() + from * row, out.address() + at * row, (to - from) * row);
    } else {
      out.slice(0, at, at + to - from).assign(source.slice(0, from, to));
    }
  }
}
