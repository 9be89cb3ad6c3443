package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;
import static org.pydl4j.nd.graph.Op.INTS;

import java.util.List;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.graph.Call;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Form;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.spi.TensorType;

/** Recurrences of imported models, unrolled over their steps: right and differentiable, not fast. */
final class Unrolled {
  private Unrolled() {
  }

  /** One step: the input's part of the gates [N, gates n] and the state before [N, n] to the state after. */
  private interface Cell {
    Sym step(Sym gates, Sym h);
  }

  /** Makes the cell of a direction from recurrent weights [n, gates n] and their bias [gates n], null when absent. */
  private interface Cells {
    Cell of(Sym recurrent, Sym bias);
  }

  private static int directions(Attrs a) {
    return a.getString("direction", "forward").equals("bidirectional") ? 2 : 1;
  }

  private static TensorType[] types(Call c, int gates, String... activations) {
    TensorType x = c.in(0);
    TensorType r = c.in(2);
    int d = directions(c.attrs());
    if (x.rank() != 3 || c.in(1).rank() != 3 || r.rank() != 3 || !Call.fits(r.dim(0), d) || !Call.fits(r.dim(1), r.dim(2) < 0 ? -1 : gates * r.dim(2))) {
      throw c.fail("x " + x + ", w " + c.in(1) + ", r " + r, "[T, N, size], [directions, " + gates
          + " n, size] and [directions, " + gates + " n, n]", "Check the weights.");
    }
    String[] given = c.attrs().getStrings("activations");
    for (int i = 0; given != null && i < given.length; i++) {
      if (!given[i].equalsIgnoreCase(activations[i % activations.length])) {
        throw c.fail("activations " + String.join(", ", given), String.join(", ", activations) + " for each direction",
            "Other activations are not supported.");
      }
    }
    if (c.has(4) || c.attrs().has("clip")) {
      throw c.fail("sequence lengths or clip", "neither",
          "They are not supported; pad the sequences and mask the result.");
    }
    boolean batchFirst = c.attrs().getBool("layout", false);
    long t = x.dim(batchFirst ? 1 : 0);
    long batch = x.dim(batchFirst ? 0 : 1);
    long n = r.dim(2);
    TensorType last = batchFirst ? x.withDims(batch, d, n) : x.withDims(d, batch, n);
    Recurrent.expectStates(c, gates, d, n, last);
    return new TensorType[] {batchFirst ? x.withDims(batch, t, d, n) : x.withDims(t, d, batch, n), last};
  }

  private static Sym part(Sym x, int axis, int index) {
    return x.slice(axis, index, index + 1).squeeze(axis);
  }

  /** All states and the last one; null while the number of steps is unknown. */
  private static Sym[] unroll(Attrs a, Sym[] in, Cells cells) {
    boolean batchFirst = a.getBool("layout", false);
    Sym x = batchFirst ? in[0].transpose(1, 0, 2) : in[0];
    int steps = (int) x.dim(0);
    if (steps < 0) {
      return null;
    }
    int count = directions(a);
    Sym[] y = new Sym[count];
    Sym[] last = new Sym[count];
    for (int d = 0; d < count; d++) {
      Sym gates = x.matmul(part(in[1], 0, d).transpose(1, 0));
      Sym recurrentBias = null;
      if (in.length > 3 && in[3] != null) {
        Sym b = part(in[3], 0, d);
        gates = gates.add(b.slice(0, 0, b.dim(0) / 2));
        recurrentBias = b.slice(0, b.dim(0) / 2, b.dim(0));
      }
      Sym r = part(in[2], 0, d).transpose(1, 0);
      Sym h = in.length > 5 && in[5] != null ? part(in[5], batchFirst ? 1 : 0, d)
          : x.like(0).expandTo(part(gates, 0, 0).slice(1, 0, r.dim(0)));
      boolean backward = d == 1 || a.getString("direction", "forward").equals("reverse");
      Cell cell = cells.of(r, recurrentBias);
      Sym[] all = new Sym[steps];
      for (int i = 0; i < steps; i++) {
        int t = backward ? steps - 1 - i : i;
        h = cell.step(part(gates, 0, t), h);
        all[t] = h.unsqueeze(0, 1);
      }
      y[d] = Sym.concat(0, all);
      last[d] = h.unsqueeze(0);
    }
    Sym states = Sym.concat(1, y);
    Sym ends = Sym.concat(0, last);
    return batchFirst ? new Sym[] {states.transpose(2, 0, 1, 3), ends.transpose(1, 0, 2)} : new Sym[] {states, ends};
  }

