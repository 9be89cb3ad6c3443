package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Backward;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * ONNX's RNN, GRU and LSTM in all their forms. The input's part of the gates is one matrix product; pydl4j.Recurrence
 * is what depends on the state before, one direction at a time, with gates in ONNX's order:
 * <pre>
 * RNN   h' = f(x + h R)
 * GRU   z, r = f(x + h R);  h~ = g(x + (r h) R), or g(x + r (h R + rb)) with linear_before_reset;  h' = (1 - z) h~ + z
 * h LSTM  i, f = f(x + h R + p c), f = 1 - i with input_forget;  c' = f c + i g(x + h R);  o = f(x + h R + p c');  h' =
 * o h(c')
 * </pre>
 * An LSTM without any option is {@link Recurrent}'s, the layers' kernel.
 */
final class Recurrence {
  /** States add up rounding errors; bodies cast narrower floats. */
  private static final Predicate<DType> WIDE = t -> t == DType.FLOAT32 || t == DType.FLOAT64;
  private static final int GRU_GATES = 3;
  private static final int LSTM_GATES = 4;

  private Recurrence() {
  }

  private static int gates(String kind) {
    return kind.equals("LSTM") ? LSTM_GATES : kind.equals("GRU") ? GRU_GATES : 1;
  }

  private static int directions(Attrs a) {
    return a.getString("direction", "forward").equals("bidirectional") ? 2 : 1;
  }

  private static String[] standard(String kind) {
    return kind.equals("LSTM") ? new String[] {"Sigmoid", "Tanh", "Tanh"}
        : kind.equals("GRU") ? new String[] {"Sigmoid", "Tanh"} : new String[] {"Tanh"};
  }

  private static boolean differ(long a, long b) {
    return a != -1 && b != -1 && a != b;
  }

  private static TensorType[] types(Call c, String kind) {
    TensorType x = c.in(0);
    TensorType w = c.in(1);
    TensorType r = c.in(2);
    int d = directions(c.attrs());
    int gates = gates(kind);
    if (x.rank() != 3 || w.rank() != 3 || r.rank() != 3 || differ(w.dim(0), d) || differ(r.dim(0), d)
        || r.dim(2) != -1 && differ(r.dim(1), gates * r.dim(2))
        || differ(w.dim(1), r.dim(1)) || differ(w.dim(2), x.dim(2))) {
      throw c.fail("x " + x + ", w " + w + ", r " + r,
          "[T, N, size], [" + d + ", " + gates + " n, size] and [" + d + ", " + gates + " n, n]", "Check the weights.");
    }
    boolean batchFirst = c.attrs().getBool("layout", false);
    long t = x.dim(batchFirst ? 1 : 0);
    long batch = x.dim(batchFirst ? 0 : 1);
    long n = r.dim(2);
    if (differ(c.attrs().getLong("hidden_size", n), n)) {
      throw c.fail("hidden_size " + c.attrs().getLong("hidden_size", n) + " and r " + r, "the last dim of r",
          "Check the weights.");
    }
    long[] state = batchFirst ? new long[] {batch, d, n} : new long[] {d, batch, n};
    c.expect(3, d, n == -1 ? -1 : 2 * gates * n);
    c.expect(4, batch);
    c.expect(5, state);
    c.expect(6, state);
    c.expect(7, d, n == -1 ? -1 : 3 * n);
    activations(c, kind);
    if (c.attrs().getDouble("clip", 1) <= 0) {
      throw c.fail("clip " + c.attrs().getDouble("clip", 1), "more than 0",
          "Leave it out where nothing shall be clipped.");
    }
    TensorType last = x.withDims(state);
    TensorType y = batchFirst ? x.withDims(batch, t, d, n) : x.withDims(t, d, batch, n);
    return kind.equals("LSTM") ? new TensorType[] {y, last, last} : new TensorType[] {y, last};
  }

  private static void activations(Call c, String kind) {
    int wanted = standard(kind).length * directions(c.attrs());
    String[] names = c.attrs().getStrings("activations");
    if (names != null && names.length != 0 && names.length != wanted) {
      throw c.fail(names.length + " activations",
          wanted + ": " + String.join(", ", standard(kind)) + " for each direction", "Name all or none.");
    }
    for (String name : names == null ? new String[0] : names) {
      if (!RecurrenceReference.ACTIVATIONS.contains(name.toLowerCase(Locale.ROOT))) {
        throw c.fail("activation " + name, "one of " + RecurrenceReference.ACTIVATIONS, "Check its name.");
      }
    }
  }

  /** The activations of all directions: numbers, alphas and betas, as kernels get them. */
  private static Attrs activations(String kind, Attrs a, int direction) {
    String[] names = a.getStrings("activations");
    String[] standard = standard(kind);
    boolean given = names != null && names.length > 0;
    int each = standard.length;
    long[] codes = new long[each];
    double[] alphas = new double[each];
    double[] betas = new double[each];
    double[] givenAlphas = a.getDoubles("activation_alpha");
    double[] givenBetas = a.getDoubles("activation_beta");
    int alpha = 0;
    int beta = 0;
    for (int i = 0; i < each * (direction + 1); i++) {
      int code =
          RecurrenceReference.ACTIVATIONS.indexOf((given ? names[i] : standard[i % each]).toLowerCase(Locale.ROOT));
      boolean takesAlpha = code >= 3 && code <= 8;
      boolean takesBeta = code == 3 || code == 6 || code == 7;
      double p = code == 4 ? 0.01 : code == 7 ? 0.2 : 1;
      double q = code == 7 ? 0.5 : code == 6 ? 1 : 0;
      codes[i % each] = code;
      alphas[i % each] = takesAlpha && givenAlphas != null && alpha < givenAlphas.length ? givenAlphas[alpha++] : p;
      betas[i % each] = takesBeta && givenBetas != null && beta < givenBetas.length ? givenBetas[beta++] : q;
    }
    Attrs made = Attrs.of("kind", kind, "activations", codes, "alphas", alphas, "betas", betas);
    return a.has("clip") ? made.with("clip", a.getDouble("clip", 0)) : made;
  }

  private static boolean isStandard(Attrs a, Sym[] in) {
    String[] names = a.getStrings("activations");
    boolean standard = true;
    for (int i = 0; names != null && i < names.length; i++) {
      standard &= names[i].equalsIgnoreCase(standard("LSTM")[i % 3]);
    }
    return standard && !a.has("clip") && !a.getBool("input_forget", false) && given(in, 4) == null
        && given(in, 7) == null && in[0].dtype() == DType.FLOAT32;
  }

  private static Sym given(Sym[] in, int i) {
    return i < in.length ? in[i] : null;
  }

  private static Sym part(Sym x, int axis, int index) {
    return x == null ? null : x.slice(axis, index, index + 1).squeeze(axis);
  }

  private static Sym reverseTime(Sym x) {
    GraphBuilder b = x.builder();
    return b.call("Slice", Attrs.NONE, x, b.longs(-1), b.longs(Long.MIN_VALUE / 2), b.longs(0), b.longs(-1));
  }

  private static Sym[] body(String kind, Attrs a, Sym[] in) {
    DType type = in[0].dtype();
    if (type == DType.FLOAT16 || type == DType.BFLOAT16) {
      Sym[] wide = in.clone();
      for (int i = 0; i < wide.length; i++) {
        wide[i] = wide[i] == null || !wide[i].dtype().isFloat() ? wide[i] : wide[i].cast(DType.FLOAT32);
      }
      Sym[] made = body(kind, a, wide);
      return made == null ? null : Arrays.stream(made).map(y -> y.cast(type)).toArray(Sym[]::new);
    }
    for (Sym weight : new Sym[] {in[1], in[2], given(in, 3), given(in, 7)}) {
      if (weight != null && !weight.type().isConcrete()) {
        return null; // gates cannot be told apart yet
      }
    }
    boolean batchFirst = a.getBool("layout", false);
    Sym x = batchFirst ? in[0].transpose(1, 0, 2) : in[0];
    int count = directions(a);
    Sym[][] out = new Sym[3][count];
    for (int d = 0; d < count; d++) {
      boolean backward = d == 1 || a.getString("direction", "forward").equals("reverse");
      Sym h0 = part(given(in, 5), batchFirst ? 1 : 0, d);
      Sym c0 = part(given(in, 6), batchFirst ? 1 : 0, d);
      Sym[] made = kind.equals("LSTM") && isStandard(a, in) ? plain(x, in, d, backward, h0, c0)
          : direction(kind, a, x, in, d, backward, h0, c0);
      out[0][d] = made[0].unsqueeze(1);
      for (int i = 1; i < made.length; i++) {
        out[i][d] = made[i].unsqueeze(0);
      }
    }
    Sym y = Sym.concat(1, out[0]);
    Sym h = Sym.concat(0, out[1]);
    Sym c = kind.equals("LSTM") ? Sym.concat(0, out[2]) : null;
    if (batchFirst) {
      y = y.transpose(2, 0, 1, 3);
      h = h.transpose(1, 0, 2);
      c = c == null ? null : c.transpose(1, 0, 2);
    }
    return c == null ? new Sym[] {y, h} : new Sym[] {y, h, c};
  }

  /** All states, the last one and the last cell of a direction. */
  private static Sym[] direction(String kind, Attrs a, Sym x, Sym[] in, int d, boolean backward, Sym h0, Sym c0) {
    int blocks = gates(kind);
    boolean linear = kind.equals("GRU") && a.getBool("linear_before_reset", false);
    Sym gates = x.matmul(part(in[1], 0, d).transpose(1, 0));
    Sym rb = null;
    if (given(in, 3) != null) {
      Sym b = part(in[3], 0, d);
      long size = b.dim(0) / 2;
      Sym recurrent = b.slice(0, size, 2 * size);
      if (linear) {
        rb = recurrent.slice(0, 2 * size / blocks, size);
        recurrent = Sym.concat(0, recurrent.slice(0, 0, 2 * size / blocks), rb.mul(0));
      }
      gates = gates.add(b.slice(0, 0, size).add(recurrent));
    }
    Attrs attrs = activations(kind, a, d).with("reverse", backward);
    attrs = linear ? attrs.with("linear_before_reset", 1) : attrs;
    attrs = kind.equals("LSTM") && a.getBool("input_forget", false) ? attrs.with("input_forget", 1) : attrs;
    Sym[] out = x.builder().callAll("pydl4j.Recurrence", attrs, gates, part(in[2], 0, d), rb, h0, c0,
        part(given(in, 7), 0, d), given(in, 4));
    return kind.equals("LSTM") ? new Sym[] {out[0], out[3], out[4]} : new Sym[] {out[0], out[3]};
  }

  /** The same of an LSTM without options. */
  private static Sym[] plain(Sym x, Sym[] in, int d, boolean backward, Sym h0, Sym c0) {
    Sym gates = (backward ? reverseTime(x) : x).matmul(Recurrent.reverseGates(part(in[1], 0, d).transpose(1, 0), 1));
    if (given(in, 3) != null) {
      Sym b = part(in[3], 0, d);
      gates = gates.add(Recurrent.reverseGates(b.slice(0, 0, b.dim(0) / 2).add(b.slice(0, b.dim(0) / 2, b.dim(0))), 0));
    }
    Sym rw = Recurrent.reverseGates(part(in[2], 0, d).transpose(1, 0), 1);
    Sym zeros = x.like(0).expandTo(gates.slice(0, 0, 1).squeeze(0).slice(1, 0, rw.dim(0)));
    Sym[] out = x.builder().callAll("pydl4j.LstmForward", Attrs.NONE, gates, rw, h0 == null ? zeros : h0,
        c0 == null ? zeros : c0);
    return new Sym[] {backward ? reverseTime(out[0]) : out[0], last(out[0]), last(out[1])};
  }

  private static Sym last(Sym x) {
    return x.slice(0, -1, Integer.MAX_VALUE).squeeze(0);
  }

  /** The activations of gates, candidates and cells, as many as the kind has, each with its alpha and beta. */
  private static void checkActivations(Call c, int gates) {
    int count = gates == LSTM_GATES ? 3 : gates == 1 ? 1 : 2;
    long[] codes = c.attrs().getLongs("activations");
    int known = RecurrenceReference.ACTIVATIONS.size();
    if (codes.length != count || LongStream.of(codes).anyMatch(k -> k < 0 || k >= known)
        || c.attrs().getDoubles("alphas").length != count || c.attrs().getDoubles("betas").length != count) {
      throw c.fail("activations " + Arrays.toString(codes),
          count + " numbers below " + known + ", with as many alphas and betas", "Give one of each.");
    }
    if (c.attrs().getBool("linear_before_reset", false) && gates != gates("GRU")
        || c.attrs().getBool("input_forget", false) && gates != LSTM_GATES) {
      throw c.fail("linear_before_reset or input_forget of another kind", "the one with GRU, the other with LSTM",
          "Leave it out.");
    }
  }

  private static TensorType[] recurrenceTypes(Call c) {
    TensorType x = c.in(0);
    TensorType r = c.in(1);
    String kind = c.attrs().getString("kind", "RNN");
    int gates = gates(kind);
    if (x.rank() != 3 || r.rank() != 2 || r.dim(1) != -1 && differ(r.dim(0), gates * r.dim(1))
        || differ(x.dim(2), r.dim(0))) {
      throw c.fail("gates " + x + " and recurrent weights " + r, "[T, N, " + gates + " n] and [" + gates + " n, n]",
          "Check the weights.");
    }
    checkActivations(c, gates);
    long t = x.dim(0);
    long batch = x.dim(1);
    long n = r.dim(1);
    c.expect(2, n);
    c.expect(3, batch, n);
    c.expect(4, batch, n);
    c.expect(5, n == -1 ? -1 : 3 * n);
    c.expect(6, batch);
    boolean lstm = gates == LSTM_GATES;
    boolean linear = c.attrs().getBool("linear_before_reset", false);
    return new TensorType[] {x.withDims(t, batch, n),
        gates == 1 ? x.withDims(0, batch, n) : x.withDims(t, batch, r.dim(0)),
        x.withDims(lstm || linear ? t : 0, batch, n),
        x.withDims(batch, n), x.withDims(lstm ? batch : 0, n)};
  }

  private static TensorType[] gradTypes(Call c) {
    checkActivations(c, gates(c.attrs().getString("kind", "RNN")));
    TensorType h = c.in(3);
    long n = h.dim(2);
    long batch = h.dim(1);
    boolean linear = c.attrs().getBool("linear_before_reset", false);
    boolean lstm = c.attrs().getString("kind", "RNN").equals("LSTM");
    boolean other = c.attrs().getString("kind", "RNN").equals("GRU") && !linear || c.has(7);
    TensorType gates = h.withDims(h.dim(0), batch, c.in(4).dim(0));
    return new TensorType[] {gates, linear ? gates : gates.withDims(0, batch, c.in(4).dim(0)), h,
        other ? h : h.withDims(0, batch, n), h.withDims(batch, n), h.withDims(lstm ? batch : 0, n)};
  }

  private static Sym[] gradient(Backward g) {
    if (g.hasDy(1) || g.hasDy(2)) {
      throw new UnsupportedOperationException(
          "[Recurrence] only states have a gradient; gates and cells on the way are internal.");
    } else if (!g.in(1).type().isConcrete()) {
      return g.later();
    }
    String kind = g.attrs().getString("kind", "RNN");
    boolean lstm = kind.equals("LSTM");
    boolean linear = g.attrs().getBool("linear_before_reset", false);
    Sym[] d = g.b().callAll("pydl4j.RecurrenceGrad", g.attrs(), g.dy(), g.out(1), g.out(2), g.out(0), g.in(1), g.in(3),
        g.in(4), g.in(5), g.in(6),
        g.hasDy(3) ? g.dy(3) : null, lstm && g.hasDy(4) ? g.dy(4) : null);
    long n = g.in(1).dim(1);
    Sym rec = linear ? d[1] : d[0];
    Sym flat = flat(rec);
    Sym dr = kind.equals("GRU") && !linear
        ? Sym.concat(0, flat.slice(1, 0, 2 * n).transpose(1, 0).matmul(flat(d[2])),
            flat.slice(1, 2 * n, 3 * n).transpose(1, 0).matmul(flat(d[3])))
        : flat.transpose(1, 0).matmul(flat(d[2]));
    Sym drb = g.in(2) == null ? null : rec.slice(2, 2 * n, 3 * n).sum(false, 0, 1);
    Sym dp = g.in(5) == null ? null
        : Sym.concat(0, d[0].slice(2, 0, n).mul(d[3]).sum(false, 0, 1),
            d[0].slice(2, n, 2 * n).mul(g.out(2)).sum(false, 0, 1),
            d[0].slice(2, 2 * n, 3 * n).mul(d[3]).sum(false, 0, 1));
    return new Sym[] {d[0], dr, drb, g.in(3) == null ? null : d[4], g.in(4) == null ? null : d[5], dp, null};
  }

  /** [T, N, size] as [T N, size], of no elements, too. */
  private static Sym flat(Sym x) {
    return x.call("Flatten", Attrs.of("axis", 2));
  }

  private static Op onnx(String kind, String doc) {
    boolean lstm = kind.equals("LSTM");
    Op op = Op.onnx(kind, 22).doc(doc).in("x", FLOATS).in("w", FLOATS).in("r", FLOATS).optional("b", FLOATS)
        .optional("sequence_lens", INTS).optional("initial_h", FLOATS);
    op = lstm ? op.optional("initial_c", FLOATS).optional("p", FLOATS).out("y", "y_h", "y_c") : op.out("y", "y_h");
    op = op.attr("hidden_size", Form.count(1), null, "n")
        .attr("direction", Form.choice("forward", "reverse", "bidirectional"), "forward",
            "forward, reverse or bidirectional")
        .attr("layout", Form.flag(), 0, "1: batch before time")
        .attr("activations", Form.texts(), null, String.join(", ", standard(kind)) + " for each direction")
        .attr("activation_alpha", Form.numbers(), null, "of the activations that take one, in order")
        .attr("activation_beta", Form.numbers(), null, "of the activations that take one, in order")
        .attr("clip", Form.number(), null, "arguments of activations are kept between -clip and clip");
    op = lstm ? op.attr("input_forget", Form.flag(), 0, "1: the forget gate is 1 - input gate")
        : kind.equals("GRU")
            ? op.attr("linear_before_reset", Form.flag(), 0, "1: the reset gate acts on h R + b instead of h") : op;
    return op.types(c -> types(c, kind)).body((b, a, in) -> body(kind, a, in));
  }

  /** Lengths as ONNX's sequence_lens. */
  private static Case.Gen lens(int... v) {
    return (random, floats) -> NDArray.of(v, v.length);
  }

  private static Attrs recurrence(String kind, String... activations) {
    return activations(kind, activations.length == 0 ? Attrs.NONE : Attrs.of("activations", activations), 0);
  }

  static final List<Op> OPS = List.of(
      onnx("LSTM",
          "LSTM over x [T, N, size]: returns h [T, directions, N, n] and the last h and c "
              + "[directions, N, n]; gates in the order input, output, forget, cell")
          .cases(
              Case.of(Attrs.of("hidden_size", 2), uniform(-1, 1, 3, 2, 4), uniform(-1, 1, 1, 8, 4),
                  uniform(-1, 1, 1, 8, 2), uniform(-1, 1, 1, 16)),
              Case.of(Attrs.of("hidden_size", 2, "direction", "bidirectional"), uniform(-1, 1, 3, 2, 4),
                  uniform(-1, 1, 2, 8, 4), uniform(-1, 1, 2, 8, 2), uniform(-1, 1, 2, 16),
                  absent(), uniform(-1, 1, 2, 2, 2), uniform(-1, 1, 2, 2, 2)),
              Case.of(Attrs.of("hidden_size", 2, "layout", 1, "direction", "reverse"), uniform(-1, 1, 2, 3, 4),
                  uniform(-1, 1, 1, 8, 4), uniform(-1, 1, 1, 8, 2)),
              Case.of(Attrs.of("hidden_size", 2, "direction", "bidirectional", "input_forget", 1, "activations",
                  new String[] {"HardSigmoid", "Softsign", "ScaledTanh", "Sigmoid", "Affine", "Tanh"},
                  "activation_alpha", new double[] {0.3, 0.8, 0.7}, "activation_beta",
                  new double[] {0.4, 0.9, 0.1}), uniform(-1, 1, 3, 2, 4), uniform(-1, 1, 2, 8, 4),
                  uniform(-1, 1, 2, 8, 2), uniform(-1, 1, 2, 16), lens(1, 3), uniform(-1, 1, 2, 2, 2),
                  uniform(-1, 1, 2, 2, 2), uniform(-1, 1, 2, 6))),
      onnx("GRU",
          "gated recurrent unit over x [T, N, size]: h of all steps [T, directions, N, n] and the "
              + "last one; gates in the order update, reset, hidden")
          .cases(
              Case.of(Attrs.of("hidden_size", 2), uniform(-1, 1, 3, 2, 4), uniform(-1, 1, 1, 6, 4),
                  uniform(-1, 1, 1, 6, 2)),
              Case.of(Attrs.of("hidden_size", 2, "direction", "bidirectional", "linear_before_reset", 1),
                  uniform(-1, 1, 3, 2, 4), uniform(-1, 1, 2, 6, 4), uniform(-1, 1, 2, 6, 2),
                  uniform(-1, 1, 2, 12), absent(), uniform(-1, 1, 2, 2, 2)),
              Case.of(
                  Attrs.of("hidden_size", 2, "layout", 1, "direction", "bidirectional", "activations",
                      new String[] {"Sigmoid", "Elu", "HardSigmoid", "LeakyRelu"}),
                  uniform(-1, 1, 2, 3, 4), uniform(-1, 1, 2, 6, 4), uniform(-1, 1, 2, 6, 2), uniform(-1, 1, 2, 12),
                  lens(2, 3), uniform(-1, 1, 2, 2, 2))),
      onnx("RNN", "h' = tanh(x W + h R + b) over x [T, N, size]: h of all steps [T, directions, N, n] and the last one")
          .cases(
              Case.of(Attrs.of("hidden_size", 2, "direction", "reverse"), uniform(-1, 1, 3, 2, 4),
                  uniform(-1, 1, 1, 2, 4), uniform(-1, 1, 1, 2, 2), uniform(-1, 1, 1, 4)),
              Case.of(Attrs.of("hidden_size", 2, "activations", new String[] {"Softplus"}, "clip", 0.4),
                  uniform(-1, 1, 3, 2, 4), uniform(-1, 1, 1, 2, 4), uniform(-1, 1, 1, 2, 2),
                  absent(), lens(3, 1))),
      Op.ours("Recurrence")
          .doc("RNN, GRU or LSTM over time in one direction: gates = input part [T, N, gates n], "
              + "recurrent weights [gates n, n], "
              + "bias of a GRU's candidate, first states [N, n], peepholes [3 n], lengths [N]; returns "
              + "h, the activated gates, what else gradients need, and the last states")
          .in("gates", WIDE).in("r", WIDE).optional("rb", WIDE).optional("h0", WIDE).optional("c0", WIDE)
          .optional("p", WIDE).optional("lens", INTS)
          .out("h", "activated", "extra", "last_h", "last_c")
          .attr("kind", Form.choice("RNN", "GRU", "LSTM"), "RNN", "RNN, GRU or LSTM")
          .needs("activations", Form.wholes(), "numbers")
          .needs("alphas", Form.numbers(), "of each").needs("betas", Form.numbers(), "of each")
          .attr("clip", Form.number(), null, "of arguments of activations")
          .attr("reverse", Form.flag(), 0, "1: the last step first")
          .attr("linear_before_reset", Form.flag(), 0, "1: the reset gate acts on h R + rb")
          .attr("input_forget", Form.flag(), 0, "1: the forget gate is 1 - input gate")
          .types(Recurrence::recurrenceTypes).reference(RecurrenceReference::forward)
          .gradient(Recurrence::gradient).noExport("the bodies of RNN, GRU and LSTM use it")
          .cases(
              Case.of(recurrence("RNN"), uniform(-1, 1, 5, 3, 4), uniform(-1, 1, 4, 4), absent(), uniform(-1, 1, 3, 4)),
              Case.of(recurrence("RNN", "ThresholdedRelu").with("alphas", new double[] {0.1}), uniform(-1, 1, 4, 2, 3),
                  uniform(-1, 1, 3, 3)),
              Case.of(recurrence("GRU").with("reverse", 1).with("clip", 0.5), uniform(-1, 1, 4, 3, 6),
                  uniform(-1, 1, 6, 2), absent(), uniform(-1, 1, 3, 2), absent(), absent(), lens(4, 0, 2)),
              Case.of(recurrence("GRU", "HardSigmoid", "Relu").with("linear_before_reset", 1), uniform(-1, 1, 4, 2, 6),
                  uniform(-1, 1, 6, 2), uniform(-1, 1, 2), uniform(-1, 1, 2, 2)),
              Case.of(recurrence("LSTM").with("clip", 0.6), uniform(-1, 1, 4, 2, 8), uniform(-1, 1, 8, 2), absent(),
                  absent(), uniform(-1, 1, 2, 2), uniform(-1, 1, 6), lens(2, 4)),
              Case.of(recurrence("LSTM", "Sigmoid", "Elu", "Softsign").with("reverse", 1), uniform(-1, 1, 4, 2, 8),
                  uniform(-1, 1, 8, 2), absent(), uniform(-1, 1, 2, 2))),
      Op.ours("RecurrenceGrad")
          .doc("gradients of Recurrence: those of the gates, their recurrent part, the states before, "
              + "and what else the weights' gradients need")
          .optional("dh", WIDE).in("activated", WIDE).in("extra", WIDE).in("h", WIDE).in("r", WIDE).optional("h0", WIDE)
          .optional("c0", WIDE).optional("p", WIDE)
          .optional("lens", INTS).optional("dlast_h", WIDE).optional("dlast_c", WIDE)
          .out("dgates", "drecurrent", "before", "other", "dh0", "dc0")
          .attr("kind", Form.choice("RNN", "GRU", "LSTM"), "RNN", "RNN, GRU or LSTM")
          .needs("activations", Form.wholes(), "numbers")
          .needs("alphas", Form.numbers(), "of each").needs("betas", Form.numbers(), "of each")
          .attr("clip", Form.number(), null, "of arguments of activations")
          .attr("reverse", Form.flag(), 0, "1: the last step first")
          .attr("linear_before_reset", Form.flag(), 0, "1: the reset gate acts on h R + rb")
          .attr("input_forget", Form.flag(), 0, "1: the forget gate is 1 - input gate").types(Recurrence::gradTypes)
          .reference(RecurrenceReference::backward)
          .noGradient("second derivatives of recurrences are not declared").noExport("only gradients use it"));
}
