package org.pydl4j.bridge.constructors;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The Python constructors of records, as source text: those of our own records, which are committed, and those of the
 * records that jars on the class path add, which Python makes when they are asked for. Both are written by the same
 * code, with types, defaults and docstrings.
 */
public final class Constructors {
  /** What the head of each generated file says. */
  public static final String NOTICE = "Written by `make generate` from the declarations in Java; do not edit.";

  private Constructors() {}

  /**
   * The generated modules by file name without its ending.
   *
   * @param jvm the folder of the Java modules, whose sources document what no {@code @Doc} does
   * @param examples the lines of a doctest for a record, of which none may be known
   */
  public static Map<String, String> modules(Path jvm, Function<Class<?>, List<String>> examples) {
    Docs docs = new Docs(jvm);
    Map<String, String> out = new LinkedHashMap<>();
    Set<Class<?>> enums = new TreeSet<>(Comparator.comparing(Class::getSimpleName));
    for (Family family : Families.all()) {
      if (family.isGenerated()) {
        out.put(family.name(), new RecordModule(family, docs, places(), Set.of(), enums, examples).write());
      }
    }
    out.put(PyType.NAMES.substring(Family.GENERATED.length()), names(enums));
    return out;
  }

  /**
   * The classes that a Python module lacks.
   *
   * @param module the module, dotted
   * @param known the names that it has
   */
  public static String added(String module, Set<String> known) {
    Family family = Families.all().stream().filter(f -> f.module().equals(module)).findFirst().orElseThrow(
        () -> new IllegalArgumentException("[constructors] no such module: got " + module + "; expected one of "
            + Families.all().stream().map(Family::module).toList() + "."));
    return new RecordModule(family, new Docs(), places(), known, new HashSet<>(), type -> List.of()).added();
  }

  /** The names of the constants of enums, a type each. */
  private static String names(Set<Class<?>> enums) {
    Text text = new Text().line("\"\"\"The names that parameters take.").line().line(NOTICE).line("\"\"\"").line();
    text.line("from typing import Literal").line();
    for (Class<?> type : enums) {
      text.line(type.getSimpleName() + " = Literal[");
      for (Object constant : type.getEnumConstants()) {
        text.line("    \"" + Names.constant((Enum<?>) constant) + "\",");
      }
      text.line("]");
    }
    return text.toString();
  }

  /** Where each interface lives in Python. */
  private static Map<Class<?>, String> places() {
    Map<Class<?>, String> out = new LinkedHashMap<>();
    Families.all().forEach(f -> f.interfaces().forEach(i -> out.put(i, f.module())));
    return out;
  }
}
