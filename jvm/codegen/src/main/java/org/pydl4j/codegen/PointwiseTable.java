package org.pydl4j.codegen;

import java.util.List;
import java.util.function.Function;
import org.pydl4j.bridge.constructors.Text;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.pointwise.PointwiseCode;

/**
 * Writes the instructions of pointwise programs, and the ops that are one of them, as the tables of the C++ kernels.
 */
final class PointwiseTable {
  private static final int WIDTH = 120;
  private static final String[] FUNCTIONS = {"UN", "BIN", "TER"};
  private static final String[] LOOPS = {"U", "B", "X"};
  private final Text out = new Text();

  private PointwiseTable() {}

  static String write() {
    PointwiseTable table = new PointwiseTable();
    table.all();
    return table.out.toString();
  }

  private void all() {
    List<PointwiseCode> codes = List.of(PointwiseCode.values());
    out.line("// The instructions of pointwise programs. " + Main.NOTICE);
    out.line("#pragma once").line();
    out.line("// In the order of PointwiseCode.");
    out.line("#define PYDL4J_INSTRUCTIONS \\");
    wrapped(codes.stream().map(c -> c.name() + ",").toList());
    out.line("// Functions of numbers: of all types, of floats, of integers.");
    functions("COMMON", codes, c -> isCommon(c) ? c.compiled.floats() : null);
    functions("FLOAT", codes, c -> isCommon(c) ? null : c.compiled.floats());
    functions("WHOLE", codes, c -> isCommon(c) || isCopy(c) ? null : c.compiled.integers());
    out.line("// Their loops.");
    loops("FLOAT", codes, c -> c.compiled.floats() != null);
    loops("WHOLE", codes, c -> c.compiled.integers() != null && !isCopy(c));
    out.line("// Instructions that leave integers as they are.");
    out.line("#define PYDL4J_WHOLE_COPIES \\");
    wrapped(codes.stream().filter(c -> c.compiled != null && isCopy(c)).map(c -> c.name() + ",").toList());
    out.line("// Ops that are one instruction.");
    out.line("#define PYDL4J_SINGLES \\");
    wrapped(Ops.all().stream().filter(op -> op.code() != null).map(PointwiseTable::single).toList());
  }

  private static String single(Op op) {
    return "{\"" + op.name() + "\", " + op.code() + "},";
  }

  private static boolean isCommon(PointwiseCode c) {
    return c.compiled.floats() != null && c.compiled.floats().equals(c.compiled.integers());
  }

  /** What floats are rounded by does nothing to integers. */
  private static boolean isCopy(PointwiseCode c) {
    return "a".equals(c.compiled.integers()) && !isCommon(c);
  }

  private void functions(String name, List<PointwiseCode> codes, Function<PointwiseCode, String> expression) {
    out.line("#define PYDL4J_" + name + "_FUNCTIONS \\");
    wrapped(codes.stream().filter(c -> c.compiled != null && expression.apply(c) != null)
        .map(c -> "PYDL4J_" + (c.compiled.isTest() ? "TEST" + c.arity : FUNCTIONS[c.arity - 1]) + "(" + c + ", "
            + expression.apply(c) + ")")
        .toList());
  }

  private void loops(String name, List<PointwiseCode> codes, Function<PointwiseCode, Boolean> has) {
    out.line("#define PYDL4J_" + name + "_LOOPS \\");
    wrapped(codes.stream().filter(c -> c.compiled != null && has.apply(c))
        .map(c -> "PYDL4J_" + (c.compiled.isTest() ? "T" + c.arity : LOOPS[c.arity - 1]) + "(" + c + ")").toList());
  }

  /** The body of a macro over several lines, then an empty line that ends it. */
  private void wrapped(List<String> parts) {
    StringBuilder at = new StringBuilder(" ");
    for (String part : parts) {
      if (at.length() + part.length() + 3 > WIDTH) {
        out.line(at + " \\");
        at = new StringBuilder(" ");
      }
      at.append(' ').append(part);
    }
    out.line(at.toString()).line();
  }
}
