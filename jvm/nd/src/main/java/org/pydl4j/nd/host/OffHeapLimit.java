package org.pydl4j.nd.host;

/**
 * How much main memory arrays may take where {@code pydl4j.memory.limit} says nothing: what the machine or container
 * has, without the heap and a reserve for the rest of the JVM, so that an error comes before the system kills the
 * process.
 *
 * @param bytes the limit
 * @param origin what it comes from, for people
 */
public record OffHeapLimit(long bytes, String origin) {
  /** For the JVM's code, stacks, collector and class data. */
  private static final long LEAST_RESERVE = 256L << 20;
  private static volatile OffHeapLimit given;

  /** Replaces the default, for a process whose memory others divide; before the first array is made. */
  public static void setDefault(OffHeapLimit limit) {
    given = limit;
  }

  /** The default of this process. */
  public static OffHeapLimit ofProcess() {
    return given != null ? given : of(HostMemory.bytes(), Runtime.getRuntime().maxMemory());
  }

  /** The default of a JVM with that memory and heap; a sixteenth of the memory where the heap leaves less. */
  static OffHeapLimit of(long memory, long heap) {
    if (memory == Long.MAX_VALUE) {
      return new OffHeapLimit(memory, "no limit");
    }
    long reserve = Math.max(LEAST_RESERVE, memory / 16);
    return new OffHeapLimit(Math.max(memory / 16, memory - heap - reserve), mib(memory) + " of memory less "
        + mib(heap) + " of heap (-Xmx) and " + mib(reserve) + " for the JVM");
  }

  private static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
