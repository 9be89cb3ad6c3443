package org.pydl4j.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pydl4j.nd.graph.Op;

/**
 * Writes a family of ops for JVM programs: one class per namespace, one method per op. Attributes are given by name in
 * a second form of the method.
 */
final class JavaFamily {
  private static final int WIDTH = 120;
  private static final Set<String> KEYWORDS = Set.of("if", "switch", "double", "float", "default", "case");
  private final StringBuilder out = new StringBuilder();

  private JavaFamily() {}

  /** The class's name of a namespace. */
  static String type(String namespace) {
    return Character.toUpperCase(namespace.charAt(0)) + namespace.substring(1) + "Ops";
  }

  static String write(String namespace, List<Op> ops) {
    JavaFamily family = new JavaFamily();
    family.line("package org.pydl4j.nd.families;").line("");
    if (ops.stream().anyMatch(op -> op.inputs().stream().anyMatch(i -> !i.list()) || !isSingle(op))) {
      family.line("import org.pydl4j.nd.array.NDArray;");
    }
    family.line("import org.pydl4j.nd.plan.eager.Calls;");
    if (ops.stream().anyMatch(op -> !attributes(op).isEmpty())) {
      family.line("import org.pydl4j.nd.types.Attrs;");
    }
    family.line("").line("/** Ops on arrays: {@code Nd." + namespace + "()}. "
        + Main.NOTICE.replace("`make generate`", "{@code make generate}") + " */");
    family.line("public final class " + type(namespace) + " {");
    family.line("  /** The only one. */")
        .line("  public static final " + type(namespace) + " ALL = new " + type(namespace) + "();").line("");
    family.line("  private " + type(namespace) + "() {").line("  }");
    ops.forEach(op -> {
      if (!attributes(op).isEmpty()) {
        family.method(op, true);
      }
      family.method(op, false);
    });
    return family.line("}").out.toString();
  }

  private JavaFamily line(String text) {
    out.append(text.stripTrailing()).append('\n');
    return this;
  }

  private static boolean isSingle(Op op) {
    return op.outputs().size() == 1 && !op.hasManyOutputs();
  }

  private static List<Op.Attribute> attributes(Op op) {
    return op.attributes().stream().filter(a -> !OpFunction.isOfPlanner(a)).toList();
  }

  private static String camel(String name) {
    String head = name.length() > 1 && Character.isUpperCase(name.charAt(1)) ? name.toLowerCase(java.util.Locale.ROOT)
        : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    StringBuilder s = new StringBuilder();
    for (String part : head.split("_")) {
      s.append(s.length() == 0 ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return KEYWORDS.contains(s.toString()) ? s + "_" : s.toString();
  }

  private void method(Op op, boolean withOptions) {
    line("");
    doc(op, withOptions);
    List<String> parameters = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    List<String> arrays = new ArrayList<>();
    String rest = null;
    for (Op.Input i : op.inputs()) {
      String name = camel(i.name());
      if (i.list()) {
        parameters.add("long[] " + name);
        lists.add("\"" + i.name() + "\", " + name);
      } else if (i.variadic()) {
        rest = name;
      } else {
        parameters.add("NDArray " + name);
        arrays.add(name);
      }
    }
    if (withOptions) {
      parameters.add("Attrs options");
    }
    if (rest != null) {
      parameters.add("NDArray... " + rest);
    }
    String result = isSingle(op) ? "NDArray" : "NDArray[]";
    code("  public " + result + " " + camel(op.shortName()) + "(" + String.join(", ", parameters) + ") {");
    String given = rest == null ? "new NDArray[] {" + String.join(", ", arrays) + "}"
        : arrays.isEmpty() ? rest : "Calls.join(" + rest + ", " + String.join(", ", arrays) + ")";
    String options = withOptions ? "options" : "Attrs.NONE";
    String call = "Calls." + (isSingle(op) ? "one" : "all") + "(\"" + op.name() + "\", "
        + (withOptions ? options : "null") + ", "
        + (lists.isEmpty() ? "Calls.NO_LISTS" : "Calls.lists(" + String.join(", ", lists) + ")") + ", " + given + ");";
    code("    return " + call).line("  }");
  }

  /** A line of code, continued behind a comma where it is too long. */
  private JavaFamily code(String text) {
    int at = text.length() <= WIDTH ? -1 : text.lastIndexOf(", ", WIDTH - 1);
    if (at < 0) {
      return line(text);
    }
    String indent = " ".repeat(text.length() - text.stripLeading().length() + 4);
    return line(text.substring(0, at + 1)).code(indent + text.substring(at + 2));
  }

  private void doc(Op op, boolean withOptions) {
    String text = op.doc().isEmpty() ? op.shortName() : op.doc();
    if (!withOptions && !attributes(op).isEmpty()) {
      line("  /** The same with every option at its default. */");
      return;
    }
    line("  /**");
    prose(escaped(Character.toUpperCase(text.charAt(0)) + text.substring(1)) + ".");
    line("   *");
    for (Op.Input i : op.inputs()) {
      prose("@param " + camel(i.name()) + " " + (i.list() ? "whole numbers" : types(i))
          + (i.optional() ? "; may be null" : ""));
    }
    if (withOptions) {
      prose("@param options "
          + escaped(attributes(op).stream().map(JavaFamily::describe).collect(Collectors.joining("; "))));
    }
    prose("@return " + String.join(", ", op.outputs()) + (isSingle(op) ? ", a new array" : ", new arrays"));
    line("   */");
  }

  private static String types(Op.Input input) {
    return input.types() == Op.ANY ? "of any type"
        : input.types() == Op.NUMBERS ? "numbers" : input.types() == Op.FLOATS ? "floats"
            : input.types() == Op.INTS ? "integers" : "of " + input.typeNames();
  }

  private static String describe(Op.Attribute a) {
    return "\"" + a.name() + "\": " + a.doc() + (a.otherwise() == null ? "" : " (" + a.otherwise() + ")");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "{@literal @}");
  }

  private void prose(String text) {
    StringBuilder at = new StringBuilder("   *");
    for (String word : text.split("\\s+")) {
      if (at.length() + word.length() + 1 > WIDTH) {
        line(at.toString());
        at = new StringBuilder(text.startsWith("@") ? "   *    " : "   *");
      }
      at.append(' ').append(word);
    }
    line(at.toString());
  }
}
