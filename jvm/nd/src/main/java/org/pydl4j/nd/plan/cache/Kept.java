package org.pydl4j.nd.plan.cache;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Pool;

/**
 * What is costly to make (plans, kernels), by key, kept while it is used. Whoever gets one is inside until {@link
 * Entry#leave}, so what is dropped meanwhile goes with its last run. Only those who want the same key wait while it is
 * made. All stores of the process share two budgets, and those not used since the last look go first: bytes of what is
 * compiled, and bytes of memory in which runs work.
 */
public final class Kept<K, V extends Kept.Value> implements AutoCloseable {
  /** Something that runs enter, and that is freed when it is closed and nobody is inside. */
  public interface Value extends AutoCloseable {
    /** The runs under way. */
    Runs runs();

    /** Begins a run; false when closed. */
    default boolean enter() {
      return runs().enter();
    }

    /** Ends a run of the same thread. */
    default void leave() {
      runs().leave();
    }

    /** About how many bytes it takes beside the memory of runs: kernels, objects. */
    long compiledBytes();

    /** Gives back the memory that no run uses now. */
    void relieve();

    @Override
    void close();
  }

  private static final long MAX_COMPILED = 512L << 20;
  private static final long MIN_WORKING = 256L << 20;
  private static final AtomicLong WORKING = new AtomicLong();
  /** All entries, in the order in which they are looked at next; guards {@link #compiled}. */
  private static final Set<Entry<?, ?>> ALL = new LinkedHashSet<>();
  private static long compiled;

  static {
    Pool.onShortage(Kept::relieveAll);
  }

  private final Map<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
  private final String what;
  private volatile boolean closed;

  /** A value under its key; it is made under the entry's own lock. */
  public static final class Entry<K, V extends Value> {
    private final Kept<K, V> store;
    private final K key;
    private volatile V value;
    private volatile boolean used;
    private long bytes;

    private Entry(Kept<K, V> store, K key) {
      this.store = store;
      this.key = key;
    }

    public V value() {
      return value;
    }

    /** Goes in once more; false where it was dropped: then the store makes another. */
    public boolean enter() {
      return enter(true);
    }

    /** Having been made is no use yet: else what comes once would outlive what comes again. */
    private boolean enter(boolean isUse) {
      V v = value;
      if (v == null || !v.enter()) {
        return false;
      }
      if (isUse && !used) {
        used = true;
      }
      return true;
    }

    public void leave() {
      value.leave();
    }

    /** Makes the value unless another did, or nobody finds the entry any more; false when the maker has none. */
    private boolean make(Supplier<V> maker) {
      synchronized (this) {
        if (value != null || !isFound()) {
          return true;
        }
        value = made(maker);
        if (value == null) {
          store.entries.remove(key, this);
          return false;
        }
      }
      add(this, value.compiledBytes());
      return true;
    }

    private V made(Supplier<V> maker) {
      try {
        return maker.get();
      } catch (RuntimeException | Error e) {
        store.entries.remove(key, this);
        throw e;
      }
    }

    private boolean isFound() {
      return !store.closed && store.entries.get(key) == this;
    }

    /** Nobody finds it any more. */
    private void drop() {
      store.entries.remove(key, this);
      value.close();
    }
  }

  /** A store of what errors call so. */
  public Kept(String what) {
    this.what = what;
  }

  /** The entry of that key, entered; its value is made when there is none; null when the maker has none. */
  public Entry<K, V> enter(K key, Supplier<V> maker) {
    while (true) {
      if (closed) {
        throw new IllegalStateException("[" + what + "] are closed. Make new ones.");
      }
      Entry<K, V> e = entries.get(key);
      if (e == null) {
        e = entries.computeIfAbsent(key, k -> new Entry<>(this, k));
      }
      boolean isNew = e.value == null;
      if (isNew && !e.make(maker)) {
        return null;
      }
      if (e.enter(!isNew)) {
        return e;
      }
    }
  }

  /** Number of values. */
  public int size() {
    return entries.size();
  }

  /** Drops all; who is inside goes on, and who makes one now makes it anew. */
  public void clear() {
    for (Entry<K, V> e : new ArrayList<>(entries.values())) {
      entries.remove(e.key, e);
      remove(e);
      if (e.value != null) {  // else its maker finds that nobody finds it
        e.value.close();
      }
    }
  }

  /** Drops all, and refuses who comes from now on. */
  @Override
  public void close() {
    closed = true;
    clear();
  }

  private static void add(Entry<?, ?> made, long bytes) {
    List<Entry<?, ?>> gone = new ArrayList<>();
    synchronized (ALL) {
      if (made.isFound()) {
        made.bytes = bytes;
        compiled += bytes;
        ALL.add(made);
      } else {
        gone.add(made);
      }
      for (int looked = 2 * ALL.size(); compiled > MAX_COMPILED && ALL.size() > 1 && looked > 0; looked--) {
        Entry<?, ?> oldest = next();
        if (oldest != made && !oldest.used) {
          forget(oldest);
          gone.add(oldest);
        }
        oldest.used = false;
      }
    }
    gone.forEach(Entry::drop);
  }

  /** The entry to be looked at, which becomes the last one. */
  private static Entry<?, ?> next() {
    Iterator<Entry<?, ?>> first = ALL.iterator();
    Entry<?, ?> e = first.next();
    first.remove();
    ALL.add(e);
    return e;
  }

  private static void remove(Entry<?, ?> e) {
    synchronized (ALL) {
      forget(e);
    }
  }

  private static void forget(Entry<?, ?> e) {
    if (ALL.remove(e)) {
      compiled -= e.bytes;
    }
  }

  /**
   * Says that runs work in more memory now, or in less; where it is too much, those used longest ago give back what
   * nobody needs.
   */
  public static void works(long bytes) {
    long budget = Math.max(MIN_WORKING, Backends.pool().ceilingBytes() / 4);
    if (WORKING.addAndGet(bytes) <= budget || bytes <= 0) {
      return;
    }
    List<Entry<?, ?>> all;
    synchronized (ALL) {
      all = new ArrayList<>(ALL);
    }
    for (int round = 0; round < 2; round++) {
      for (Entry<?, ?> e : all) {
        if (WORKING.get() > budget && !e.used) {
          e.value.relieve();
        }
        e.used = false;
      }
    }
  }

  /** Gives back all memory that no run uses now. */
  private static void relieveAll() {
    List<Entry<?, ?>> all;
    synchronized (ALL) {
      all = new ArrayList<>(ALL);
    }
    all.forEach(e -> e.value.relieve());
  }
}
