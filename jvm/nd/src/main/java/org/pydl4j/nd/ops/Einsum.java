package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.ints;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.NUMBERS_OR_COMPLEX;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * Einstein's summation by pairs of operands, each a stack of matrix products. Every axis has a label: a letter, or for
 * the axes behind an ellipsis a character beyond the letters, counted from the last, so that they broadcast as in
 * NumPy.
 */
final class Einsum {
  private static final String DOTS = "...";
  private static final char FIRST_DOT = '\u0100';

  private Einsum() {
  }

  /** What is wrong with an equation. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String what) {
      super(what);
    }
  }

  /**
   * An equation taken apart: labels of each operand and of the result, and the size of each label, -1 where it is open.
   */
  private record Equation(List<String> operands, String result, Map<Character, Long> sizes) {
    static Equation of(String text, TensorType[] in) throws Wrong {
      String[] sides = text.replace(" ", "").split("->", -1);
      String[] terms = sides[0].split(",", -1);
      if (sides.length > 2 || terms.length != in.length) {
        throw new Wrong(
            (sides.length > 2 ? "two arrows" : terms.length + " operands") + " for " + in.length + " inputs");
      }
      List<String> operands = new ArrayList<>();
      int dots = 0;
      for (int i = 0; i < in.length; i++) {
        String labels = labels(terms[i], in[i].rank());
        operands.add(labels);
        dots = Math.max(dots, (int) labels.chars().filter(l -> l >= FIRST_DOT).count());
      }
      Map<Character, Long> sizes = new HashMap<>();
      for (int i = 0; i < in.length; i++) {
        addSizes(sizes, operands.get(i), in[i]);
      }
      return new Equation(operands, sides.length > 1 ? result(sides[1], dots, sizes) : implied(operands, dots), sizes);
    }

    /** A term with its ellipsis written out for an operand of that rank. */
    private static String labels(String term, int rank) throws Wrong {
      boolean hasDots = term.contains(DOTS);
      String letters = hasDots ? term.replaceFirst("\\.\\.\\.", "") : term;
      int behind = rank - letters.length();
      if (!letters.matches("[A-Za-z]*") || behind < 0 || behind > 0 && !hasDots) {
        throw new Wrong("'" + term + "' for an input of rank " + rank);
      }
      return hasDots ? term.replace(DOTS, dots(behind)) : letters;
    }

    private static String dots(int count) {
      StringBuilder s = new StringBuilder();
      for (int i = count - 1; i >= 0; i--) {
        s.append((char) (FIRST_DOT + i));
      }
      return s.toString();
    }

    private static String result(String term, int dots, Map<Character, Long> sizes) throws Wrong {
      String labels = term.replaceFirst("\\.\\.\\.", "");
      boolean hasDots = term.contains(DOTS);
      if (!labels.matches("[A-Za-z]*") || labels.chars().distinct().count() != labels.length()
          || labels.chars().anyMatch(l -> !sizes.containsKey((char) l))) {
        throw new Wrong("the result '" + term + "'");
      } else if (dots > 0 && !hasDots) {
        throw new Wrong("the result '" + term + "' without the axes behind the ellipsis");
      }
      return hasDots ? term.replace(DOTS, dots(dots)) : labels;
    }

    /** Without an arrow: what the ellipsis stands for, then letters that occur once, in order. */
    private static String implied(List<String> operands, int dots) {
      String all = String.join("", operands);
      return dots(dots) + all.chars().filter(l -> l < FIRST_DOT && all.indexOf(l) == all.lastIndexOf(l)).sorted()
          .mapToObj(l -> String.valueOf((char) l)).collect(Collectors.joining());
    }

    /** Sizes must agree; between operands a size of 1 broadcasts. */
    private static void addSizes(Map<Character, Long> sizes, String labels, TensorType t) throws Wrong {
      for (int k = 0; k < labels.length(); k++) {
        char label = labels.charAt(k);
        long d = t.dim(k);
        long twin = t.dim(labels.indexOf(label));
        long before = sizes.getOrDefault(label, 1L);
        if (d >= 0 && twin >= 0 && d != twin || d >= 0 && before >= 0 && d != before && d != 1 && before != 1) {
          throw new Wrong("sizes " + (d == twin ? before : twin) + " and " + d + " of "
              + (label < FIRST_DOT ? "'" + label + "'" : "an axis behind the ellipsis"));
        }
        sizes.put(label, before == 1 ? d : d == 1 || d < 0 ? before : d);
      }
    }
  }

