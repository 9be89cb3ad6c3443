package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.spi.TensorType;

/** Einstein's summation by pairs of operands, each a stack of matrix products. */
final class Einsum {
  private Einsum() {
  }

  /** An equation taken apart: labels of each operand and of the result. */
  private record Equation(List<String> operands, String result) {
    static Equation of(String text) {
      String[] sides = text.replace(" ", "").split("->", -1);
      List<String> operands = Arrays.asList(sides[0].split(",", -1));
      String all = sides[0].replace(",", "");
      String result = sides.length > 1 ? sides[1]
          : all.chars().filter(l -> all.indexOf(l) == all.lastIndexOf(l)).sorted().mapToObj(l ->
              String.valueOf((char) l)).collect(Collectors.joining());
      return new Equation(operands, result);
    }
  }

  private static TensorType[] types(Call c) {
    String text = c.attrs().getString("equation", "");
    Equation e = Equation.of(text);
    boolean plain = e.operands.size() == c.count() && text.replaceAll("[A-Za-z, ]", "").matches("(->)?");
    Map<Character, Long> dims = new HashMap<>();
    for (int i = 0; plain && i < c.count(); i++) {
      String labels = e.operands.get(i);
      plain = labels.length() == c.in(i).rank() && labels.chars().distinct().count() == labels.length()
          && c.in(i).dtype() == c.in(0).dtype();
      for (int k = 0; plain && k < labels.length(); k++) {
        long d = c.in(i).dim(k);
        long before = dims.getOrDefault(labels.charAt(k), -1L);
        plain = before == -1 || d == -1 || before == d;
        dims.put(labels.charAt(k), Math.max(before, d));
      }
    }
    if (!plain || e.result.chars().anyMatch(l -> !dims.containsKey((char) l))
        || e.result.chars().distinct().count() != e.result.length()) {
      throw c.fail("equation '" + text + "'",
          "one letter per axis, equal sizes for equal letters, no letter twice in an operand, no dots", "Rewrite it.");
    }
    return new TensorType[] {c.in(0).withDims(e.result.chars().mapToLong(l -> dims.get((char) l)).toArray())};
  }

  /** A tensor whose axes have labels. */
  private record Labelled(Sym x, String labels) {
    long dim(char label) {
      return x.dim(labels.indexOf(label));
    }

    /** Only these labels, in this order; the others are summed over. */
    Labelled only(String kept) {
      int[] gone = labels.chars().filter(l -> kept.indexOf(l) < 0).map(labels::indexOf).toArray();
      String left = both(labels, kept);
      String order = both(kept, labels);
      Sym y = gone.length == 0 ? x : x.sum(false, gone);
      return new Labelled(order.equals(left) ? y : y.transpose(order.chars().map(left::indexOf).toArray()), order);
    }

    long size(String of) {
      return of.chars().mapToLong(l -> dim((char) l)).reduce(1, (a, b) -> a * b);
    }
  }

  /** Letters of the first that are in the second. */
  private static String both(String a, String b) {
    return a.chars().filter(l -> b.indexOf(l) >= 0).mapToObj(l ->
        String.valueOf((char) l)).collect(Collectors.joining());
  }

  private static String without(String a, String b) {
    return a.chars().filter(l -> b.indexOf(l) < 0).mapToObj(l ->
        String.valueOf((char) l)).collect(Collectors.joining());
  }

  /** The product of two operands, summed over labels that nothing later needs. */
  private static Labelled product(Labelled a, Labelled b, String needed) {
    String shared = both(a.labels, b.labels);
    String batch = both(shared, needed);
    String summed = without(shared, needed);
    String freeA = both(without(a.labels, shared), needed);
    String freeB = both(without(b.labels, shared), needed);
    Sym x = a.only(batch + freeA + summed).x.reshape(a.size(batch), a.size(freeA), a.size(summed));
    Sym y = b.only(batch + summed + freeB).x.reshape(a.size(batch), a.size(summed), b.size(freeB));
    long[] dims = new long[batch.length() + freeA.length() + freeB.length()];
    String labels = batch + freeA + freeB;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = a.labels.indexOf(labels.charAt(i)) >= 0 ? a.dim(labels.charAt(i)) : b.dim(labels.charAt(i));
    }
    return new Labelled(x.matmul(y).reshape(dims), labels);
  }

  private static Sym[] body(Attrs a, Sym[] in) {
    if (!Arrays.stream(in).allMatch(s -> s.type().isConcrete() && s.type().size() > 0)) {
      return null;
    }
    Equation e = Equation.of(a.getString("equation", ""));
    List<Labelled> left = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      left.add(new Labelled(in[i], e.operands.get(i)));
    }
    while (left.size() > 1) {
      String needed = e.result + left.subList(2,
          left.size()).stream().map(Labelled::labels).collect(Collectors.joining());
      left.set(0, product(left.get(0), left.remove(1), needed));
    }
    return new Sym[] {left.get(0).only(e.result).x};
  }

  static final List<Op> OPS = List.of(
      Op.onnx("Einsum",
          12).doc("sum of products over the letters of an equation that its right side leaves out: \"ij,jk->ik\"")
          .variadic("inputs", FLOATS).out("y").needs("equation", Form.text(),
              "letters of each input's axes, then those of y").types(Einsum::types)
          .body((b, a, in) -> body(a, in))
          .cases(Case.of(Attrs.of("equation", "bij,bkj->bik"), uniform(-1, 1, 2, 3, 4), uniform(-1, 1, 2, 5, 4)),
              Case.of(Attrs.of("equation", "nij, kj"), uniform(-1, 1, 2, 3, 4), uniform(-1, 1, 5, 4)),
              Case.of(Attrs.of("equation", "ij->j"), uniform(-1, 1, 3, 4)),
                  Case.of(Attrs.of("equation", "i,j,ki->kj"), uniform(-1, 1, 3), uniform(-1, 1, 2),
                      uniform(-1, 1, 4, 3)),
              Case.of(Attrs.of("equation", "ij,ij->"), uniform(-1, 1, 3, 4), uniform(-1, 1, 3, 4))));
}
