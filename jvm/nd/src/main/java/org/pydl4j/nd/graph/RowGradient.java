package org.pydl4j.nd.graph;

/**
 * The gradient of a table of which only picked rows were read: row i of {@code rows} belongs to row {@code indices[i]}
 * of the table, all others are zero. An index may occur several times; its rows are summed.
 *
 * @param indices [n], integers
 * @param rows [n, width]
 */
public record RowGradient(Sym indices, Sym rows) {
  /**
   * The rows of which a gradient of a table consists (a sum of gradients of Gather, under any shape), or null where it
   * is dense.
   */
  public static RowGradient of(Sym gradient) {
    Node n = gradient.value().producer();
    if (n == null) {
      return null;
    }
    Sym first = new Sym(gradient.builder(), n.input(0));
    return switch (n.op().name()) {
      case "pydl4j.ScatterAddRows" -> new RowGradient(first, new Sym(gradient.builder(), n.input(1)));
      case "Reshape" -> of(first);
      case "Add" -> sum(of(first), of(new Sym(gradient.builder(), n.input(1))));
      default -> null;
    };
  }

  private static RowGradient sum(RowGradient a, RowGradient b) {
    return a == null || b == null ? null
        : new RowGradient(Sym.concat(0, a.indices, b.indices), Sym.concat(0, a.rows, b.rows));
  }
}
