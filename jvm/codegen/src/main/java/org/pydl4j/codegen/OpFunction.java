package org.pydl4j.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.pydl4j.bridge.constructors.Literal;
import org.pydl4j.bridge.constructors.Names;
import org.pydl4j.bridge.constructors.Text;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.types.DType;

/**
 * Writes the Python function or method of an op.
 *
 * @param indent before each line
 * @param self "self" of methods, whose results have names; empty for functions
 * @param operand annotation of an array
 * @param result annotation of a result
 * @param call what is called with the op, its attributes and its inputs
 * @param prefix what stands before the function's name in examples
 */
record OpFunction(String indent, String self, String operand, String result, String call, String prefix) {

  private static final Map<String, Predicate<DType>> WORDS = Map.of("Of any type", Op.ANY, "Real numbers", Op.NUMBERS,
      "Floats", Op.FLOATS, "Integers", Op.INTS, "Truth values", Op.BOOLS, "Floats or complex numbers",
      Op.FLOATS_OR_COMPLEX, "Numbers, real or complex", Op.NUMBERS_OR_COMPLEX, "Real numbers or truth values",
      Op.ORDERED, "Complex numbers", Op.COMPLEX);
  static final OpFunction ARRAYS = new OpFunction("", "", "ArrayLike | Array", "Array", "apply", "nd.ops.");

  /** The methods of a namespace of SameDiff. */
  static OpFunction variables(String namespace) {
    return new OpFunction("    ", "self", "Variable | float", "Variable", "self._graph.op", "sd." + namespace + ".");
  }

  private static final String PLANNER_ONLY = "set by the planner";

  /** Whether the planner alone sets the attribute. */
  static boolean isOfPlanner(Op.Attribute a) {
    return a.doc().endsWith(PLANNER_ONLY);
  }

  /** Inputs that users give: what random ops draw from is given by the graph. */
  private List<Op.Input> inputs(Op op) {
    return op.inputs().stream().filter(i -> !named() || !OpExample.isOfGraph(i)).toList();
  }

  /** Whether results have names. */
  private boolean named() {
    return !self.isEmpty();
  }

  private List<Op.Attribute> attributes(Op op) {
    return op.attributes().stream().filter(a -> !isOfPlanner(a) && !a.name().equals("node")).toList();
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
    String text = op.doc().isEmpty() ? op.shortName() : op.doc();
    out.summary(indent + "    ", capital(text)).line();
    out.line(indent + "    Parameters").line(indent + "    ----------");
    for (Op.Input i : inputs(op)) {
      String absent = i.optional() ? ", optional" : "";
      out.line(indent + "    " + (i.variadic() ? "*" : "") + Names.snake(i.name()) + " : "
          + (i.list() ? "sequence of int" : "array_like") + absent);
      if (!i.list()) {
        out.prose(indent + "        ", types(i));
      }
    }
    for (Op.Attribute a : attributes(op)) {
      out.line(indent + "    " + Names.snake(a.name()) + " : " + annotation(a).replace("Any", "int or sequence of int")
          + (a.otherwise() == null ? a.needed() ? "" : ", optional" : ", default " + literal(a)));
      out.prose(indent + "        ", capital(a.doc()) + ".");
    }
    if (named()) {
      out.line(indent + "    name : str or sequence of str, optional");
      out.line(indent + "        Of the result; after the op by default.");
    }
    OpExample.Example example = OpExample.of(op, prefix + function(op), named());
    returns(out, op, example.shapes());
    out.line().line(indent + "    Raises").line(indent + "    ------").line(indent + "    ValueError");
    out.prose(indent + "        ", "Where types, shapes or attributes do not fit; the message says which.");
    if (op.domain().isEmpty()) {
      out.line().line(indent + "    Notes").line(indent + "    -----");
      out.line(indent + "    ONNX " + op.shortName() + ", version " + op.version() + ".");
    }
    if (!example.lines().isEmpty()) {
      out.line().line(indent + "    Examples").line(indent + "    --------");
      example.lines().forEach(line -> out.line(indent + "    " + line));
    }
    out.line(indent + "    \"\"\"");
  }

  private void returns(Text out, Op op, String shapes) {
    boolean one = op.outputs().size() == 1 && !op.hasManyOutputs();
    out.line().line(indent + "    Returns").line(indent + "    -------");
    out.line(indent + "    " + (one ? result : "list of " + result));
    List<Op.Input> given = inputs(op);
    String text = op.code() == null ? shapes.isEmpty() ? "A new array" : "Of shape " + shapes
        : given.size() == 1 && !given.get(0).variadic() ? "Of the shape of " + Names.snake(given.get(0).name())
            : "Of the shape that the operands broadcast to";
    out.prose(indent + "        ", one ? text + "." : String.join(", ", op.outputs()) + ", in this order"
        + (shapes.isEmpty() ? "." : ": of shapes " + shapes + "."));
  }

  /** The types of an input in words. */
  private static String types(Op.Input i) {
    return WORDS.entrySet().stream()
        .filter(e -> Arrays.stream(DType.values()).allMatch(t -> e.getValue().test(t) == i.types().test(t)))
        .map(Map.Entry::getKey).findFirst().orElse("Of " + i.typeNames()) + ".";
  }

  private String function(Op op) {
    return named() ? Namespaces.function(op) : Names.snake(op.shortName());
  }

  private static String capital(String text) {
    String first = text.split("[ ,;:]", 2)[0];
    return first.matches("[a-z]{2,}") ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
  }
}
