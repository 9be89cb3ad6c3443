package org.pydl4j.bridge.constructors;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes the Python classes of a family of records: one per record, values that hold what Records reads. Either all of
 * them, as a module, or those that a module lacks.
 */
final class RecordModule {
  private static final String EXTENSIONS = "typing_extensions"; // read by type checkers alone
  private final Family family;
  private final Docs docs;
  private final Set<String> known;
  private final Function<Class<?>, List<String>> examples;
  private final Set<Class<?>> plain = new LinkedHashSet<>();
  private final PyType types;
  private final List<String> names = new ArrayList<>();

  RecordModule(Family family, Docs docs, Map<Class<?>, String> modules, Set<String> known, Set<Class<?>> enums,
      Function<Class<?>, List<String>> examples) {
    this.family = family;
    this.docs = docs;
    this.known = known;
    this.examples = examples;
    this.types = new PyType(modules, family.module(), plain, enums);
  }

  /** The whole module. */
  String write() {
    Text body = new Text();
    for (Class<?> iface : family.interfaces()) {
      if (iface.isRecord()) {
        record(body, iface, "Record");
        builder(body, iface);
        continue;
      }
      base(body, iface);
      variants(body, iface);
    }
    plainRecords(body);
    return head() + body;
  }

  /** The classes that the module lacks, to be run with Record and the family's base classes as globals. */
  String added() {
    Text body = new Text().line("from __future__ import annotations");
    family.interfaces().stream().filter(i -> !i.isRecord()).forEach(i -> variants(body, i));
    plainRecords(body);
    return body.toString();
  }

  private void variants(Text body, Class<?> iface) {
    for (Class<?> variant : family.variants(iface, known)) {
      record(body, variant, iface.getSimpleName());
    }
  }

  private void plainRecords(Text body) {
    Set<Class<?>> done = new LinkedHashSet<>();
    while (!done.containsAll(plain)) {
      Class<?> next = plain.stream().filter(c -> !done.contains(c)).findFirst().orElseThrow();
      done.add(next);
      if (!known.contains(next.getSimpleName())) {
        record(body, next, "Record");
      }
    }
  }

  private String head() {
    Text text = new Text().line("\"\"\"" + family.doc()).line().line(Constructors.NOTICE).line("\"\"\"").line();
    text.line("from __future__ import annotations").line();
    Map<String, Set<String>> ours = new TreeMap<>();
    Map<String, Set<String>> standard = new TreeMap<>();
    types.imports().forEach((m, n) -> (m.startsWith("pydl4j") || m.equals(EXTENSIONS) ? ours : standard).put(m, n));
    Set<String> named = ours.remove(PyType.NAMES);
    Set<String> typing = standard.computeIfAbsent("typing", k -> new TreeSet<>());
    if (!ours.isEmpty()) {
      typing.add("TYPE_CHECKING");
    }
    standard.values().removeIf(Set::isEmpty);
    standard.forEach((m, n) -> text.line("from " + m + " import " + String.join(", ", sorted(n))));
    if (!standard.isEmpty()) {
      text.line();
    }
    if (named != null) {
      text.line("from " + PyType.NAMES + " import " + String.join(", ", named));
    }
    text.line("from pydl4j._record import Record").line();
    if (!ours.isEmpty()) {
      text.line("if TYPE_CHECKING:");
      Set<String> extensions = ours.remove(EXTENSIONS);
      if (extensions != null) {
        text.line("    from " + EXTENSIONS + " import " + String.join(", ", extensions)).line();
      }
      ours.forEach((m, n) -> text.line("    from " + m + " import " + String.join(", ", n)));
      text.line();
    }
    text.line("__all__ = [");
    sorted(names).forEach(n -> text.line("    \"" + n + "\","));
    return text.line("]").toString();
  }

  /** Constants before classes, as ruff sorts them. */
  private static List<String> sorted(Iterable<String> names) {
    List<String> out = new ArrayList<>();
    names.forEach(out::add);
    out.sort((a, b) -> {
      boolean upperA = a.equals(a.toUpperCase(java.util.Locale.ROOT)) && a.length() > 1;
      boolean upperB = b.equals(b.toUpperCase(java.util.Locale.ROOT)) && b.length() > 1;
      return upperA != upperB ? (upperA ? -1 : 1) : a.compareTo(b);
    });
    return out;
  }

