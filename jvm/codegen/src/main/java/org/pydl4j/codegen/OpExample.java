package org.pydl4j.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pydl4j.bridge.constructors.Literal;
import org.pydl4j.bridge.constructors.Names;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * The example in the docstring of an op: a small one of its test cases, and what the reference kernels make of it. A
 * result of many elements is told by its shape.
 */
final class OpExample {
  private static final int SEED = 7;
  private static final int MOST = 16;
  private static final int FEW = 4;
  private static final int WIDTH = 104;
  private final Op op;
  private final boolean variables;
  private final String function;

  private OpExample(Op op, boolean variables, String function) {
    this.op = op;
    this.variables = variables;
    this.function = function;
  }

  /**
   * An example.
   *
   * @param lines of a doctest; empty where no test case can be written down
   * @param shapes of operands and results, in words
   */
  record Example(List<String> lines, String shapes) {
    static final Example NONE = new Example(List.of(), "");
  }

  /**
   * The example of an op.
   *
   * @param function as it is called
   * @param variables whether it gives variables of a graph {@code sd}
   */
  @SuppressWarnings("try") // the arena frees what is made inside
  static Example of(Op op, String function, boolean variables) {
    Example shapes = Example.NONE;
    for (Case example : op.cases()) {
      try (Arena arena = Arena.open()) {
        Example found = new OpExample(op, variables, function).lines(example);
        boolean told = found.lines().stream().noneMatch(l -> l.contains(".shape"));
        if (told && !found.lines().isEmpty()) {
          return found;
        }
        shapes = shapes.lines().isEmpty() ? found : shapes;
      }
    }
    return shapes;
  }

  private Example lines(Case example) {
    Random random = new Random(SEED);
    NDArray[] in = new NDArray[example.inputs().length];
    for (int i = 0; i < in.length; i++) {
      in[i] = rounded(example.inputs()[i].make(random, DType.FLOAT32));
      in[i] = op.code() == null || in.length > 2 ? in[i] : first(in[i], i);
    }
    if (Arrays.stream(in).anyMatch(a -> a != null && (a.size() == 0 || !isFinite(a)))) {
      return Example.NONE;
    }
    boolean small = Arrays.stream(in).allMatch(a -> a == null || a.size() <= MOST);
    boolean graphs = example.attrs().asMap().values().stream().anyMatch(v -> v instanceof Graph);
    if (graphs || in.length > op.inputs().size() && !op.inputs().get(op.inputs().size() - 1).variadic()) {
      return Example.NONE;
    }
    for (int i = 0; !small && i < in.length; i++) {
      if (in[i] != null && in[i].size() > MOST) {
        boolean isFloat = in[i].dtype().isFloat();
        in[i] = NDArray.full(isFloat ? DType.FLOAT32 : in[i].dtype(), isFloat ? 1 : 0, in[i].shape());
      }
    }
    NDArray[] out;
    try {
      out = run(example.attrs(), in);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return Example.NONE;
    }
    List<String> lines = written(example.attrs(), in, out);
    return lines.isEmpty() ? Example.NONE : new Example(lines, shapes(in, out));
  }

  /** Of an op that works element by element a few elements will do; of the second operand others. */
  private static NDArray first(NDArray a, int operand) {
    int n = (int) Math.min(a.size(), FEW);
    NDArray few = NDArray.create(a.dtype(), n);
    for (int i = 0; i < n; i++) {
      if (a.dtype().isFloat()) {
        few.putDoubleAt(i, a.getDoubleAt((i + operand) % a.size()));
      } else {
        few.putLongAt(i, a.getLongAt((i + operand) % a.size()));
      }
    }
    return few;
  }

  private static boolean isFinite(NDArray a) {
    for (long i = 0; a.dtype().isFloat() && i < a.size(); i++) {
      if (!Double.isFinite(a.getDoubleAt(i))) {
        return false;
      }
    }
    return !a.dtype().isComplex();
  }

  private static NDArray rounded(NDArray a) {
    if (a != null && a.dtype().isFloat()) {
      for (long i = 0; i < a.size(); i++) {
        a.putDoubleAt(i, Math.rint(a.getDoubleAt(i) * 10) / 10 + 0.0);
      }
    }
    return a;
  }

