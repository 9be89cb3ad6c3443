package org.pydl4j.nd.json;

import java.util.Collection;
import java.util.Locale;

/** The nearest allowed name, for error messages: {@code "Did you mean 'relu'?"}. */
public final class Nearest {
  private Nearest() {}

  /** Longer names are no slips of the pen; comparing them would take time that grows with both lengths. */
  private static final int LONGEST = 200;

  /** The name closest to the given one (edit distance, case ignored), or null when none is close. */
  public static String of(String given, Collection<String> names) {
    if (given.length() > LONGEST) {
      return null;
    }
    String best = null;
    int limit = Math.max(2, given.length() / 2);
    int least = limit + 1;
    for (String name : names) {
      int d = distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (d < least) {
        least = d;
        best = name;
      }
    }
    return best;
  }

  /** {@code "expected one of a, b, c. Did you mean 'b'?"}; without a near name the question is left out. */
  public static String hint(String given, Collection<String> names) {
    String near = of(given, names);
    return "expected one of " + String.join(", ", names) + "." + (near == null ? "" : " Did you mean '" + near + "'?");
  }

  /** Levenshtein's distance: insertions, deletions and replacements that make b of a. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(above[j], row[j - 1]) + 1);
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
    return above[b.length()];
  }
}
