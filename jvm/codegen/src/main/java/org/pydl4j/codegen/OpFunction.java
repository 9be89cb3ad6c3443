package org.pydl4j.codegen;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.bridge.constructors.Literal;
import org.pydl4j.bridge.constructors.Names;
import org.pydl4j.bridge.constructors.Text;
import org.pydl4j.nd.graph.Op;

/**
 * Writes the Python function or method of an op.
 *
 * @param indent before each line
 * @param self "self" of methods, whose results have names; empty for functions
 * @param operand annotation of an array
 * @param result annotation of a result
 * @param call what is called with the op, its attributes and its inputs
 */
record OpFunction(String indent, String self, String operand, String result, String call) {

  static final OpFunction ARRAYS = new OpFunction("", "", "ArrayLike | Array", "Array", "apply");
  static final OpFunction VARIABLES = new OpFunction("    ", "self", "Variable | float", "Variable", "self._graph.op");
  static final String PLANNER_ONLY = "set by the planner";

  /** Inputs that users give: what random ops draw from is given by the graph. */
  private List<Op.Input> inputs(Op op) {
    return op.inputs().stream().filter(i -> !named() || !i.name().equals("seed") && !i.name().equals("step")).toList();
  }

  /** Whether results have names. */
  private boolean named() {
    return !self.isEmpty();
  }

  private List<Op.Attribute> attributes(Op op) {
    return op.attributes().stream().filter(a -> !a.doc().equals(PLANNER_ONLY) && !a.name().equals("node")).toList();
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

  private String annotation(Op.Input i) {
    String type = i.list() ? "Sequence[int]" : operand;
    return i.optional() ? type + " | None = None" : type;
  }

  /** The function of an op under a name. */
  void write(Text out, Op op, String function) {
    out.line(indent + "def " + function + "(");
    if (!self.isEmpty()) {
      out.line(indent + "    self,");
    }
    List<String> passed = new ArrayList<>();
    List<String> named = new ArrayList<>();
    boolean star = false;
    for (Op.Input i : inputs(op)) {
      String name = Names.snake(i.name());
      if (i.variadic()) {
        out.line(indent + "    *" + name + ": " + operand + ",");
        passed.add("*" + name);
        star = true;
      } else {
        out.line(indent + "    " + name + ": " + annotation(i) + ",");
        if (i.list()) {
          named.add("\"" + i.name() + "\": " + name);
        } else {
          passed.add(name);
        }
      }
    }
    if ((!attributes(op).isEmpty() || named()) && !star) {
      out.line(indent + "    *,");
    }
    for (Op.Attribute a : attributes(op)) {
      out.line(indent + "    " + Names.snake(a.name()) + ": " + annotation(a) + " = " + literal(a) + ",");
      named.add("\"" + a.name() + "\": " + Names.snake(a.name()));
    }
    if (named()) {
      out.line(indent + "    name: str | Sequence[str] | None = None,");
    }
    boolean one = op.outputs().size() == 1 && !op.hasManyOutputs();
    out.line(indent + ") -> " + (one ? result : "list[" + result + "]") + ":");
    describe(out, op);
    out.line(indent + "    return " + call + "(").line(indent + "        \"" + op.name() + "\",");
    block(out, "{", named, "},");
    block(out, "[", passed, "],");
    if (named()) {
      out.line(indent + "        name,");
    }
    out.line(indent + (one ? "    )[0]" : "    )"));
  }

  private void block(Text out, String open, List<String> parts, String close) {
    if (parts.isEmpty()) {
      out.line(indent + "        " + open + close);
      return;
    }
    out.line(indent + "        " + open);
    parts.forEach(p -> out.line(indent + "            " + p + ","));
    out.line(indent + "        " + close);
  }

  private void describe(Text out, Op op) {
    out.summary(indent + "    ", op.doc().isEmpty() ? op.shortName() : op.doc()).line();
    out.line(indent + "    Parameters").line(indent + "    ----------");
    for (Op.Input i : inputs(op)) {
      String absent = i.optional() ? ", optional" : "";
      out.line(indent + "    " + (i.variadic() ? "*" : "") + Names.snake(i.name()) + " : "
          + (i.list() ? "sequence of int" : "array_like") + absent);
      if (!i.list()) {
        out.prose(indent + "        ", "Of " + i.typeNames() + ".");
      }
    }
    for (Op.Attribute a : attributes(op)) {
      out.line(indent + "    " + Names.snake(a.name()) + " : " + annotation(a).replace("Any", "int or sequence of int")
          + (a.otherwise() == null ? ", optional" : ", default " + literal(a)));
      out.prose(indent + "        ", Character.toUpperCase(a.doc().charAt(0)) + a.doc().substring(1) + ".");
    }
    if (named()) {
      out.line(indent + "    name : str or sequence of str, optional");
      out.line(indent + "        Of the result; after the op by default.");
    }
    out.line().line(indent + "    Returns").line(indent + "    -------");
    out.line(
        op.outputs().size() == 1 && !op.hasManyOutputs() ? indent + "    " + result : indent + "    list of " + result);
    out.line(indent + "        " + String.join(", ", op.outputs()) + ".");
    if (op.domain().isEmpty()) {
      out.line().line(indent + "    Notes").line(indent + "    -----");
      out.line(indent + "    ONNX " + op.shortName() + ", version " + op.version() + ".");
    }
    out.line(indent + "    \"\"\"");
  }
}
