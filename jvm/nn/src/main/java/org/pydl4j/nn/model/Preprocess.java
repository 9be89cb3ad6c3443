package org.pydl4j.nn.model;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;

/** A value with its type, brought to what a layer reads. DL4J: the input preprocessors, chosen by the network. */
record Preprocess(Sym x, InputType type) {
  /** Raises IllegalArgumentException (without the layer's name) where there is no way. */
  Preprocess to(InputKind kind, DType floats) {
    boolean ids = kind == InputKind.INDEX || kind == InputKind.INDICES;
    return kind == InputKind.TENSOR ? this
        : type instanceof InputType.Tensor t ? of(t, kind, ids ? x : x.cast(floats)) : to(kind);
  }

  /** A tensor as vectors, sequences or images where its shape is one of these. */
  private static Preprocess of(InputType.Tensor t, InputKind kind, Sym x) {
    List<Long> row = t.shape();
    boolean known = t.elements() > 0;
    boolean single = row.isEmpty();
    return switch (kind) {
      case ANY, TENSOR -> new Preprocess(x, InputType.of(x.dtype(), t.dims()));
      case INDEX -> single || row.equals(List.of(1L))
          ? new Preprocess(x.rank() == 1 ? x.unsqueeze(1) : x, InputType.feedForward(1)).to(kind)
          : fail(t, "[N] or [N, 1]");
      case INDICES -> row.size() == 1 ? new Preprocess(x.cast(DType.INT64), InputType.recurrent(1, row.get(0)))
          : fail(t, "[N, T]");
      case RECURRENT -> row.size() == 2 && row.get(0) > 0
          ? new Preprocess(x, InputType.recurrent(row.get(0), row.get(1))) : fail(t, "[N, size, T]");
      case CONVOLUTIONAL -> row.size() == 3 && known
          ? new Preprocess(x, InputType.convolutional(row.get(1), row.get(2), row.get(0))) : fail(t, "[N, C, H, W]");
      case FEED_FORWARD_OR_RECURRENT -> row.size() == 2 && row.get(0) > 0 && row.get(1) < 0
          ? new Preprocess(x, InputType.recurrent(row.get(0))) : of(t, InputKind.FEED_FORWARD, x);
      case FEED_FORWARD -> single ? new Preprocess(x.unsqueeze(1), InputType.feedForward(1)) : !known
          ? fail(t, "an array whose sizes are known but for N") : row.size() == 1
              ? new Preprocess(x, InputType.feedForward(row.get(0)))
              : new Preprocess(x.reshape(-1, t.elements()), InputType.feedForward(t.elements()));
    };
  }

  private static Preprocess fail(InputType.Tensor t, String wanted) {
    throw new IllegalArgumentException("reads " + wanted + ": got a tensor " + Arrays.toString(t.dims())
        + "; expected such a shape. Bring it into that shape before, for example by a layer of your own.");
  }

  private Preprocess to(InputKind kind) {
    return switch (kind) {
      case FEED_FORWARD -> feedForward();
      case FEED_FORWARD_OR_RECURRENT -> type instanceof InputType.Recurrent ? this : feedForward();
      case CONVOLUTIONAL -> convolutional();
      case RECURRENT -> recurrent();
      case ANY -> type instanceof InputType.ConvolutionalFlat ? convolutional() : this;
      case TENSOR -> this;
      case INDEX -> index();
      case INDICES -> indices();
    };
  }

  private Preprocess feedForward() {
    if (type instanceof InputType.Recurrent) {
      throw new IllegalArgumentException("reads vectors: got sequences " + type
          + "; expected [N, size]. Put LastTimeStep or GlobalPoolingLayer before it,"
          + " or use RnnOutputLayer for an output at each step.");
    }
    if (type instanceof InputType.Convolutional) {
      return new Preprocess(x.reshape(-1, type.elements()), InputType.feedForward(type.elements()));
    }
    return new Preprocess(x, InputType.feedForward(type.elements()));
  }

  private Preprocess convolutional() {
    if (type instanceof InputType.ConvolutionalFlat f) {
      return new Preprocess(x.reshape(-1, f.channels(), f.height(), f.width()),
          InputType.convolutional(f.height(), f.width(), f.channels()));
    } else if (type instanceof InputType.Convolutional) {
      return this;
    }
    throw new IllegalArgumentException("reads images: got " + type
        + "; expected [N, C, H, W]. Use InputType.convolutional or convolutionalFlat.");
  }

  private Preprocess recurrent() {
    if (type instanceof InputType.Recurrent) {
      return this;
    }
    throw new IllegalArgumentException("reads sequences: got " + type
        + "; expected [N, size, T]. Use InputType.recurrent, or another layer.");
  }

  private Preprocess index() {
    if (type.features() != 1 || x.rank() != 2) {
      throw new IllegalArgumentException("reads one index per example: got " + type
          + "; expected [N, 1]. Use EmbeddingSequenceLayer for sequences of indices.");
    }
    return new Preprocess(x.cast(DType.INT64), type);
  }

  private Preprocess indices() {
    if (x.rank() == 2 && !x.dtype().isFloat()) {
      return this;
    } else if (type instanceof InputType.Recurrent && type.features() == 1) {
      return new Preprocess(x.squeeze(1).cast(DType.INT64), type);
    }
    throw new IllegalArgumentException("reads sequences of indices: got " + type
        + "; expected InputType.recurrent(1, T).");
  }
}
