package org.pydl4j.nn.layers;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.weights.WeightInit;

/**
 * h = act(x W + h RW + b), unrolled over the steps of a sequence of known length. A masked step makes h 0, so the next
 * one begins anew, as in DL4J (Keras carries it over). DL4J: SimpleRnn.
 */
@Doc("h = act(x W + h RW + b); the sequence's length must be known.")
public record SimpleRnn(
    @Doc("output features, > 0") long nOut,
    @Doc("input features; 0 takes them from the layer before") long nIn,
    @Doc("activation; the network's unless set") Activation activation,
    @Doc("initial weights; the network's unless set") WeightInit weightInit,
    @Doc("initial recurrent weights; weightInit unless set") WeightInit weightInitRecurrent) implements Layer {

  static Object defaults() {
    return Defaults.of("nIn", 0L, "activation", new Activation.Tanh(), "weightInit", null, "weightInitRecurrent", null);
  }

  @Override
  public InputKind reads() {
    return InputKind.RECURRENT;
  }

  @Override
  public InputType outputType(InputType in) {
    long steps = ((InputType.Recurrent) in).timeSeriesLength();
    if (steps < 1) {
      throw new IllegalArgumentException("needs sequences of known length: got T = " + steps
          + "; expected InputType.recurrent(size, T). Give T, or use LSTM.");
    }
    Layer.positive("nOut", nOut);
    Layer.checkedIn(nIn, in.features());
    return InputType.recurrent(nOut, steps);
  }

  @Override
  public Sym apply(LayerContext ctx, Sym x) {
    long size = x.dim(1);
    int steps = (int) x.dim(2);
    Sym w = ctx.param("W", weightInit, size, nOut, size, nOut);
    Sym rw = ctx.param("RW", weightInitRecurrent == null ? weightInit : weightInitRecurrent, nOut, nOut, nOut, nOut);
    Sym z = x.transpose(2, 0, 1).matmul(w).add(ctx.bias("b", nOut));
    Sym like = z.slice(0, 0, 1).squeeze(0);
    Sym h = ctx.recurrentState("h", like);
    Sym[] all = new Sym[steps];
    for (int t = 0; t < steps; t++) {
      h = ctx.activation(activation).of(z.slice(0, t, t + 1).squeeze(0).add(h.matmul(rw)), 1);
      if (ctx.mask() != null) {
        h = h.mul(ctx.mask().slice(1, t, t + 1));
      }
      all[t] = h.unsqueeze(2);
    }
    ctx.setRecurrentState("h", like, h);
    return Sym.concat(2, all);
  }
}
