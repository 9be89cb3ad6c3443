package org.pydl4j.spark.data;

import org.apache.spark.SparkConf;
import org.pydl4j.nd.host.OffHeapLimit;

/**
 * What an executor may take off its heap: what was set aside for it, which YARN and Kubernetes kill it for exceeding.
 */
final class ExecutorMemory {
  static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final String FACTOR = "spark.executor.memoryOverheadFactor";
  private static final String LEAST = "spark.executor.minMemoryOverhead";
  private static final double DEFAULT_FACTOR = 0.1;

  private ExecutorMemory() {}

  /** The overhead that was set, or that the cluster gives by itself; null where nobody holds executors to one. */
  static OffHeapLimit limit(SparkConf conf) {
    String master = conf.get("spark.master", "");
    if (!conf.contains(OVERHEAD) && !master.equals("yarn") && !master.startsWith("k8s")) {
      return null;
    }
    long heapMib = conf.getSizeAsMb("spark.executor.memory", "1g");
    double factor = conf.getDouble(FACTOR, conf.getDouble("spark.kubernetes.memoryOverheadFactor", DEFAULT_FACTOR));
    long givenMib = Math.max((long) (factor * heapMib), conf.getSizeAsMb(LEAST, "384m"));
    return new OffHeapLimit(conf.getSizeAsMb(OVERHEAD, givenMib + "m") << 20, OVERHEAD);
  }
}
