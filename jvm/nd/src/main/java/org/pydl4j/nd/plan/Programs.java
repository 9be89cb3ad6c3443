package org.pydl4j.nd.plan;

import java.util.function.Function;
import java.util.function.Supplier;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.plan.cache.Kept;
import org.pydl4j.nd.plan.cache.Runs;

/**
 * Programs by what they were made for, kept while they are used, as plans are: one that is dropped is closed when its
 * last run ends. Shared by threads.
 */
public final class Programs<K> implements AutoCloseable {
  private static final long NODE_BYTES = 2048;
  private final Kept<K, Held> kept;

  /** A program whose plans count for themselves. */
  private static final class Held implements Kept.Value {
    private final Program program;
    private final Runs runs;

    Held(Program program) {
      this.program = program;
      this.runs = new Runs(program::close);
    }

    @Override
    public Runs runs() {
      return runs;
    }

    @Override
    public long compiledBytes() {
      Graph g = program.graph();
      return NODE_BYTES * (g.inputs().size() + g.states().size() + g.nodes().size());
    }

    @Override
    public void relieve() {
    }

    @Override
    public void close() {
      runs.close();
    }
  }

  /** A store of what errors call so. */
  public Programs(String what) {
    kept = new Kept<>(what);
  }

  /** Does work with the program of that key, which the maker makes when there is none; it stays open meanwhile. */
  public <R> R with(K key, Supplier<Program> maker, Function<Program, R> work) {
    Kept.Entry<K, Held> e = kept.enter(key, () -> new Held(maker.get()));
    try {
      return work.apply(e.value().program);
    } finally {
      e.leave();
    }
  }

  /** Number of programs. */
  public int size() {
    return kept.size();
  }

  /** Drops all, since what they were made from has changed. */
  public void clear() {
    kept.clear();
  }

  @Override
  public void close() {
    kept.close();
  }
}
