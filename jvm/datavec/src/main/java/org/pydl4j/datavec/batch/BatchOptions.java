package org.pydl4j.datavec.batch;

import java.util.HashMap;
import java.util.Map;

/**
 * How rows are put together to batches.
 *
 * @param batchSize rows per batch; the last of an epoch may be smaller
 * @param shuffleSeed null: rows keep their order; else each epoch has its own order, decided by (seed, epoch). Data of
 *     at most cacheBytes are shuffled as a whole, larger data within a moving window of that size
 * @param prefetch batches made ahead by a thread in the background; 0: made when asked for
 * @param cacheBytes rows are kept in memory between epochs when all of them fit in this
 */
public record BatchOptions(int batchSize, Long shuffleSeed, int prefetch, long cacheBytes) {
  public BatchOptions {
    if (batchSize < 1 || prefetch < 0 || cacheBytes < 0) {
      throw new IllegalArgumentException("[BatchOptions] got batchSize " + batchSize + ", prefetch " + prefetch
          + ", cacheBytes " + cacheBytes + "; expected batchSize >= 1 and the others >= 0.");
    }
  }

  static Map<String, Object> defaults() {
    Map<String, Object> d = new HashMap<>();
    d.put("shuffleSeed", null);
    d.put("prefetch", 2);
    d.put("cacheBytes", 256L << 20);
    return d;
  }

  /** Rows in their order, two batches ahead, 256 MiB of cache. */
  public static BatchOptions of(int batchSize) {
    return new BatchOptions(batchSize, null, 2, 256L << 20);
  }

  /** A copy that shuffles by that seed. */
  public BatchOptions shuffled(long seed) {
    return new BatchOptions(batchSize, seed, prefetch, cacheBytes);
  }

  /** A copy that makes that many batches ahead. */
  public BatchOptions prefetching(int batches) {
    return new BatchOptions(batchSize, shuffleSeed, batches, cacheBytes);
  }

  /** A copy that keeps rows of so many bytes. */
  public BatchOptions caching(long bytes) {
    return new BatchOptions(batchSize, shuffleSeed, prefetch, bytes);
  }
}
