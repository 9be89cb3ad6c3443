package org.pydl4j.nn.layers;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.weights.ParamInit;
import org.pydl4j.nn.weights.WeightInit;

/**
 * Long short-term memory without peepholes: [N, nIn, T] to [N, nOut, T]. Gate blocks in DL4J's order I F O G:
 * c = F c + G I, h = O tanh(c), I = tanh(.), the others sigmoid(.), each of x W + h RW + b. A masked step makes h and c
 * 0, so the next one begins anew, as in DL4J (Keras carries them over). DL4J: LSTM.
 */
@Doc("Long short-term memory: sequences [N, nIn, T] to [N, nOut, T].")
public record LSTM(
    @Doc("output features, > 0") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("initial bias of the forget gate") double forgetGateBiasInit,
    @Doc("initial weights; the network's unless set") WeightInit weightInit,
    @Doc("initial recurrent weights; weightInit unless set") WeightInit weightInitRecurrent) implements Layer {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "forgetGateBiasInit", 1.0, "weightInit", null, "weightInitRecurrent", null);
  }

  /** A layer of hyperbolic tangents. */
  public static LSTM of(long nOut) {
    return new LSTM(nOut, 0, 1, null, null);
  }

  @Override
  public InputKind reads() {
    return InputKind.RECURRENT;
  }

  @Override
  public InputType inputType() {
    return nIn > 0 ? InputType.recurrent(nIn) : null;
  }

  @Override
  public InputType outputType(InputType in) {
    Layer.positive("nOut", nOut);
    Layer.checkedIn(nIn, in.features());
    return InputType.recurrent(nOut, ((InputType.Recurrent) in).timeSeriesLength());
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long size = x.dim(1);
    Sym w = ctx.param("W", weightInit, nOut, nOut + size, size, 4 * nOut);
    Sym rw = ctx.param("RW", weightInitRecurrent == null ? weightInit : weightInitRecurrent, nOut, nOut + size, nOut,
        4 * nOut);
    double other = ctx.common().biasInit();
    Sym b = ctx.bias("b", ParamInit.of(i -> i >= nOut && i < 2 * nOut ? forgetGateBiasInit : other), 4 * nOut);
    Sym gates = x.transpose(2, 0, 1).matmul(w).add(b);
    if (ctx.mask() != null) {
      gates = gates.add(closed(ctx, x.dtype()));
    }
    Sym like = gates.slice(0, 0, 1).squeeze(0).slice(1, 0, nOut);
    Sym[] hc = ctx.b().callAll("pydl4j.LstmForward", Attrs.NONE, gates, rw, ctx.recurrentState("h", like),
        ctx.recurrentState("c", like));
    ctx.setRecurrentState("h", like, last(hc[0]));
    ctx.setRecurrentState("c", like, last(hc[1]));
    return hc[0].transpose(1, 2, 0);
  }

  /** [T, N, 4 n]: very negative for F, O and G where the step is masked, so that c and h become 0 there, as in DL4J. */
  private Sym closed(LayerContext ctx, DType dtype) {
    NDArray shut = NDArray.create(dtype, 4 * nOut);
    for (long i = 0; i < 4 * nOut; i++) {
      shut.putDoubleAt(i, i < nOut ? 0 : -1e4);
    }
    return ctx.mask().rsub(1).transpose(1, 0).unsqueeze(2).mul(ctx.b().constant("shut", shut));
  }

  private static Sym last(Sym h) {
    return h.slice(0, -1, Integer.MAX_VALUE).squeeze(0);
  }
}
