package org.pydl4j.codegen;

import java.util.List;
import org.pydl4j.bridge.constructors.Text;
import org.pydl4j.nd.graph.Op;

/** Writes the namespaces of SameDiff: one class each, one method per op. */
final class SameDiffModule {
  private SameDiffModule() {}

  static String write() {
    Text out = new Text();
    out.line("\"\"\"Ops on the variables of a SameDiff graph, by namespace.").line().line(Main.NOTICE).line("\"\"\"")
        .line();
    out.line("from __future__ import annotations").line();
    out.line("from collections.abc import Sequence").line("from typing import TYPE_CHECKING, Any").line();
    out.line("if TYPE_CHECKING:").line("    from pydl4j.samediff import SameDiff, Variable").line();
    out.line("__all__ = [");
    Namespaces.all().keySet().stream().map(SameDiffModule::type).sorted().forEach(n -> out.line("    \"" + n + "\","));
    out.line("]");
    Namespaces.all().forEach((name, ops) -> namespace(out, name, ops));
    return out.toString();
  }

  private static String type(String namespace) {
    return Character.toUpperCase(namespace.charAt(0)) + namespace.substring(1) + "Ops";
  }

  private static void namespace(Text out, String name, List<Op> ops) {
    out.line().line().line("class " + type(name) + ":");
    out.line("    \"\"\"What ``sd." + name + "`` offers.\"\"\"").line();
    out.line("    def __init__(self, graph: SameDiff) -> None:").line("        self._graph = graph");
    ops.forEach(op -> {
      out.line();
      OpFunction.variables(name).write(out, op, Namespaces.function(op));
    });
  }
}