  private NDArray[] run(Attrs attrs, NDArray[] in) {
    Map<String, long[]> lists = new LinkedHashMap<>();
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (declared(i).list()) {
        if (in[i] != null) {
          lists.put(declared(i).name(), in[i].toLongArray());
        }
      } else {
        arrays.add(in[i]);
      }
    }
    return Calls.all(op.name(), attrs, lists, arrays.toArray(NDArray[]::new));
  }

  private Op.Input declared(int i) {
    return op.inputs().get(Math.min(i, op.inputs().size() - 1));
  }

  private List<String> written(Attrs attrs, NDArray[] in, NDArray[] out) {
    List<String> lines = new ArrayList<>();
    lines.add(">>> import numpy as np");
    lines.add(variables ? ">>> from pydl4j.samediff import SameDiff" : ">>> from pydl4j import nd");
    if (variables) {
      lines.add(">>> sd = SameDiff.create()");
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (variables && isOfGraph(declared(i))) {
        continue;
      }
      String literal = in[i] == null ? "None" : literal(in[i], declared(i).list());
      if (literal.length() > WIDTH / 3) {
        String name = declared(i).variadic() ? "x" + i : Names.snake(declared(i).name());
        lines.add(">>> " + name + " = " + literal);
        literal = name;
      }
      arguments.add(literal);
    }
    while (!arguments.isEmpty() && arguments.get(arguments.size() - 1).equals("None")) {
      arguments.remove(arguments.size() - 1);
    }
    attrs.asMap().forEach((name, value) -> arguments.add(Names.snake(name) + "=" + Literal.of(value).orElseThrow()));
    String call = function + "(" + String.join(", ", arguments) + ")";
    String end = variables ? ".eval()" : "";
    boolean one = out.length == 1 && !op.hasManyOutputs();
    boolean drawn = op.inputs().stream().anyMatch(OpExample::isOfGraph);
    boolean few = one && !drawn && out[0].size() <= MOST && !out[0].dtype().isComplex();
    String result = few ? nested(out[0], 0, 0) : "";
    if (!one) {
      lines.add(">>> [tuple(y" + end + ".shape) for y in " + call + "]");
      lines.add(Arrays.stream(out).map(OpExample::shape).collect(Collectors.joining(", ", "[", "]")));
    } else if (!few || result.length() > WIDTH) {
      lines.add(">>> " + call + end + ".shape");
      lines.add(shape(out[0]));
    } else if (isShort(out[0])) {
      lines.add(">>> " + call + end + ".tolist()");
      lines.add(result);
    } else {
      lines.add(">>> y = " + call + end);
      lines.add(">>> np.asarray(y, np.float64).round(4).tolist()");
      lines.add(result);
    }
    if (lines.stream().noneMatch(l -> l.contains("np."))) {
      lines.remove(0);
    }
    List<String> wrapped = lines.stream().flatMap(l -> wrapped(l).stream()).toList();
    return wrapped.stream().allMatch(l -> l.length() <= WIDTH) ? wrapped : List.of();
  }

  /** A line of code, continued behind a comma where it is too long. */
  private static List<String> wrapped(String line) {
    int at = line.length() <= WIDTH || line.startsWith("[") ? -1 : line.lastIndexOf(", ", WIDTH - 1);
    if (at < 0) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>(List.of(line.substring(0, at + 1)));
    lines.addAll(wrapped("...     " + line.substring(at + 2)));
    return lines;
  }

  /** {@code [2, 3] for x [2, 1], b [3]}. */
  private String shapes(NDArray[] in, NDArray[] out) {
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (in[i] != null && !declared(i).list()) {
        operands.add(Names.snake(declared(i).name()) + " " + Arrays.toString(in[i].shape()));
      }
    }
    return Arrays.stream(out).map(y -> Arrays.toString(y.shape())).collect(Collectors.joining(" and "))
        + (operands.isEmpty() ? "" : " for " + String.join(", ", operands));
  }

  /** Whether graphs give the input by themselves: what random numbers are drawn from. */
  static boolean isOfGraph(Op.Input i) {
    return i.name().equals("seed") || i.name().equals("step");
  }

  private static String literal(NDArray a, boolean list) {
    if (list && a.rank() == 0) {
      return "[" + a.getLongAt(0) + "]";
    }
    if (a.size() > MOST) {
      return a.dtype().isFloat() ? "np.ones(" + shape(a) + ", np.float32)"
          : "np.zeros(" + shape(a) + ", np." + a.dtype().numpy + ")";
    }
    String plain = nested(a, 0, 0);
    boolean usual = list || a.dtype() == DType.FLOAT32 || a.dtype() == DType.INT64 || a.dtype() == DType.BOOL;
    boolean empty = a.size() == 0;
    if (usual && !empty) {
      return plain;
    }
    String type = a.dtype().toString().toLowerCase(Locale.ROOT);
    return empty ? "np.zeros(" + shape(a) + ", \"" + type + "\")" : "np.array(" + plain + ", \"" + type + "\")";
  }

  /** A shape as a tuple of Python. */
  static String shape(NDArray a) {
    long[] dims = a.shape();
    return dims.length == 1 ? "(" + dims[0] + ",)"
        : Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
  }

  /** The elements as nested lists of Python. */
  static String nested(NDArray a, int axis, long at) {
    if (axis == a.rank()) {
      return element(a, at);
    }
    long below = 1;
    for (int k = axis + 1; k < a.rank(); k++) {
      below *= a.size(k);
    }
    long step = below;
    return IntStream.range(0, (int) a.size(axis)).mapToObj(i -> nested(a, axis + 1, at + i * step))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String element(NDArray a, long i) {
    return a.dtype() == DType.BOOL ? a.getLongAt(i) != 0 ? "True" : "False"
        : a.dtype().isFloat() ? number(Math.rint(a.getDoubleAt(i) * 1e4) / 1e4) : Long.toString(a.getLongAt(i));
  }

  /** A number as Python prints it. */
  static String number(double v) {
    if (Double.isNaN(v) || Double.isInfinite(v)) {
      return Double.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
    }
    return v == Math.rint(v) && Math.abs(v) < 1e15 ? (v == 0 && 1 / v < 0 ? "-0.0" : (long) v + ".0")
        : new java.math.BigDecimal(Double.toString(v)).stripTrailingZeros().toPlainString();
  }

  /** Whether rounding to four digits changes nothing. */
  private static boolean isShort(NDArray a) {
    for (long i = 0; a.dtype().isFloat() && i < a.size(); i++) {
      double v = a.getDoubleAt(i);
      if (Double.isFinite(v) && Math.rint(v * 1e4) / 1e4 != v) {
        return false;
      }
    }
    return true;
  }
}
