package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.types.DType;

/**
 * Owns arrays and closes them together. Arenas form a tree below {@link #ROOT}; the tree is printed when memory runs
 * out. {@code try (Arena arena = Arena.open())} frees what the calls of this thread make inside; {@link NDArray#detach}
 * takes an array out.
 */
public final class Arena implements AutoCloseable {
  /** Arrays made without an arena; they are freed by close() or, as a net, by a Cleaner. */
  public static final Arena ROOT = new Arena("process", null);

  private static final List<Supplier<String>> REPORTERS = new CopyOnWriteArrayList<>();
  private static final ThreadLocal<Arena> SCOPE = new ThreadLocal<>();

  private final String name;
  private final Arena outer;
  private final Arena parent;
  private final Set<Arena> children = new LinkedHashSet<>();
  private final Set<Block> blocks = new LinkedHashSet<>();
  private final LongAdder bytes = new LongAdder();
  private final Map<Pool, LongAdder> deviceBytes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private Arena(String name, Arena parent) {
    this(name, parent, null);
  }

  private Arena(String name, Arena parent, Arena outer) {
    this.name = name;
    this.parent = parent;
    this.outer = outer;
  }

  /**
   * A new arena that takes what this thread's calls of {@code Nd}, of the op families and of arrays make until it is
   * closed. Arenas opened inside take what is made there.
   */
  public static Arena open() {
    Arena at = current();
    Arena a = new Arena("scope", at == null ? ROOT : at, at);
    a.join();
    SCOPE.set(a);
    return a;
  }

  /** The innermost arena that this thread opened and has not closed; null without one. */
  private static Arena current() {
    Arena a = SCOPE.get();
    while (a != null && a.closed) {
      a = a.outer;
    }
    return a;
  }

  /**
   * Gives an array to the arena that this thread has opened; nothing without one, or where somebody else owns the
   * array.
   */
  public static NDArray adopt(NDArray array) {
    Arena at = SCOPE.get() == null ? null : current();
    if (at != null) {
      array.moveTo(ROOT, at);
    }
    return array;
  }

  private void join() {
    synchronized (parent.children) {
      parent.children.add(this);
    }
  }

  /** A new arena below the root. */
  public static Arena open(String name) {
    return ROOT.child(name);
  }

  /** An arena that closes with this one; its arrays are counted under both names. */
  public Arena child(String childName) {
    Arena a = new Arena(childName, this);
    a.join();
    return a;
  }

  /** An array of undefined content that this arena owns. */
  public NDArray create(DType dtype, long... shape) {
    return NDArray.inArena(this, Backends.pool(), dtype, shape);
  }

  /** The same in a backend's memory. */
  public NDArray create(Backend backend, DType dtype, long... shape) {
    return NDArray.inArena(this, Backends.pool(backend), dtype, shape);
  }

  Storage allocate(Pool pool, long size) {
    if (closed) {
      throw new IllegalStateException("[arena " + name + "] is closed. Open a new one.");
    }
    return new Storage(this, pool, Math.max(size, 1));
  }

  /** Owns the block from now on. The root counts nothing: what is not below it is its own. */
  void take(Block b) {
    if (parent != null) {
      counter(b.pool()).add(b.bytes);
      synchronized (blocks) {
        blocks.add(b);
      }
    }
  }

  /** The block is freed, or another's. */
  void forget(Block b) {
    if (parent != null) {
      counter(b.pool()).add(-b.bytes);
      synchronized (blocks) {
        blocks.remove(b);
      }
    }
  }

  private LongAdder counter(Pool pool) {
    return pool.isHost() ? bytes : deviceBytes.computeIfAbsent(pool, p -> new LongAdder());
  }

  /** Bytes of main memory held by this arena and those below it. */
  public long bytes() {
    return bytes(Backends.pool());
  }

  private long bytes(Pool pool) {
    if (parent == null) {
      return pool.usedBytes();
    }
    long sum = counter(pool).sum();
    synchronized (children) {
      for (Arena c : children) {
        sum += c.bytes(pool);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    if (parent == null) {
      throw new IllegalStateException("[arena process] the root arena stays open.");
    }
    closed = true;
    List<Arena> below;
    synchronized (children) {
      below = new ArrayList<>(children);
    }
    below.forEach(Arena::close);
    List<Block> held;
    synchronized (blocks) {
      held = new ArrayList<>(blocks);
    }
    held.forEach(Block::close);
    if (SCOPE.get() == this) {
      SCOPE.set(current());
    }
    synchronized (parent.children) {
      parent.children.remove(this);
    }
  }

  /** Who holds how much main memory: the tree of arenas, largest shares included. */
  public static String report() {
    return report(Backends.pool());
  }

  /** Adds lines to the reports, by one who knows more of the arrays than that they live. */
  public static void alsoReport(Supplier<String> lines) {
    REPORTERS.add(lines);
  }

  static String report(Pool pool) {
    StringBuilder s = new StringBuilder();
    ROOT.report(pool, s, 1);
    REPORTERS.forEach(lines -> s.append(lines.get()));
    return s.toString();
  }

  private void report(Pool pool, StringBuilder s, int depth) {
    s.append("  ".repeat(depth)).append(name).append(": ").append(Pool.text(bytes(pool))).append('\n');
    List<Arena> below;
    synchronized (children) {
      below = new ArrayList<>(children);
    }
    below.removeIf(a -> !pool.isHost() && a.bytes(pool) == 0);
    below.sort((a, b) -> Long.compare(b.bytes(pool), a.bytes(pool)));
    for (Arena c : below.subList(0, Math.min(below.size(), 8))) {
      c.report(pool, s, depth + 1);
    }
  }

  @Override
  public String toString() {
    return "Arena(" + name + ", " + Pool.text(bytes()) + ")";
  }
}
