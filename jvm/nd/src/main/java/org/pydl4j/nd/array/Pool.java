package org.pydl4j.nd.array;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pydl4j.nd.host.OffHeapLimit;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Memory;

/**
 * Blocks of one memory by size class, with a limit: {@code pydl4j.memory.limit} for main memory, {@code
 * pydl4j.memory.limit.cuda} and so on for each device of that name (bytes or 512m, 4g; 0 is the default: of main memory
 * what {@link OffHeapLimit} says, of devices all). Freed blocks are kept for reuse up to a quarter of what is in use or
 * a sixteenth of the machine's memory, the last freed rather than others, so loops of temporaries stay flat and their
 * pages known. Each thread finds the small blocks that it freed without meeting others. A block that streams still use
 * is free once they are done: what is allocated is always quiet. Before memory is refused, those who keep some for
 * later are asked to give it back.
 */
public final class Pool {
  private static final int LANES = 16;
  /** Lanes compare with the limit seldom where it is farther away than all of them may grow meanwhile. */
  private static final long NEAR = 4L << 20;
  private static final long MIN_KEPT = 256L << 20;
  private static final long MAX_SPARE = 1L << 30;
  private static final List<Runnable> KEEPERS = new CopyOnWriteArrayList<>();
  private final Backend backend;
  private final Memory memory;
  private final boolean isHost;
  private final String limitName;
  private final ArrayDeque<Block> busy = new ArrayDeque<>();
  private final Lane[] lanes = new Lane[LANES];
  private final Map<Long, ArrayDeque<Long>> free = new LinkedHashMap<>(16, 0.75f, true);
  private final OffHeapLimit byDefault;
  private final long spareBytes;
  private volatile long limitBytes;
  private volatile long peakBytes;
  private long keptBytes;

  Pool(Backend backend) {
    this.backend = backend;
    this.memory = backend.memory();
    this.isHost = memory.isHost();
    this.byDefault = isHost ? OffHeapLimit.ofProcess() : new OffHeapLimit(Long.MAX_VALUE, "all");
    this.spareBytes = isHost ? Math.max(MIN_KEPT, Math.min(byDefault.bytes() / 16, MAX_SPARE)) : MIN_KEPT;
    this.limitName = isHost ? "pydl4j.memory.limit" : "pydl4j.memory.limit." + backend.name();
    this.limitBytes = parseBytes(System.getProperty(limitName, "0"));
    Arrays.setAll(lanes, i -> new Lane());
  }

  Backend backend() {
    return backend;
  }

  boolean isHost() {
    return isHost;
  }

  /** The most bytes that may be in use: the limit, else its default. */
  public long ceilingBytes() {
    long limit = limitBytes;
    return limit > 0 ? limit : byDefault.bytes();
  }

