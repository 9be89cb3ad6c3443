package org.pydl4j.nn.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.api.Internal;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.updaters.Updater;

/** A model's parameters in a graph: slices of vectors, its states; an updater changes whole vectors. */
@Internal
public final class Parameters {
  /**
   * A parameter.
   *
   * @param layer what it belongs to; gradients are normalized by layer or by parameter
   */
  public record Slice(String name, long[] dims, String layer, Updates.Rules rules) {
    long size() {
      long size = 1;
      for (long d : dims) {
        size *= d;
      }
      return size;
    }
  }

  /**
   * Parameters side by side.
   *
   * @param state the graph state that holds them
   * @param updater null where they are not trained
   * @param parts graph states of the updater's state and of the {@link org.pydl4j.nn.conf.UpdatePolicy}'s, by part
   */
  public record Vector(String state, DType dtype, List<Slice> slices, Updater updater, Map<String, String> parts) {
    private boolean isTrained() {
      return updater != null;
    }

    private long size() {
      return slices.stream().mapToLong(Slice::size).sum();
    }
  }

  private record Place(Vector vector, Slice slice, long offset) {
  }

  private final GraphBuilder b;
  private final List<Vector> vectors;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Sym> states = new LinkedHashMap<>();
  private final Map<String, Sym> symbols = new LinkedHashMap<>();

  public Parameters(GraphBuilder b, List<Vector> vectors) {
    this.b = b;
    this.vectors = vectors;
    for (Vector v : vectors) {
      long at = 0;
      for (Slice s : v.slices()) {
        places.put(s.name(), new Place(v, s, at));
        at += s.size();
      }
    }
  }

  /** Whether there is one of that name. */
  public boolean has(String name) {
    return places.containsKey(name);
  }

  /** A parameter's values; its vector becomes a state of the graph when the first is asked for. */
  public Sym symbol(String name) {
    return symbols.computeIfAbsent(name, n -> {
      Place p = places.get(n);
      return vector(p.vector()).slice(0, p.offset(), p.offset() + p.slice().size()).reshapeTo(p.slice().dims());
    });
  }

  /** The state that holds a vector. */
  public Sym vector(Vector v) {
    return states.computeIfAbsent(v.state(), n -> b.state(n, v.dtype(), v.size()));
  }

  /** What is trained, by name and in order. */
  public Map<String, Sym> trained() {
    Map<String, Sym> trained = new LinkedHashMap<>();
    vectors.stream().filter(Vector::isTrained).flatMap(v -> v.slices().stream())
        .forEach(s -> trained.put(s.name(), symbol(s.name())));
    return trained;
  }

  /** All parameters, in order. */
  List<Updates.Parameter> all() {
    return vectors.stream().flatMap(v -> parameters(v).stream()).toList();
  }

  private List<Updates.Parameter> parameters(Vector v) {
    return v.slices().stream().map(s -> new Updates.Parameter(symbol(s.name()), s.layer(), s.rules())).toList();
  }

  /** What updaters change; their state becomes states of the graph. */
  List<Updates.Block> blocks() {
    List<Updates.Block> blocks = new ArrayList<>();
    for (Vector v : vectors) {
      if (v.isTrained()) {
        Map<String, Sym> state = new LinkedHashMap<>();
        v.parts().forEach((part, name) -> state.put(part, b.state(name, v.dtype(), v.size())));
        blocks.add(new Updates.Block(vector(v), parameters(v), v.updater(), state));
      }
    }
    return blocks;
  }
}
