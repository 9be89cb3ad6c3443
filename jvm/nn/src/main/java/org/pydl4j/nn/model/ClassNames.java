package org.pydl4j.nn.model;

import java.util.HashSet;
import java.util.List;

/**
 * What labels call the classes of an output, in the order of its numbers; of one number "no" and "yes".
 *
 * @param names of the classes, as text
 */
public record ClassNames(Kind kind, List<String> names) {
  /** What labels are where a program made them, which gets them back as such. */
  public enum Kind {
    TEXT, INTEGER, BOOLEAN
  }

  public ClassNames {
    names = List.copyOf(names);
    if (names.size() < 2 || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("[class names] got " + names + "; expected at least two, all different.");
    }
  }

  /** Names that are text. */
  public static ClassNames of(String... names) {
    return new ClassNames(Kind.TEXT, List.of(names));
  }

  /** Raises IllegalArgumentException where an output has no classes, or another number of them. */
  void checkFor(Signature.Tensor output) {
    if (output.isRegression()) {
      throw new IllegalArgumentException("[class names] '" + output.name() + "' gives values: got names of classes "
          + names + "; expected numbers. Give the output layer a loss of classes, such as mcxent.");
    }
    long size = output.dims().length < 2 ? -1 : output.dims()[1];
    if (size > 0 && names.size() != Math.max(2, size)) {
      throw new IllegalArgumentException("[class names] '" + output.name() + "' tells " + Math.max(2, size)
          + " classes apart: got " + names.size() + " names, " + names
          + "; expected one for each. Name all classes, or change nOut of the output layer.");
    }
  }
}