  /** Bytes from text such as "1073741824", "512m" or "4g". */
  public static long parseBytes(String text) {
    String t = text.trim().toLowerCase(Locale.ROOT);
    int shift = t.endsWith("k") ? 10 : t.endsWith("m") ? 20 : t.endsWith("g") ? 30 : 0;
    try {
      return Long.parseLong(shift == 0 ? t : t.substring(0, t.length() - 1)) << shift;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "[pydl4j.memory.limit] not a size: got '" + text + "'; expected bytes, or a number with k, m or g.", e);
    }
  }

  /** The size class of a block: four classes per doubling, so at most 25 % is lost. */
  static long sizeClass(long bytes) {
    if (bytes <= 64) {
      return 64;
    }
    long step = Math.max(Long.highestOneBit(bytes - 1) >> 2, 64);
    return (bytes + step - 1) / step * step;
  }

  /** Adds one who keeps memory for later; called before memory is refused, by the thread that wants it. */
  public static void onShortage(Runnable givesBack) {
    KEEPERS.add(givesBack);
  }

  /** Asks all who keep memory for later to give it back. */
  public static void relieve() {
    KEEPERS.forEach(Runnable::run);
  }

  /** The address of memory for that block, which is counted until {@link #release}. */
  long allocate(Block block) {
    long size = sizeClass(block.bytes);
    block.lane = lanes[(int) Thread.currentThread().getId() & LANES - 1];
    long address = isSmall(size) ? kept(block, size) : 0;
    if (address == 0) {
      address = find(block);
    }
    if (address == 0) {
      relieve();
      address = find(block);
    }
    if (address == 0) {
      throw exhausted(block.bytes);
    }
    return address;
  }

  /** A small block that the lane kept, or 0. */
  private long kept(Block block, long size) {
    Lane lane = block.lane;
    long address = lane.take(size, block, false);
    if (address != 0 || !lane.isAtMark(size)) {
      return address;
    }
    long used = used();
    if (size > ceilingBytes() - used) {
      return 0;
    }
    raisePeak(used + size);
    lane.mark(isNear(used));
    return lane.take(size, block, true);
  }

  private boolean isNear(long used) {
    return used > ceilingBytes() - NEAR;
  }

  private synchronized void raisePeak(long now) {
    peakBytes = Math.max(peakBytes, now);
  }

  private boolean isSmall(long size) {
    return isHost && size <= Lane.MAX_BYTES;
  }

  private long used() {
    long sum = 0;
    for (Lane l : lanes) {
      sum += l.used();
    }
    return sum;
  }

  /** A block of at least so many bytes from those kept, else from the system; 0 without. */
  private synchronized long find(Block block) {
    long ceiling = ceilingBytes();
    long size = block.bytes > ceiling ? block.bytes : sizeClass(block.bytes);
    collect(false);
    if (size > ceiling - used()) {
      collect(true);
    }
    long used = used();
    if (size > ceiling - used) {
      return 0;
    }
    ArrayDeque<Long> blocks = free.get(size);
    long address = 0;
    if (blocks != null && !blocks.isEmpty()) {
      address = blocks.pop();
      keptBytes -= size;
    } else {
      if (limitBytes > 0 && used + keptBytes() + size > limitBytes) {
        trimAll();
      }
      address = memory.allocate(size);
      if (address == 0) {
        collect(true);
        trimAll();
        address = memory.allocate(size);
      }
    }
    if (address != 0) {
      block.lane.add(size, block);
      raisePeak(used + size);
      if (isNear(used + size)) {
        askAlways();
      }
    }
    return address;
  }

  /** Lanes compare each block with the limit until they find it farther away. */
  private void askAlways() {
    for (Lane l : lanes) {
      l.mark(true);
    }
  }

  private synchronized void releaseShared(long address, long size) {
    long room = Math.max(spareBytes, used() / 4);
    if (size > room) {
      memory.free(address);
    } else {
      trim(room - size);
      free.computeIfAbsent(size, k -> new ArrayDeque<>()).push(address);
      keptBytes += size;
    }
  }

  /** Frees the block once no stream uses it. */
  void release(Block block) {
    if (block.uses != null && !block.uses.isDone()) {
      synchronized (this) {
        busy.add(block);
      }
      return;
    }
    long size = sizeClass(block.bytes);
    if (!isSmall(size)) {
      block.lane.forget(size, block);
    } else if (block.lane.release(block.address(), size, block)) {
      return;
    }
    releaseShared(block.address(), size);
  }

  /** Takes back the blocks that streams are done with; wait: all of them. */
  private void collect(boolean wait) {
    for (int i = busy.size(); i > 0; i--) {
      Block b = busy.poll();
      if (wait) {
        b.uses.await();
      }
      release(b);
    }
  }

  /** Frees kept blocks, the longest unused sizes first, until no more bytes than these are kept. */
  private void trim(long keep) {
    if (keptBytes <= keep) {
      return;
    }
    for (Map.Entry<Long, ArrayDeque<Long>> e : free.entrySet()) {
      while (keptBytes > keep && !e.getValue().isEmpty()) {
        memory.free(e.getValue().pop());
        keptBytes -= e.getKey();
      }
    }
  }

  /** Frees all kept blocks. */
  private void trimAll() {
    trim(0);
    for (Lane l : lanes) {
      l.drain(memory::free);
    }
  }

  private OffHeapMemoryError exhausted(long bytes) {
    long ceiling = ceilingBytes();
    String why = bytes <= ceiling - used() && sizeClass(bytes) <= ceiling - used() ? "was refused by the system"
        : limitBytes > 0 ? "would exceed the limit " + limitName + " = " + text(limitBytes)
            : "would exceed the default limit of " + text(ceiling) + ", " + byDefault.origin();
    return new OffHeapMemoryError(
        "[" + (isHost() ? "off-heap memory" : "memory of " + Device.of(backend)) + "] an allocation of "
            + text(bytes) + " " + why + ": " + text(used()) + " are in use.\n" + Arena.report(this)
            + "Close arrays or models that are no longer needed, use a smaller batch, or raise "
            + (byDefault.origin().startsWith("spark.") ? byDefault.origin() : limitName) + ".");
  }

  /** Bytes for people. */
  public static String text(long bytes) {
    return bytes < 1 << 20 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }

  /** Bytes now held by arrays and plans. */
  public synchronized long usedBytes() {
    collect(false);
    return used();
  }

  /** Bytes of freed blocks that are kept for reuse. */
  public synchronized long keptBytes() {
    long sum = keptBytes;
    for (Lane l : lanes) {
      sum += l.kept();
    }
    return sum;
  }

  /** The most that was in use, to within a mebibyte. */
  public long peakBytes() {
    return Math.max(peakBytes, used());
  }

  /** The limit that was set, in bytes; 0 is the default. */
  public long limitBytes() {
    return limitBytes;
  }

  /** Sets the limit in bytes; 0 is the default. Memory already in use stays. */
  public void setLimitBytes(long bytes) {
    limitBytes = bytes;
    askAlways();
  }
}
