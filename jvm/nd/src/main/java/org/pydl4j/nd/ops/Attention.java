package org.pydl4j.nd.ops;

import static org.pydl4j.nd.graph.Case.absent;
import static org.pydl4j.nd.graph.Case.uniform;
import static org.pydl4j.nd.graph.Op.FLOATS;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
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
 * Scaled dot-product attention: y = softmax(softcap tanh(scale q k' / softcap) + mask) v for each head, and its
 * gradient from the logarithm of the softmax's sums. Backends keep both whole, so that no array of scores [Tq, Tk]
 * exists; the bodies are the formulas.
 */
final class Attention {
  private Attention() {
  }

  /** What both primitives take: heads of rank-3 operands, scale, cap, and the window of keys that a query sees. */
  private static Op declared(Op op) {
    return op
        .attr("q_num_heads", Form.count(0), 0,
            "heads side by side in the last axis of q [B, T, heads D]; 0 for q [B, heads, T, D]")
        .attr("kv_num_heads", Form.count(0), 0, "the same of k and v; q's number is a multiple")
        .attr("scale", 1.0, "factor of the products")
        .attr("softcap", 0.0, "bound of the scores before the mask, 0 for none")
        .attr("left", Form.count(-1), -1, "query i sees keys from i + offset - left on, -1 for all")
        .attr("right", Form.count(-1), -1, "query i sees keys up to i + offset + right, -1 for all")
        .attr("offset", 0, "position of the first query among the keys");
  }

  private static boolean flat(TensorType q) {
    return q.rank() == 3;
  }

  private static long heads(Attrs a, TensorType x, boolean query) {
    return flat(x) ? a.getLong(query ? "q_num_heads" : "kv_num_heads", 0) : x.dim(1);
  }

  /** Length of the sequence. */
  private static long length(TensorType x) {
    return x.dim(-2);
  }

  private static long headSize(Attrs a, TensorType x, boolean query) {
    return flat(x) ? x.dim(2) == -1 ? -1 : x.dim(2) / heads(a, x, query) : x.dim(3);
  }

  private static boolean differ(long a, long b) {
    return a != b && a != -1 && b != -1;
  }

  /** Checks q, k, v and mask (at those inputs); the types of y and of the logarithm of the sums. */
  private static TensorType[] types(Call c, int first, int maskAt) {
    TensorType q = c.in(first);
    TensorType k = c.in(first + 1);
    TensorType v = c.in(first + 2);
    Attrs a = c.attrs();
    if (q.rank() != 3 && q.rank() != 4 || k.rank() != q.rank() || v.rank() != q.rank() || k.dtype() != q.dtype()
        || v.dtype() != q.dtype()) {
      throw c.fail("q, k, v of ranks " + q.rank() + ", " + k.rank() + ", " + v.rank(),
          "[batch, heads, length, size] or [batch, length, heads size] for all three, of one type",
          "Reshape or cast them.");
    }
    long hq = heads(a, q, true);
    long hk = heads(a, k, false);
    if (flat(q) && (hq < 1 || hk < 1 || q.dim(2) % hq != 0 && q.dim(2) != -1 || k.dim(2) % hk != 0 && k.dim(2) != -1
        || v.dim(2) % hk != 0 && v.dim(2) != -1)) {
      throw c.fail("q_num_heads " + hq + " and kv_num_heads " + hk,
          "numbers of heads that divide the last axes of q and of k and v",
          "Give q_num_heads and kv_num_heads with inputs of rank 3.");
    }
    if (hq == 0 || hk == 0 || hq != -1 && hk != -1 && hq % hk != 0 || !flat(q) && differ(hk, v.dim(1))) {
      throw c.fail(hq + " heads of q for " + hk + " of k", "a multiple, and as many of v as of k",
          "Check the numbers of heads.");
    }
    if (differ(headSize(a, q, true), headSize(a, k, false)) || differ(length(k), length(v))
        || differ(q.dim(0), k.dim(0)) || differ(k.dim(0), v.dim(0))) {
      throw c.fail("shapes that do not fit", "q and k with heads of one size, k and v of one length, one batch size",
          "Check the projections.");
    }
    long batch = q.dim(0) != -1 ? q.dim(0) : k.dim(0) != -1 ? k.dim(0) : v.dim(0);
    if (c.has(maskAt)) {
      TensorType m = c.in(maskAt);
      long[] scores = {batch, hq, length(q), length(k)};
      boolean fits = m.rank() <= 4 && (m.dtype() == DType.BOOL || m.dtype() == q.dtype());
      for (int i = 1; fits && i <= m.rank(); i++) {
        fits = m.dim(-i) == 1 || !differ(m.dim(-i), scores[4 - i]);
      }
      if (!fits) {
        throw c.fail("mask " + m,
            "booleans or " + q.dtype() + " that broadcast to [batch, heads, queries, keys] " + Arrays.toString(scores),
            "Reshape, pad or cast the mask.");
      }
    }
    long size = headSize(a, v, false);
    TensorType y =
        flat(q) ? q.withDims(batch, q.dim(1), size == -1 ? -1 : hq * size) : q.withDims(batch, hq, q.dim(2), size);
    return new TensorType[] {y, q.withDims(batch, hq, length(q))};
  }

  /** [B, T, H D] as [B, H, T, D]. */
  private static Sym apart(Sym x, long heads) {
    return x.rank() == 4 ? x : x.reshape(0, 0, heads, x.dim(2) == -1 ? -1 : x.dim(2) / heads).transpose(0, 2, 1, 3);
  }

  /** Back to the rank of like. */
  private static Sym together(Sym x, Sym like) {
    return like.rank() == 4 ? x
        : x.transpose(0, 2, 1, 3).reshape(0, 0, x.dim(1) == -1 || x.dim(3) == -1 ? -1 : x.dim(1) * x.dim(3));
  }

  private static Sym swapped(Sym x) {
    return x.transpose(0, 1, 3, 2);
  }

  /** Keys or values once for each head of q: head h reads head h / (heads of q / heads of k). */
  private static Sym repeated(Sym x, long heads) {
    long own = x.dim(1);
    return own == heads ? x
        : x.gather(x.builder().longs(LongStream.range(0, heads).map(h -> h / (heads / own)).toArray()), 1);
  }

  /** The sum over the heads of q that share a head of keys. */
  private static Sym gathered(Sym x, long heads) {
    return x.dim(1) == heads ? x : x.reshape(0, heads, x.dim(1) / heads, -1, x.dim(3)).sum(false, 2);
  }

  /** Everything that forward and backward share, heads apart and repeated. */
  private record Scores(Sym q, Sym k, Sym v, Sym capped, Sym masked) {
    static Scores of(Attrs a, Sym q, Sym k, Sym v, Sym mask) {
      long heads = heads(a, q.type(), true);
      long shared = heads(a, k.type(), false);
      Sym q4 = apart(q, heads);
      Sym k4 = repeated(apart(k, shared), heads);
      Sym v4 = repeated(apart(v, shared), heads);
      double cap = a.getDouble("softcap", 0);
      Sym s = q4.matmul(swapped(k4)).mul(a.getDouble("scale", 1));
      Sym capped = cap == 0 ? s : s.div(cap).tanh().mul(cap);
      Sym none = capped.like(Double.NEGATIVE_INFINITY);
      Sym masked = mask == null ? capped : mask.dtype() == DType.BOOL ? mask.where(capped, none) : capped.add(mask);
      long offset = a.getLong("offset", 0);
      if (a.getLong("right", -1) >= 0) {
        masked = band(masked, 0, offset + a.getLong("right", -1)).where(masked, none);
      }
      if (a.getLong("left", -1) >= 0) {
        masked = band(masked, 1, offset - a.getLong("left", -1)).where(masked, none);
      }
      return new Scores(q4, k4, v4, capped, masked);
    }

    private static Sym band(Sym s, int upper, long diagonal) {
      return s.like(1).expandTo(s).call("Trilu", Attrs.of("upper", upper), s.builder().longs(diagonal)).gt(0);
    }
  }

  private static Sym[] forward(Attrs a, Sym[] in) {
    Scores s = Scores.of(a, in[0], in[1], in[2], in.length > 3 ? in[3] : null);
    Sym max = s.masked.reduceMax(true, 3);
    // of a query that sees no key: y = 0
    Sym shift = max.eq(max.like(Double.NEGATIVE_INFINITY)).where(max.like(0), max);
    Sym e = s.masked.sub(shift).exp();
    Sym sum = e.sum(true, 3);
    Sym empty = sum.eq(sum.like(0));
    Sym y = empty.where(sum.like(0), e.matmul(s.v).div(empty.where(sum.like(1), sum))); // 0 also where v is no number
    return new Sym[] {together(y, in[0]),
        empty.where(sum.like(0), shift.add(empty.where(sum.like(1), sum).log())).squeeze(3)};
  }

  /** p and d loss / d scores before the scale, from dy, q, k, v, y, sums, mask, dsums. */
  private static Sym[] scoresGrad(Attrs a, Scores s, Sym dy, Sym y, Sym sums, Sym dSums) {
    long heads = s.q.dim(1);
    Sym dy4 = apart(dy, heads);
    Sym p = s.masked.sub(sums.unsqueeze(3)).exp();
    Sym delta = dy4.mul(apart(y, heads)).sum(true, 3);
    Sym d = p.mul(dy4.matmul(swapped(s.v)).sub(dSums == null ? delta : delta.sub(dSums.unsqueeze(3))));
    return new Sym[] {p, d, dy4};
  }

  private static Sym throughCap(Attrs a, Scores s, Sym d) {
    double cap = a.getDouble("softcap", 0);
    return cap == 0 ? d : d.mul(s.capped.div(cap).pow(2).rsub(1));
  }

  private static Sym[] backward(Attrs a, Sym[] in) {
    Scores s = Scores.of(a, in[1], in[2], in[3], in.length > 6 ? in[6] : null);
    Sym[] d = scoresGrad(a, s, in[0], in[4], in[5], in.length > 7 ? in[7] : null);
    Sym ds = throughCap(a, s, d[1]).mul(a.getDouble("scale", 1));
    long shared = heads(a, in[2].type(), false);
    return new Sym[] {together(ds.matmul(s.k), in[1]), together(gathered(swapped(ds).matmul(s.q), shared), in[2]),
        together(gathered(swapped(d[0]).matmul(d[2]), shared), in[3])};
  }

  private static Sym[] gradient(Backward g) {
    Sym mask = g.in(3);
    Sym dSums = g.hasDy(1) ? g.dy(1) : null;
    Sym[] d = g.b().callAll("pydl4j.FlashAttentionGrad", g.attrs(), g.dy(), g.in(0), g.in(1), g.in(2), g.out(0),
        g.out(1), mask, dSums);
    if (mask == null || mask.dtype() == DType.BOOL) {
      return new Sym[] {d[0], d[1], d[2], null};
    }
    Scores s = Scores.of(g.attrs(), g.in(0), g.in(1), g.in(2), mask);  // left out unless the mask is trained
    return new Sym[] {d[0], d[1], d[2], scoresGrad(g.attrs(), s, g.dy(), g.out(0), g.out(1), dSums)[1].sumTo(mask)};
  }

  private static TensorType[] onnxTypes(Call c) {
    TensorType q = c.in(0);
    if (c.has(4) != c.has(5)) {
      throw c.fail("one of past_key and past_value", "both or none", "Give both.");
    }
    TensorType[] present = new TensorType[2];
    TensorType[] in = {q, c.in(1), c.in(2), c.has(3) ? c.in(3) : null};
    for (int i = 0; i < 2; i++) {
      TensorType x = c.in(1 + i);
      if (q.rank() == 3 && x.rank() == 3 && heads(c.attrs(), x, false) < 1) {
        throw c.fail("kv_num_heads " + heads(c.attrs(), x, false), "at least 1",
            "Give q_num_heads and kv_num_heads with inputs of rank 3.");
      }
      TensorType past = c.has(4) ? c.in(4 + i) : null;
      if (past != null && (past.rank() != 4 || x.rank() < 3)) {
        throw c.fail("a past of rank " + past.rank(), "[batch, kv heads, past length, size]", "Reshape it.");
      }
      long length = x.rank() < 3 ? -1
          : past == null ? length(x) : length(x) == -1 || length(past) == -1 ? -1 : length(x) + length(past);
      present[i] =
          x.rank() < 3 ? x : x.withDims(x.dim(0), heads(c.attrs(), x, false), length, headSize(c.attrs(), x, false));
      if (past != null) {
        long[] d = x.dims().clone();
        d[x.rank() - 2] = length;
        in[1 + i] = x.withDims(d);
      }
    }
    return new TensorType[] {types(c.withTypes(in), 0, 3)[0], present[0], present[1]};
  }

  /** The primitive's operands and attributes, and the keys and values so far. */
  private static Sym[] onnx(GraphBuilder b, Attrs a, Sym[] in, boolean plain) {
    boolean past = in.length > 4 && in[4] != null;
    long heads = heads(a, in[0].type(), true);
    long shared = heads(a, in[1].type(), false);
    Sym k = apart(in[1], shared);
    Sym v = apart(in[2], shared);
    k = past ? Sym.concat(2, in[4], k) : k;
    v = past ? Sym.concat(2, in[5], v) : v;
    long offset = past ? in[4].dim(2) : 0;
    boolean causal = a.getBool("is_causal", false);
    long right = causal ? 0 : a.getLong("right_window_size", -1);
    long left = a.getLong("left_window_size", -1);
    if (offset == -1 && (right >= 0 || left >= 0)) {
      return null;
    }
    double size = headSize(a, in[0].type(), true);
    if (size < 0 && !a.has("scale")) {
      return null;
    }
    Attrs own = Attrs.of("scale", a.has("scale") ? a.getDouble("scale", 1) : 1 / Math.sqrt(size), "softcap",
        a.getDouble("softcap", 0),
        "left", left, "right", right, "offset", offset, "q_num_heads", past || !flat(in[0].type()) ? 0 : heads,
        "kv_num_heads", past || !flat(in[0].type()) ? 0 : shared);
    Sym mask = in.length > 3 ? in[3] : null;
    Sym[] operands = past ? new Sym[] {apart(in[0], heads), k, v, mask} : new Sym[] {in[0], in[1], in[2], mask};
    Sym y = plain ? forward(own, operands)[0] : b.callAll("pydl4j.FlashAttention", own, operands)[0];
    return new Sym[] {past ? together(y, in[0]) : y, k, v};
  }

  private static final Case.Gen HEADS = uniform(-1, 1, 2, 4, 6, 3);

  static final List<Op> OPS = List.of(
      Op.onnx("Attention", 25)
          .doc("scaled dot-product attention over heads: softmax(scale q k' + mask) v; k and v may have "
              + "fewer heads than q; a query that sees no key gives 0; also returns the keys and values "
              + "with their past")
          .in("Q", FLOATS).in("K", FLOATS).in("V", FLOATS).optional("attn_mask", Op.ORDERED)
          .optional("past_key", FLOATS).optional("past_value", FLOATS)
          .out("Y", "present_key", "present_value")
          .attr("is_causal", Form.flag(), 0, "whether query i sees keys up to i only")
          .attr("scale", 0.0, "factor of the products; 1 / sqrt(head size) when not given")
          .attr("softcap", 0.0, "bound of the scores before the mask, 0 for none")
          .attr("q_num_heads", Form.count(0), 0, "heads of Q [B, T, heads D]")
          .attr("kv_num_heads", Form.count(0), 0, "heads of K and V of rank 3")
          .attr("left_window_size", Form.count(-1), -1, "keys before its own that a query sees, -1 for all")
          .attr("right_window_size", Form.count(-1), -1, "keys after its own that a query sees, -1 for all")
          .attr("softmax_precision", Form.dtype(true), 1, "unused: at least that of the inputs")
          .types(Attention::onnxTypes).body((b, a, in) -> onnx(b, a, in, false))
          .export((b, a, in) -> onnx(b, a, in, true))
          .cases(Case.of(HEADS, uniform(-1, 1, 2, 4, 5, 3), uniform(-1, 1, 2, 4, 5, 2)),
              Case.of(Attrs.of("is_causal", 1, "q_num_heads", 4, "kv_num_heads", 2), uniform(-1, 1, 2, 5, 12),
                  uniform(-1, 1, 2, 5, 6), uniform(-1, 1, 2, 5, 8)),
              Case.of(Attrs.of("is_causal", 1, "softcap", 2.0), HEADS, uniform(-1, 1, 2, 4, 6, 3), HEADS, absent(),
                  uniform(-1, 1, 2, 4, 3, 3), uniform(-1, 1, 2, 4, 3, 3)),
              Case.of(Attrs.of("left_window_size", 2, "right_window_size", 1), HEADS, HEADS, HEADS,
                  uniform(-1, 1, 4, 1, 6))),
      declared(Op.ours("FlashAttention")
          .doc("softmax(softcap tanh(scale q k' / softcap) + mask) v per head without an array of "
              + "scores, and the logarithm of each query's sum of exponentials [B, heads, T] (0 where it "
              + "sees no key, y = 0)")
          .in("q", FLOATS).in("k", FLOATS).in("v", FLOATS).optional("mask", Op.ORDERED).out("y", "log_sums"))
          .types(c -> types(c, 0, 3)).body((b, a, in) -> forward(a, in)).mayStayWhole().gradient(Attention::gradient)
          .cases(
              Case.of(Attrs.of("scale", 0.5), uniform(-1, 1, 2, 2, 37, 17), uniform(-1, 1, 2, 2, 41, 17),
                  uniform(-1, 1, 2, 2, 41, 5)),
              Case.of(Attrs.of("scale", 0.7, "right", 0, "q_num_heads", 4, "kv_num_heads", 2, "softcap", 1.5),
                  uniform(-1, 1, 2, 9, 12), uniform(-1, 1, 2, 9, 6), uniform(-1, 1, 2, 9, 8), uniform(-1, 1, 4, 9, 9)),
              Case.of(Attrs.of("scale", 0.5, "left", 1, "offset", 2), uniform(-1, 1, 1, 2, 5, 3),
                  uniform(-1, 1, 1, 2, 9, 3), uniform(-1, 1, 1, 2, 9, 4), Case.bools(1, 1, 9))),
      declared(Op.ours("FlashAttentionGrad").doc("gradients of FlashAttention, the scores computed again tile by tile")
          .in("dy", FLOATS).in("q", FLOATS).in("k", FLOATS).in("v", FLOATS).in("y", FLOATS).in("log_sums", FLOATS)
          .optional("mask", Op.ORDERED).optional("dlog_sums", FLOATS)
          .out("dq", "dk", "dv"))
          .types(c -> {
            types(c, 1, 6);
            return new TensorType[] {c.in(1), c.in(2), c.in(3)};
          }).body((b, a, in) -> backward(a, in)).mayStayWhole()
          .cases(Case.of(Attrs.of("scale", 0.5), uniform(-1, 1, 1, 2, 5, 4), uniform(-1, 1, 1, 2, 5, 3),
              uniform(-1, 1, 1, 2, 6, 3), uniform(-1, 1, 1, 2, 6, 4), uniform(-1, 1, 1, 2, 5, 4),
              uniform(2, 3, 1, 2, 5), absent(), uniform(-1, 1, 1, 2, 5))));
}
