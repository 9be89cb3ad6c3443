package org.pydl4j.serving.servable;

import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.model.Signature;

/**
 * What is served: one model of one version, whatever made it, callable from many threads at once.
 * {@link org.pydl4j.serving.model.SavedModel} makes one of a file; a class of your own may be served as well.
 */
public interface Servable extends AutoCloseable {
  /** What {@link #run} takes and gives. */
  Signature signature();

  /**
   * Answers rows.
   *
   * @param inputs by name, each [N, ...] of the signature's type, with one N; they stay the caller's
   * @return outputs by name, [N, ...] in the order of the rows, which the caller closes
   * @throws IllegalArgumentException when an input is missing or of another shape
   */
  Map<String, NDArray> run(Map<String, NDArray> inputs);

  /** What tells this model from every other, short enough for a record header. */
  String version();

  @Override
  void close();
}
