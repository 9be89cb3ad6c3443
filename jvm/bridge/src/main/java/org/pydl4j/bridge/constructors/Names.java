package org.pydl4j.bridge.constructors;

import java.util.Locale;
import java.util.Set;

/** Java's names as Python's, mechanically. */
public final class Names {
  private static final Set<String> KEYWORDS = Set.of("lambda", "from", "in", "is", "not", "or", "and", "if", "else",
      "for", "with", "as",
      "class", "def", "pass", "global", "None", "True", "False", "import", "while", "try", "except", "raise",
      "return", "del", "yield", "async", "await", "assert", "break", "continue", "elif", "finally", "nonlocal", "self");

  private Names() {}

  /** kernelSize and KernelSize as kernel_size; a keyword of Python gets an underscore at its end. */
  public static String snake(String java) {
    String name = java.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2").toLowerCase(Locale.ROOT);
    return KEYWORDS.contains(name) ? name + "_" : name;
  }

  /** Java's words in a doc as Python's: components of the record in snake case, null as None. */
  static String pythonic(String doc, Class<?> record) {
    String out = doc.replaceAll("\\bnull\\b", "None");
    for (var component : record.getRecordComponents()) {
      out = out.replaceAll("\\b" + component.getName() + "\\b(?!\\()", snake(component.getName()));
    }
    return out;
  }

  /** A constant of an enum as the string that Python passes. */
  public static String constant(Enum<?> value) {
    return value.name().equals(value.name().toUpperCase(Locale.ROOT)) ? value.name().toLowerCase(Locale.ROOT)
        : snake(value.name());
  }

  /** A variant with all its defaults as the string that Python passes. */
  static String variant(Class<?> type) {
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
