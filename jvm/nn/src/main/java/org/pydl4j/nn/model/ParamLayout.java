package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.nn.conf.UpdatePolicy;
import org.pydl4j.nn.layers.ParamSpec;
import org.pydl4j.nn.updaters.NoOp;
import org.pydl4j.nn.updaters.Updater;

/**
 * Where each parameter lies in the one flat vector, in DL4J's order: layers in order, each parameter row-major.
 * Consecutive parameters with equal updaters form a block; a block is one graph state and is updated by one node. The
 * updater's state vector holds, for each block, its parts one after another, each as long as the block.
 *
 * @param slots parameters in order
 * @param blocks blocks in order
 * @param size number of parameters
 * @param updaterSize number of updater state values
 */
public record ParamLayout(List<Slot> slots, List<Block> blocks, long size, long updaterSize) {
  /** A parameter's place: offset in the flat vector, and the number of its block. */
  public record Slot(ParamSpec spec, long offset, int block) {
    /** The place behind its last number. */
    public long end() {
      return offset + spec.size();
    }
  }

  /**
   * Consecutive parameters with one updater; moving averages are blocks with NoOp.
   *
   * @param stateParts names of the vectors that the updater's state holds for the block, in order: the updater's own,
   *     then those of the {@link UpdatePolicy}
   */
  public record Block(int index, long offset, long size, Updater updater, boolean moving, List<String> stateParts,
      long updaterOffset) {
    /** Name of the graph state that holds the block. */
    public String state() {
      return "params/" + index;
    }

    /** Name of the graph state that holds a part of the updater's state. */
    public String updaterState(String part) {
      return "updater/" + index + "/" + part;
    }

    /** Whether training computes gradients for it. */
    public boolean trained() {
      return isTrained(updater, moving);
    }

    private static boolean isTrained(Updater updater, boolean moving) {
      return !moving && updater.trains();
    }

    private static List<String> parts(Updater updater, boolean moving, UpdatePolicy policy) {
      List<String> parts = new ArrayList<>(updater.stateParts());
      if (isTrained(updater, moving)) {
        parts.addAll(policy.stateParts());
      }
      return List.copyOf(parts);
    }
  }

  static ParamLayout of(List<ParamSpec> specs, UpdatePolicy policy) {
    List<Slot> slots = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    long at = 0;
    long updaterAt = 0;
    for (int i = 0; i < specs.size();) {
      Updater updater = updaterOf(specs.get(i));
      boolean moving = specs.get(i).role() == ParamSpec.Role.MOVING;
      long start = at;
      for (int first = i; i < specs.size() && updaterOf(specs.get(i)).equals(updater)
          && moving == (specs.get(i).role() == ParamSpec.Role.MOVING) && (i == first || !updater.eachAlone()); i++) {
        slots.add(new Slot(specs.get(i), at, blocks.size()));
        at = Math.addExact(at, specs.get(i).size());
      }
      List<String> parts = Block.parts(updater, moving, policy);
      blocks.add(new Block(blocks.size(), start, at - start, updater, moving, parts, updaterAt));
      updaterAt = Math.addExact(updaterAt, Math.multiplyExact(at - start, parts.size()));
    }
    return new ParamLayout(List.copyOf(slots), List.copyOf(blocks), at, updaterAt);
  }

  private static Updater updaterOf(ParamSpec spec) {
    return !spec.common().trainable() ? new NoOp() : switch (spec.role()) {
      case MOVING, FIXED -> new NoOp();
      case BIAS -> spec.common().biasUpdater() != null ? spec.common().biasUpdater() : spec.common().updater();
      case WEIGHT -> spec.common().updater();
    };
  }

  /** The place of a parameter by its key, e.g. "layer0_W". */
  public Slot slot(String key) {
    return slots.stream().filter(s -> s.spec().key().equals(key)).findFirst().orElseThrow(() -> {
      List<String> keys = slots.stream().map(s -> s.spec().key()).toList();
      return new IllegalArgumentException("[param] unknown name: got '" + key + "'; " + Nearest.hint(key, keys));
    });
  }

  /** The parameter as a view on the flat vector. */
  public NDArray view(NDArray params, Slot slot) {
    return params.slice(0, slot.offset(), slot.end()).reshape(slot.spec().dims());
  }

  /** Views on the flat vectors by graph-state name; the updater's state is left out where null. */
  Map<String, NDArray> states(NDArray params, NDArray updaterState) {
    Map<String, NDArray> m = new LinkedHashMap<>();
    for (Block b : blocks) {
      m.put(b.state(), params.slice(0, b.offset(), b.offset() + b.size()));
      long at = b.updaterOffset();
      for (String part : updaterState == null ? List.<String>of() : b.stateParts()) {
        m.put(b.updaterState(part), updaterState.slice(0, at, at + b.size()));
        at += b.size();
      }
    }
    return m;
  }
}
