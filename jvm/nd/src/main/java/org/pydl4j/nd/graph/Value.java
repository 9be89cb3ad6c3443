package org.pydl4j.nd.graph;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.TensorType;

/**
 * A tensor in a graph, written once: an input, a constant, the value of a state at the start of a run, or a node's
 * output.
 */
public final class Value {
  /** Where a value comes from. */
  public enum Kind { INPUT, CONSTANT, STATE, NODE }

  private final Kind kind;
  private final String name;
  private final TensorType type;
  private final NDArray constant;
  private Node producer;
  private int index;
  private long[] known;

  Value(Kind kind, String name, TensorType type, NDArray constant) {
    this.kind = kind;
    this.name = name;
    this.type = type;
    this.constant = constant;
  }

  void producedBy(Node node, int outputIndex) {
    producer = node;
    index = outputIndex;
  }

  void knownAs(long[] numbers) {
    known = numbers;
  }

  /**
   * What is known of an integer list that is constant or computed from dims, {@link Known#UNKNOWN} where a run will
   * tell; or null.
   */
  public long[] known() {
    return constant != null ? Known.of(constant) : known;
  }

  /** Where it comes from. */
  public Kind kind() {
    return kind;
  }

  /** Its name, unlike all others of the graph. */
  public String name() {
    return name;
  }

  /** Element type and sizes, open ones named. */
  public TensorType type() {
    return type;
  }

  /** The content of a constant, else null. */
  public NDArray constant() {
    return constant;
  }

  /** Whether its content is part of the graph. */
  public boolean isConstant() {
    return kind == Kind.CONSTANT;
  }

  /** The node that writes this value, else null. */
  public Node producer() {
    return producer;
  }

  /** Which output of the producer this is. */
  public int index() {
    return index;
  }

  @Override
  public String toString() {
    return name + ":" + type;
  }
}
