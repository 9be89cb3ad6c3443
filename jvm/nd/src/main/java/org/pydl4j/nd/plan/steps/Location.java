package org.pydl4j.nd.plan.steps;

/**
 * Where a value lies.
 *
 * @param slot the block: 0 the arena, then the plan's inputs, states, outputs and constants
 * @param offset bytes from the block's start
 */
public record Location(int slot, long offset) {
  public static final int ARENA = 0;
}
