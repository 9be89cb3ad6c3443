package org.pydl4j.nd.graph;

import org.pydl4j.nd.types.Attrs;

/**
 * A node as its gradient sees it: builder, inputs (and whether they want a gradient), outputs and the gradients that
 * reach these.
 */
public record Backward(GraphBuilder b, Node node, Sym[] in, boolean[] wanted, Sym[] out, Sym[] gradients) {
  /** The attributes, constant list inputs included. */
  public Attrs attrs() {
    return node.attrsWithLists();
  }

  /** The op's input of that place. */
  public Sym in(int i) {
    return i < in.length ? in[i] : null;
  }

  /** The op's output of that place. */
  public Sym out(int i) {
    return out[i];
  }

  /** The gradient that reaches output i; zeros where none does. */
  public Sym dy(int i) {
    return gradients[i] != null ? gradients[i] : out[i].like(0).expandTo(out[i]);
  }

  /** The gradient of the only output, of its shape. */
  public Sym dy() {
    return dy(0);
  }

  /**
   * The gradients of this node where their form depends on dims that are not known yet: made when a plan knows them.
   */
  public Sym[] later() {
    return LaterGradient.call(this);
  }

  /** Whether something depends on that output, so that it has a gradient. */
  public boolean hasDy(int i) {
    return gradients[i] != null;
  }
}