  private static Sym plus(Sym x, Sym bias) {
    return bias == null ? x : x.add(bias);
  }

  /** h' = (1 - z) tanh(candidate) + z h; blocks z, r, h. */
  private static Cell gru(Sym r, Sym bias, boolean linearBeforeReset) {
    long n = r.dim(0);
    Sym rGates = r.slice(1, 0, 2 * n);
    Sym rCandidate = r.slice(1, 2 * n, 3 * n);
    Sym bGates = bias == null ? null : bias.slice(0, 0, 2 * n);
    Sym bCandidate = bias == null ? null : bias.slice(0, 2 * n, 3 * n);
    return (gates, h) -> {
      Sym zr = plus(gates.slice(1, 0, 2 * n).add(h.matmul(rGates)), bGates).sigmoid();
      Sym z = zr.slice(1, 0, n);
      Sym reset = zr.slice(1, n, 2 * n);
      Sym fromState = linearBeforeReset ? reset.mul(plus(h.matmul(rCandidate), bCandidate))
          : plus(reset.mul(h).matmul(rCandidate), bCandidate);
      Sym candidate = gates.slice(1, 2 * n, 3 * n).add(fromState).tanh();
      return z.rsub(1).mul(candidate).add(z.mul(h));
    };
  }

  private static Op op(String name) {
    return Op.onnx(name, 22).in("x", FLOATS).in("w", FLOATS).in("r", FLOATS).optional("b", FLOATS)
        .optional("sequence_lens", INTS).optional("initial_h", FLOATS).out("y", "y_h").attr("hidden_size", Form.count(1), null, "n")
        .attr("direction", Form.choice("forward", "reverse", "bidirectional"), "forward", "forward, reverse or bidirectional").attr("layout", Form.flag(), 0, "1: batch before time")
        .attr("activations", Form.texts(), null, "the standard's only").attr("clip", Form.number(), null, "not supported");
  }

  static final List<Op> OPS = List.of(
      op("GRU").doc("gated recurrent unit over x [T, N, size]: h of all steps [T, directions, N, n] and the last one; "
          + "gates in the order update, reset, hidden")
          .attr("linear_before_reset", Form.flag(), 0, "1: the reset gate acts on h R + b instead of h")
          .types(c -> types(c, 3, "Sigmoid", "Tanh"))
          .body((b, a, in) -> unroll(a, in, (r, bias) -> gru(r, bias, a.getBool("linear_before_reset", false))))
          .cases(Case.of(Attrs.of("hidden_size", 2), uniform(-1, 1, 3, 2, 4), uniform(-1, 1, 1, 6, 4),
              uniform(-1, 1, 1, 6, 2)),
              Case.of(Attrs.of("hidden_size", 2, "direction", "bidirectional", "linear_before_reset", 1),
                  uniform(-1, 1, 3, 2, 4),
                  uniform(-1, 1, 2, 6, 4), uniform(-1, 1, 2, 6, 2), uniform(-1, 1, 2, 12), absent(),
                      uniform(-1, 1, 2, 2, 2))),
      op("RNN").doc("h' = tanh(x W + h R + b) over x [T, N, size]: h of all steps [T, directions, N, n] and the last one")
          .types(c -> types(c, 1, "Tanh"))
          .body((b, a, in) -> unroll(a, in, (r, bias) -> (gates, h) -> plus(gates.add(h.matmul(r)), bias).tanh()))
          .cases(Case.of(Attrs.of("hidden_size", 2, "direction", "reverse"), uniform(-1, 1, 3, 2, 4),
              uniform(-1, 1, 1, 2, 4),
              uniform(-1, 1, 1, 2, 2), uniform(-1, 1, 1, 4))));
}
