package org.pydl4j.nn.model;

import java.util.Set;
import org.pydl4j.nn.training.GraphKind;

/**
 * Which of a network's graphs: what is computed and what is given.
 *
 * @param kind what is computed
 * @param featuresMask masks of the recurrent inputs are given
 * @param masked outputs whose labels have a mask
 * @param weighted outputs whose labels have weights
 * @param indexed outputs whose labels are class indices
 * @param stateful recurrent state is given and returned
 */
record Variant(GraphKind kind, boolean featuresMask, Set<String> masked, Set<String> weighted, Set<String> indexed,
    boolean stateful) {
  Variant {
    masked = Set.copyOf(masked);
    weighted = Set.copyOf(weighted);
    indexed = Set.copyOf(indexed);
  }

  static Variant output(boolean featuresMask) {
    return new Variant(GraphKind.OUTPUT, featuresMask, Set.of(), Set.of(), Set.of(), false);
  }

  static Variant update() {
    return new Variant(GraphKind.UPDATE, false, Set.of(), Set.of(), Set.of(), false);
  }
}
