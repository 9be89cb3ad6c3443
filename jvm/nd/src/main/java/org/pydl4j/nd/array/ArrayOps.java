package org.pydl4j.nd.array;

import java.util.List;
import java.util.Map;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/**
 * What computes on arrays at hand: behind their methods, and where ops make results whose dims depend on data. Arrays
 * know nothing of ops and plans; what does is found by ServiceLoader.
 */
public interface ArrayOps {
  /** That of this process. */
  static ArrayOps get() {
    return FoundOps.OPS;
  }

  /** An op without attributes. */
  ArrayOp op(String name);

  /** An op with attributes, constant lists among them; null stands for no attributes. */
  ArrayOp op(String name, Attrs options, Map<String, long[]> lists);

  /**
   * Runs the backend's kernel of that name, which need be no declared op, on dense arrays in main memory; false when
   * there is none.
   *
   * @param in null where an optional input is absent
   * @param outTypes types of the results; a dim of -1 is one that the kernel finds itself
   */
  boolean tried(String name, Attrs attrs, NDArray[] in, List<TensorType> outTypes, NDArray... out);
}