  private static Equation equation(Call c) {
    String text = c.attrs().getString("equation", "");
    TensorType[] in = new TensorType[c.count()];
    for (int i = 0; i < in.length; i++) {
      in[i] = c.in(i);
      if (in[i].dtype() != in[0].dtype()) {
        throw c.fail("types " + in[0].dtype() + " and " + in[i].dtype(), "one type", "Cast one of them.");
      }
    }
    try {
      return Equation.of(text, in);
    } catch (Wrong e) {
      throw c.fail("equation '" + text + "': " + e.getMessage(),
          "a term per input of one letter per axis (an ellipsis stands for the others), and equal "
              + "sizes, or 1, for equal letters",
          "Correct it.");
    }
  }

  private static TensorType[] types(Call c) {
    Equation e = equation(c);
    return new TensorType[] {c.in(0).withDims(e.result.chars().mapToLong(l -> e.sizes.get((char) l)).toArray())};
  }

  /** A tensor whose axes have labels, no two the same. */
  private record Labelled(Sym x, String labels) {
    long dim(char label) {
      return x.dim(labels.indexOf(label));
    }

    /** Of labels that occur twice the diagonal; axes of size 1 that broadcast are left out. */
    static Labelled of(Sym x, String labels, Map<Character, Long> sizes) {
      Labelled y = new Labelled(x, labels);
      for (int i = 0; i < y.labels.length(); i++) {
        char label = y.labels.charAt(i);
        if (y.x.dim(i) == 1 && sizes.get(label) != 1) {
          y = new Labelled(y.x.squeeze(i), y.labels.substring(0, i) + y.labels.substring(i + 1));
          i--;
        } else if (y.labels.indexOf(label, i + 1) > 0) {
          y = y.diagonal(i, y.labels.indexOf(label, i + 1));
          i--;
        }
      }
      return y;
    }

    /** Two axes of n made one, which goes last: every (n + 1)th element of both as one axis. */
    private Labelled diagonal(int i, int k) {
      int rank = labels.length();
      int[] order =
          java.util.stream.IntStream.concat(java.util.stream.IntStream.range(0, rank).filter(a -> a != i && a != k),
              java.util.stream.IntStream.of(i, k)).toArray();
      long n = x.dim(i);
      long[] dims = Arrays.stream(order).limit(rank - 1).mapToLong(x::dim).toArray();
      dims[rank - 2] = n * n;
      Sym flat = x.transpose(order).reshapeTo(dims);
      Sym y = flat.call("Slice", flat.builder().longs(0), flat.builder().longs(n * n), flat.builder().longs(rank - 2),
          flat.builder().longs(n + 1));
      return new Labelled(y,
          labels.substring(0, i) + labels.substring(i + 1, k) + labels.substring(k + 1) + labels.charAt(i));
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

    /** Matrices of these rows and columns, one if there is no batch; where they lie turned, products take them so. */
    Sym stack(String batch, String rows, String columns) {
      String left = both(labels, batch + rows + columns);
      boolean turned = left.equals(batch + columns + rows) && !left.equals(batch + rows + columns);
      Sym y = turned ? matrices(batch, columns, rows) : matrices(batch, rows, columns);
      return !turned ? y : batch.isEmpty() ? y.transpose(1, 0) : y.transpose(0, 2, 1);
    }

    private Sym matrices(String batch, String rows, String columns) {
      Sym y = only(batch + rows + columns).x;
      return batch.isEmpty() ? y.reshapeTo(size(rows), size(columns))
          : y.reshapeTo(size(batch), size(rows), size(columns));
    }

    /** With axes of these labels, of size 1 where there is none. */
    Sym spread(String over) {
      return only(over).x.reshapeTo(over.chars().mapToLong(l -> labels.indexOf(l) < 0 ? 1 : dim((char) l)).toArray());
    }
  }

  /** Letters of the first that are in the second. */
  private static String both(String a, String b) {
    return a.chars().filter(l -> b.indexOf(l) >= 0).mapToObj(l -> String.valueOf((char) l))
        .collect(Collectors.joining());
  }

  private static String without(String a, String b) {
    return a.chars().filter(l -> b.indexOf(l) < 0).mapToObj(l -> String.valueOf((char) l))
        .collect(Collectors.joining());
  }

