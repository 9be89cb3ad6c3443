package org.pydl4j.nd.plan.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.Holds;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Bindings;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.types.DType;

/**
 * States that inference reads and does not write, with what plans derive from them: folded values and copies in
 * kernels' layouts. Plans of several batch sizes and thread counts share what is equal; what no kernel wants packed is
 * never copied. When the states' memory was written ({@link NDArray#version}) the next run derives anew, without
 * disturbing runs under way. Thread-safe; runs meet no lock while nothing changes.
 */
public final class Weights implements AutoCloseable {
  private static final int FEW_PLANS = 256;
  private final Map<String, NDArray> states;
  private final NDArray[] watched;
  private final Map<List<Object>, Integer> ids = new HashMap<>();
  private volatile Generation current;

  /** States by name; they stay the caller's. */
  public Weights(Map<String, NDArray> states) {
    this.states = Map.copyOf(states);
    List<NDArray> distinct = new ArrayList<>();
    for (NDArray a : states.values()) {
      if (distinct.stream().noneMatch(b -> Holds.isOne(a, b))) {
        distinct.add(a);
      }
    }
    watched = distinct.toArray(new NDArray[0]);
    current = new Generation(version());
  }

  private long version() {
    long sum = 0;
    for (NDArray a : watched) {
      sum += a.version();
    }
    return sum;
  }

  /**
   * What is derived from one version of the states, whose memory stays as long; freed when no run uses it and a newer
   * one has come.
   */
  final class Generation {
    private final Arena arena;
    private final AtomicInteger users = new AtomicInteger(1);
    private final Map<List<Object>, Copy> copies = new HashMap<>();
    private final Map<Plan, long[]> bound = new ConcurrentHashMap<>();
    private int mostBound = FEW_PLANS;
    private volatile long version;

    Generation(long version) {
      this.version = version;
      Holds.enter(watched);
      arena = Arena.open("weights");
    }

    /** The addresses that a plan wants of this generation: derived the first time. */
    long[] of(Plan plan) {
      long[] a = bound.get(plan);
      return a == null ? derive(plan) : a;
    }

    private long[] derive(Plan plan) {
      synchronized (Weights.this) {
        long[] a = plan.frozen().derive(this);
        if (bound.size() >= mostBound) {
          bound.keySet().removeIf(Plan::isClosed);
          mostBound = Math.max(FEW_PLANS, 2 * bound.size());
        }
        bound.put(plan, a);
        return a;
      }
    }

    public NDArray state(Value v, Backend where) {
      return Weights.this.state(v, where);
    }

    /** A number for a description: equal ones get equal numbers. */
    int id(List<Object> description) {
      return ids.computeIfAbsent(description, k -> ids.size());
    }

    /** The copy of that description in a backend's memory; its content is up to date only when {@link Copy#fresh}. */
    Copy copy(Backend place, List<Object> description, long bytes) {
      return copies.computeIfAbsent(List.of(place.memory(), description),
          k -> new Copy(arena.create(place, DType.UINT8, Math.max(bytes, 1))));
    }

    private boolean enter() {
      for (int n = users.get(); n > 0; n = users.get()) {
        if (users.compareAndSet(n, n + 1)) {
          return true;
        }
      }
      return false;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        arena.close();
        Holds.leave(watched);
      }
    }

    /** Takes a new version in place when nobody uses the old one. */
    private boolean renewed(long newVersion) {
      if (!users.compareAndSet(1, 0)) {
        return false;
      }
      copies.values().forEach(c -> c.fresh = false);
      bound.clear();
      version = newVersion;
      users.set(1);
      return true;
    }
  }

  /** Derived memory. */
  static final class Copy {
    final NDArray memory;
    boolean fresh;

    Copy(NDArray memory) {
      this.memory = memory;
    }
  }

  /** A state as it is, where a program on that backend needs it. */
  public NDArray state(Value v, Backend where) {
    return Bindings.placed(v, Bindings.dense(v, states.get(v.name())), where);
  }

  /** The generation of the states as they are now, kept until {@link Generation#leave}. */
  Generation enter() {
    for (;;) {
      Generation g = current;
      if (g == null) {
        throw new IllegalStateException("[weights] are closed. Make new ones.");
      } else if (g.version != version()) {
        renew();
      } else if (g.enter()) {
        return g;
      }
    }
  }

  private synchronized void renew() {
    long now = version();
    Generation g = current;
    if (g != null && g.version != now && !g.renewed(now)) {
      current = new Generation(now);
      g.leave();
    }
  }

  /** Bytes of everything that is derived now. */
  public synchronized long bytes() {
    return current == null ? 0 : current.arena.bytes();
  }

  /** Frees what was derived once the runs under way are done; the states stay. */
  @Override
  public synchronized void close() {
    Generation g = current;
    current = null;
    if (g != null) {
      g.leave();
    }
  }
}
