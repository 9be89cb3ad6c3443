package org.pydl4j.nd.array;

/**
 * What threads write in a {@link Lane}, all beside its lock; a class of its own, so that the room after it stays behind
 * it.
 */
abstract class LaneFields {
  /** By size class, stacks of addresses with their heights. */
  long[][] blocks;
  int[] counts;
  /** The nets of blocks in use, in places of which some are free. */
  Lane.Net[] nets;
  int[] free;
  int freeCount;
  int netCount;
  long kept;
  long mark;
  volatile long used;
}
