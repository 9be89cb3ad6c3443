package org.pydl4j.nd.graph;

/** A node as its gradient sees it: builder, inputs, outputs and the gradients that reach the outputs. */
public record Backward(GraphBuilder b, Node node, Sym[] in, Sym[] out, Sym[] gradients) {
  /** The attributes, constant list inputs included. */
  public Attrs attrs() {
    return node.attrsWithLists();
  }

  public Sym in(int i) {
    return i < in.length ? in[i] : null;
  }

  public Sym out(int i) {
    return out[i];
  }

  /** The gradient that reaches output i; zeros where none does. */
  public Sym dy(int i) {
    return gradients[i] != null ? gradients[i] : out[i].like(0).expandTo(out[i]);
  }

  public Sym dy() {
    return dy(0);
  }

  public boolean hasDy(int i) {
    return gradients[i] != null;
  }
}
