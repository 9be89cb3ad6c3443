package org.pydl4j.codegen;

import java.util.List;
import org.pydl4j.bridge.constructors.Names;
import org.pydl4j.bridge.constructors.Text;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;

/** Writes one Python function per declared ONNX op. */
final class OpsModule {
  private OpsModule() {}

  static String write() {
    List<Op> ops = Ops.all().stream().filter(op -> op.domain().isEmpty() && op.control() == null)
        .sorted((a, b) -> a.shortName().compareTo(b.shortName())).toList();
    Text out = new Text();
    out.line("\"\"\"ONNX ops on arrays, one function each.").line().line(Main.NOTICE).line("\"\"\"").line();
    out.line("from __future__ import annotations").line();
    out.line("from collections.abc import Sequence").line("from typing import Any").line();
    out.line("from numpy.typing import ArrayLike").line();
    out.line("from pydl4j.nd.arrays import Array").line("from pydl4j.nd.core import apply").line();
    out.line("__all__ = [");
    ops.stream().map(op -> Names.snake(op.shortName())).sorted().forEach(n -> out.line("    \"" + n + "\","));
    out.line("]");
    ops.forEach(op -> {
      out.line().line();
      OpFunction.ARRAYS.write(out, op, Names.snake(op.shortName()));
    });
    return out.toString();
  }
}
