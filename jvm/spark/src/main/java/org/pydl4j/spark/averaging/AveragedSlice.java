package org.pydl4j.spark.averaging;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A slice of the next round's state.
 *
 * @param reports of all workers, in the order of their partitions
 */
record AveragedSlice(int slice, float[] values, List<WorkerReport> reports) implements Serializable {
  /**
   * The mean of the workers' values weighted by their rows: {@code sum_k rows_k v_k / sum_k rows_k}. Summed in 64 bits
   * in the order of the partitions, so the order of arrival changes no bit, and the mean of one worker is its value.
   */
  static AveragedSlice of(int slice, List<Contribution> all, Slices slices, float[] start, Wire wire) {
    List<Contribution> ordered = new ArrayList<>(all);
    ordered.sort(Comparator.comparingInt(c -> c.report().partition()));
    int from = slices.from(slice);
    double[] sums = new double[slices.to(slice) - from];
    long rows = 0;
    for (Contribution c : ordered) {
      wire.addWeighted(c.data(), start, from, c.report().rows(), sums);
      rows += c.report().rows();
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / rows);
    }
    return new AveragedSlice(slice, mean, ordered.stream().map(Contribution::report).toList());
  }
}