  private void base(Text out, Class<?> iface) {
    names.add(iface.getSimpleName());
    out.line().line().line("class " + iface.getSimpleName() + "(Record):");
    String summary = docs.of(iface).summary();
    out.docstring("    ", summary.isEmpty() ? iface.getSimpleName() : summary).line().line("    __slots__ = ()");
  }

  private void record(Text out, Class<?> type, String base) {
    if (!type.isRecord()) {
      throw new IllegalStateException("[constructors] only records can be variants: got " + type.getName()
          + ". Make it a record.");
    }
    names.add(type.getSimpleName());
    List<Parameter> parameters = parameters(type);
    out.line().line().line("class " + type.getSimpleName() + "(" + base + "):");
    String summary = docs.of(type).summary();
    String title = summary.isEmpty() ? type.getSimpleName() : Names.pythonic(summary, type);
    List<String> example = examples.apply(type);
    if (parameters.isEmpty() && example.isEmpty()) {
      out.docstring("    ", title);
    } else {
      describe(out.summary("    ", title), parameters, example);
    }
    out.line().line("    __slots__ = ()");
    List<String> shared = parameters.stream().filter(Parameter::shared).map(Parameter::java).toList();
    if (!shared.isEmpty()) {
      out.line("    _shared = (");
      shared.forEach(s -> out.line("        \"" + s + "\","));
      out.line("    )");
    }
    if (!parameters.isEmpty()) {
      constructor(out, parameters);
    }
  }

  /** The record's own components, then those that all of the family share. */
  private List<Parameter> parameters(Class<?> type) {
    List<Parameter> out = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (!family.shared().contains(component.getType())) {
        out.add(Parameter.of(type, component, types, docs, false));
      }
    }
    for (Class<?> shared : family.isShared(type) ? family.shared() : List.<Class<?>>of()) {
      for (RecordComponent component : shared.getRecordComponents()) {
        boolean place = family.shared().contains(component.getType())
            || family.interfaces().contains(component.getType());
        if (!place && out.stream().noneMatch(p -> p.java().equals(component.getName()))) {
          out.add(Parameter.of(shared, component, types, docs, true));
        }
      }
    }
    return out;
  }

  private static void describe(Text out, List<Parameter> parameters, List<String> example) {
    if (!parameters.isEmpty()) {
      out.line().line("    Parameters").line("    ----------");
    }
    for (Parameter p : parameters) {
      String end = p.literal().isEmpty() ? "" : p.defaultText().equals("None") ? ", optional" : ", default "
          + p.defaultText();
      out.line("    " + p.python() + " : " + p.prose() + end);
      if (!p.doc().isEmpty()) {
        out.prose("        ", p.doc());
      }
    }
    if (!example.isEmpty()) {
      out.line().line("    Examples").line("    --------");
      example.forEach(line -> out.line("    " + line));
    }
    out.line("    \"\"\"");
  }

  /** The first parameter may come by position, the others by name unless the family says otherwise. */
  private void constructor(Text out, List<Parameter> parameters) {
    out.line().line("    def __init__(").line("        self,");
    boolean first = true;
    boolean byPosition = family.byPosition() && parameters.stream().allMatch(p -> p.literal().isPresent());
    for (Parameter p : parameters) {
      out.line("        " + p.python() + ": " + p.annotation() + p.literal().map(l -> " = " + l).orElse("") + ",");
      if (first && parameters.size() > 1 && !byPosition) {
        out.line("        *,");
      }
      first = false;
    }
    out.line("    ) -> None:").line("        super().__init__(");
    parameters.forEach(p -> out.line("            " + Parameter.keyword(p.java()) + "=" + p.python() + ","));
    out.line("        )");
  }

  /** A chain of setters, one per parameter, for those who come from DL4J. */
  private void builder(Text out, Class<?> type) {
    String name = type.getSimpleName() + "Builder";
    names.add(name);
    types.importing("typing", "Any");
    types.importing(EXTENSIONS, "Self");
    out.line().line().line("class " + name + ":");
    out.line("    \"\"\"Sets the parameters of `" + type.getSimpleName() + "` one after another.\"\"\"").line();
    out.line("    def __init__(self) -> None:").line("        self._fields: dict[str, Any] = {}");
    for (Parameter p : parameters(type)) {
      out.line()
          .line("    def " + p.python() + "(self, value: " + p.annotation().replace(" | None", "") + ") -> Self:");
      out.docstring("        ", p.doc().isEmpty() ? p.python() : p.doc());
      out.line("        self._fields[\"" + p.python() + "\"] = value").line("        return self");
    }
  }
}