  /** The product of two operands, summed over labels that nothing later needs. */
  private static Labelled product(Labelled a, Labelled b, String needed) {
    String shared = both(a.labels, b.labels);
    String batch = both(shared, needed);
    String summed = without(shared, needed);
    String freeA = both(without(a.labels, shared), needed);
    String freeB = both(without(b.labels, shared), needed);
    String labels = batch + freeA + freeB;
    if (summed.isEmpty()) {
      return new Labelled(a.spread(labels).mul(b.spread(labels)), labels);
    }
    Sym x = a.stack(batch, freeA, summed);
    Sym y = b.stack(batch, summed, freeB);
    long[] dims = labels.chars().mapToLong(l -> a.labels.indexOf(l) >= 0 ? a.dim((char) l) : b.dim((char) l)).toArray();
    return new Labelled(x.matmul(y).reshapeTo(dims), labels);
  }

  private static Sym[] body(Attrs a, Sym[] in) {
    TensorType[] types = Arrays.stream(in).map(Sym::type).toArray(TensorType[]::new);
    if (!Arrays.stream(types).allMatch(TensorType::isConcrete)) {
      return null;
    }
    Equation e;
    try {
      e = Equation.of(a.getString("equation", ""), types);
    } catch (Wrong wrong) {
      throw new IllegalArgumentException(
          "[Einsum] equation '" + a.getString("equation", "") + "': " + wrong.getMessage(), wrong);
    }
    if (Arrays.stream(types).anyMatch(t -> t.size() == 0)) {
      long[] dims = e.result.chars().mapToLong(l -> e.sizes.get((char) l)).toArray();
      return new Sym[] {in[0].like(0).call("Expand", in[0].builder().longs(dims))};
    }
    List<Labelled> left = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      left.add(Labelled.of(in[i], e.operands.get(i), e.sizes));
    }
    while (left.size() > 1) {
      String needed = e.result + left.subList(2,
          left.size()).stream().map(Labelled::labels).collect(Collectors.joining());
      left.set(0, product(left.get(0), left.remove(1), needed));
    }
    return new Sym[] {left.get(0).only(e.result).x};
  }

  private static Case of(String equation, Case.Gen... inputs) {
    return Case.of(Attrs.of("equation", equation), inputs);
  }

  static final List<Op> OPS = List.of(
      Op.onnx("Einsum",
          12)
          .doc("sum of products over the letters of an equation that its right side leaves out: "
              + "\"ij,jk->ik\"; as numpy.einsum")
          .variadic("inputs", NUMBERS_OR_COMPLEX).out("y").needs("equation", Form.text(),
              "letters of each input's axes, an ellipsis for those that broadcast, then those of y")
          .types(Einsum::types)
          .body((b, a, in) -> body(a, in)).onComplex((b, a, in) -> complex(a, in))
          .cases(of("bij,bkj->bik", uniform(-1, 1, 2, 3, 4), uniform(-1, 1, 2, 5, 4)),
              of("nij, kj", uniform(-1, 1, 2, 3, 4), uniform(-1, 1, 5, 4)),
              of("ij->j", uniform(-1, 1, 3, 4)),
              of("i,j,ki->kj", uniform(-1, 1, 3), uniform(-1, 1, 2), uniform(-1, 1, 4, 3)),
              of("ij,ij->", uniform(-1, 1, 3, 4), uniform(-1, 1, 3, 4)), of("bii->ib", uniform(-1, 1, 2, 3, 3)),
              of("ii", uniform(-1, 1, 3, 3)),
              of("iij,iji->ji", uniform(-1, 1, 3, 3, 2), uniform(-1, 1, 3, 2, 3)),
              of("...ij, ...jk -> ...ik", uniform(-1, 1, 2, 1, 3, 4), uniform(-1, 1, 5, 4, 2)),
              of("a...,...a->a...", uniform(-1, 1, 2, 3), uniform(-1, 1, 4, 3, 2)), of("...", uniform(-1, 1, 2, 3)),
              of("Ba,aB->aB", uniform(-1, 1, 2, 3), uniform(-1, 1, 3, 2)),
              of("ij,jk->ik", uniform(-1, 1, 3, 1), uniform(-1, 1, 4, 2)),
              of("ij,jk->ik", uniform(-1, 1, 3, 0), uniform(-1, 1, 0, 2)),
              of("ij,jk", ints(9, 3, 4), ints(9, 4, 2))));

  private static Sym complex(Attrs a, Sym[] in) {
    Sym[] y = body(a, in);
    if (y == null) {
      throw new UnsupportedOperationException(
          "[Einsum] of complex numbers needs known dims: got " + Arrays.toString(in) + ". Fix the dims of the inputs.");
    }
    return y[0];
  }
}
