package org.pydl4j.spark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.nd.host.OffHeapLimit;

class ExecutorMemoryTest {
  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }

  @ParameterizedTest
  @CsvSource({"yarn, 1g, 384", "yarn, 10g, 1024", "k8s://here:1, 10g, 1024"})
  void clustersThatHoldExecutorsToTheirMemoryGiveATenth(String master, String heap, long mib) {
    assertEquals(new OffHeapLimit(mib << 20, "spark.executor.memoryOverhead"),
        ExecutorMemory.limit(conf(master).set("spark.executor.memory", heap)));
  }

  @Test
  void whatIsSetHoldsEverywhere() {
    assertEquals(2048L << 20, ExecutorMemory.limit(conf("spark://here:1").set(ExecutorMemory.OVERHEAD, "2g")).bytes());
    assertEquals(700L << 20, ExecutorMemory.limit(conf("yarn").set(ExecutorMemory.OVERHEAD, "700")).bytes());
    assertEquals(512L << 20, ExecutorMemory.limit(conf("yarn").set("spark.executor.memory", "1g")
        .set("spark.executor.memoryOverheadFactor", "0.5")).bytes());
  }

  @Test
  void othersAreLimitedByTheirMachine() {
    assertNull(ExecutorMemory.limit(conf("local-cluster[2,1,1024]")));
  }
}
