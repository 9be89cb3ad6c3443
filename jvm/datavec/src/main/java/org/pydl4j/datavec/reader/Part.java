package org.pydl4j.datavec.reader;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a reader's input.
 *
 * @param uris the files
 * @param firstRow where to begin, in rows of these files
 * @param rows how many, or -1 for all that follow and are not counted yet
 */
public record Part(List<String> uris, long firstRow, long rows) implements Serializable {
  public Part {
    uris = List.copyOf(uris);
  }

  /** All rows of the files. */
  public static Part whole(String... uris) {
    return new Part(List.of(uris), 0, -1);
  }

  /** Rows 0..rows-1 of the files in at most {@code wanted} pieces of nearly the same size. */
  public static List<Part> ranges(List<String> uris, long rows, int wanted) {
    List<Part> parts = new ArrayList<>();
    long n = Math.max(1, Math.min(wanted, rows));
    for (long i = 0; i < n; i++) {
      long first = rows * i / n;
      parts.add(new Part(uris, first, rows * (i + 1) / n - first));
    }
    return parts;
  }

  /** The files in at most {@code wanted} groups of neighbours, whole. */
  public static List<Part> groups(List<String> uris, int wanted) {
    List<Part> parts = new ArrayList<>();
    int n = Math.max(1, Math.min(wanted, uris.size()));
    for (int i = 0; i < n; i++) {
      parts.add(new Part(uris.subList(uris.size() * i / n, uris.size() * (i + 1) / n), 0, -1));
    }
    return parts;
  }
}
