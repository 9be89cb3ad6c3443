package org.pydl4j.codegen;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.ops.Ops;

/** Writes one Python function per declared ONNX op. */
final class OpsModule {
  private static final String PLANNER_ONLY = "set by the planner";

  private OpsModule() {}

  static String write() {
    List<Op> ops = Ops.all().stream().filter(op -> op.domain().isEmpty() && op.control() == null)
        .sorted((a, b) -> a.shortName().compareTo(b.shortName())).toList();
    Text out = new Text();
    out.line("\"\"\"ONNX ops on arrays, one function each.").line().line(Main.NOTICE).line("\"\"\"").line();
    out.line("from __future__ import annotations").line();
    out.line("from collections.abc import Sequence").line("from typing import Any").line();
    out.line("from numpy.typing import ArrayLike").line();
    out.line("from pydl4j.nd._apply import apply").line("from pydl4j.nd._array import Array").line();
    out.line("__all__ = [");
    ops.stream().map(op -> Names.snake(op.shortName())).sorted().forEach(n -> out.line("    \"" + n + "\","));
    out.line("]");
    ops.forEach(op -> function(out, op));
    return out.toString();
  }

  private static List<Op.Attribute> attributes(Op op) {
    return op.attributes().stream().filter(a -> !a.doc().equals(PLANNER_ONLY)).toList();
  }

  private static String annotation(Op.Attribute a) {
    if (a.otherwise() == null) {
      return "Any";
    }
    return a.otherwise() instanceof String ? "str" : a.otherwise() instanceof Number n
        && n.doubleValue() == n.longValue() && !(n instanceof Double) ? "int" : "float";
  }

  private static String literal(Op.Attribute a) {
    return a.otherwise() == null ? "None" : Literal.of(a.otherwise()).orElseThrow();
  }

  private static String annotation(Op.Input i) {
    String type = i.list() ? "Sequence[int]" : "ArrayLike | Array";
    return i.optional() || i.list() && mayBeAbsent(i) ? type + " | None = None" : type;
  }

  private static boolean mayBeAbsent(Op.Input i) {
    return i.optional();
  }

  private static void function(Text out, Op op) {
    out.line().line().line("def " + Names.snake(op.shortName()) + "(");
    List<String> passed = new ArrayList<>();
    List<String> named = new ArrayList<>();
    boolean star = false;
    for (Op.Input i : op.inputs()) {
      String name = Names.snake(i.name());
      if (i.variadic()) {
        out.line("    *" + name + ": ArrayLike | Array,");
        passed.add("*" + name);
        star = true;
      } else {
        out.line("    " + name + ": " + annotation(i) + ",");
        if (i.list()) {
          named.add("\"" + i.name() + "\": " + name);
        } else {
          passed.add(name);
        }
      }
    }
    if (!attributes(op).isEmpty() && !star) {
      out.line("    *,");
    }
    for (Op.Attribute a : attributes(op)) {
      out.line("    " + Names.snake(a.name()) + ": " + annotation(a) + " = " + literal(a) + ",");
      named.add("\"" + a.name() + "\": " + Names.snake(a.name()));
    }
    boolean one = op.outputs().size() == 1 && !op.hasManyOutputs();
    out.line(") -> " + (one ? "Array" : "list[Array]") + ":");
    describe(out, op);
    out.line("    return apply(").line("        \"" + op.name() + "\",");
    block(out, "{", named, "},");
    block(out, "[", passed, "],");
    out.line(one ? "    )[0]" : "    )");
  }

  private static void block(Text out, String open, List<String> parts, String close) {
    if (parts.isEmpty()) {
      out.line("        " + open + close);
      return;
    }
    out.line("        " + open);
    parts.forEach(p -> out.line("            " + p + ","));
    out.line("        " + close);
  }

  private static void describe(Text out, Op op) {
    out.summary("    ", op.doc().isEmpty() ? op.shortName() : op.doc()).line();
    out.line("    Parameters").line("    ----------");
    for (Op.Input i : op.inputs()) {
      String absent = i.optional() ? ", optional" : "";
      out.line("    " + (i.variadic() ? "*" : "") + Names.snake(i.name()) + " : "
          + (i.list() ? "sequence of int" : "array_like") + absent);
      if (!i.list()) {
        out.prose("        ", "Of " + i.typeNames() + ".");
      }
    }
    for (Op.Attribute a : attributes(op)) {
      out.line("    " + Names.snake(a.name()) + " : " + annotation(a).replace("Any", "int or sequence of int")
          + (a.otherwise() == null ? ", optional" : ", default " + literal(a)));
      out.prose("        ", Character.toUpperCase(a.doc().charAt(0)) + a.doc().substring(1) + ".");
    }
    out.line().line("    Returns").line("    -------");
    out.line(op.outputs().size() == 1 && !op.hasManyOutputs() ? "    Array" : "    list of Array");
    out.line("        " + String.join(", ", op.outputs()) + ".");
    out.line().line("    Notes").line("    -----").line("    ONNX " + op.shortName() + ", version " + op.version()
        + ".").line("    \"\"\"");
  }
}
