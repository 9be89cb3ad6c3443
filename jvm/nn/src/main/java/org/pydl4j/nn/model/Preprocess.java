package org.pydl4j.nn.model;

import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.conf.InputType;
import org.pydl4j.nn.layers.InputKind;

/** A value with its type, brought to what a layer reads. DL4J: the input preprocessors, chosen by the network. */
record Preprocess(Sym x, InputType type) {
  /** Raises IllegalArgumentException (without the layer's name) where there is no way. */
  Preprocess to(InputKind kind) {
    return switch (kind) {
      case FEED_FORWARD -> feedForward();
      case FEED_FORWARD_OR_RECURRENT -> type instanceof InputType.Recurrent ? this : feedForward();
      case CONVOLUTIONAL -> convolutional();
      case RECURRENT -> recurrent();
      case ANY -> type instanceof InputType.ConvolutionalFlat ? convolutional() : this;
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
