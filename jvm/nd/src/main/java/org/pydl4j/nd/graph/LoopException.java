package org.pydl4j.nd.graph;

/** A Loop ended without a result: it was interrupted, or its condition never fails. */
public final class LoopException extends IllegalStateException {
  private static final long serialVersionUID = 1;
  private final String what;
  private final boolean placed;

  public LoopException(String what) {
    this(what, "", false);
  }

  private LoopException(String what, String place, boolean placed) {
    super("[Loop" + place + "] " + what);
    this.what = what;
    this.placed = placed;
  }

  /** The same at a node; the innermost one that is told is named. */
  public LoopException at(String node) {
    return placed ? this : new LoopException(what, " at " + node, true);
  }
}
