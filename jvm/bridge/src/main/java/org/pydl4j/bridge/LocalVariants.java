package org.pydl4j.bridge;

import java.util.List;
import java.util.Set;
import org.pydl4j.bridge.constructors.Constructors;

/** What the jars on the class path add to our own records. */
public final class LocalVariants {
  private LocalVariants() {}

  /**
   * Python's classes for the records that a module lacks, as source text.
   *
   * @param module the Python module, dotted
   * @param known the names that it has
   */
  public static String constructors(String module, String[] known) {
    return Constructors.added(module, Set.copyOf(List.of(known)));
  }
}
