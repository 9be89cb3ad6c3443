package org.pydl4j.nd.plan.run;

import java.util.Map;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.cache.Kept;
import org.pydl4j.nd.spi.Backend;

/**
 * A graph compiled for given dims of its inputs: one static plan, or static regions with what depends on data between
 * them. Whoever runs it is inside, see {@link Kept.Value}, or owns it.
 */
public interface Compiled extends Kept.Value {
  /**
   * Runs into new arrays that the caller closes. Given are the dense inputs, then the states, which are written in
   * place, unless they are frozen: then the weights have them. Checked runs search for numbers that
   * are not finite.
   *
   * @param place in whose memory the new arrays lie: the host's or the device's that computes; only the latter need not
   *     be done on return
   */
  Map<String, NDArray> run(NDArray[] given, Weights weights, boolean checked, Backend place);

  /** Runs into the caller's arrays, each of them in main memory or on the device that computes. */
  void run(NDArray[] given, Weights weights, boolean checked, Map<String, NDArray> outputs);

  /** The facts with the least time of each step over several runs. */
  String profile(NDArray[] given, Weights weights, int runs);
}
