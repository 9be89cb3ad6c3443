package org.pydl4j.bridge;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.plan.eager.EagerOp;

/** The ops with their attributes that Python calls on arrays, by number. */
final class EagerCalls {
  private static final List<EagerOp> CALLS = new ArrayList<>();
  private static volatile EagerOp[] known = new EagerOp[0];

  private EagerCalls() {}

  /** Keeps a call and returns its number. */
  static synchronized int add(OpCall call) {
    CALLS.add(new EagerOp(call));
    known = CALLS.toArray(EagerOp[]::new);
    return CALLS.size() - 1;
  }

  static EagerOp at(int number) {
    return known[number];
  }
}
