package org.pydl4j.nd.graph;

import java.util.List;

/** Declares ops; {@link Ops} finds its providers by ServiceLoader. */
public interface OpSource {
  /** In the order in which tables show them. */
  List<Op> ops();
}
