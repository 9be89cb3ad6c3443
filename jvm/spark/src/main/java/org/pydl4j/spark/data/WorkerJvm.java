package org.pydl4j.spark.data;

import java.io.File;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.pydl4j.nd.host.OffHeapLimit;

/** Settings that a JVM needs before its natives load, for JVMs that Spark starts. */
public final class WorkerJvm {
  private static final String ISA = "pydl4j.isa";
  private static boolean prepared;

  private WorkerJvm() {}

  /**
   * Call it first in every task and job. JavaCPP's own memory limits are off, because they run System.gc; an executor
   * unpacks natives into Spark's local directory, because it may have no home, and takes no more memory than it was
   * given beside its heap. What the driver caps, tasks cap.
   */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    TaskContext task = TaskContext.get();
    if (task != null && task.getLocalProperty(ISA) != null) {
      setDefault(ISA, task.getLocalProperty(ISA));
    }
    SparkEnv env = SparkEnv.get();
    if (env != null && !env.executorId().equals("driver")) {
      File local = env.blockManager().diskBlockManager().localDirs()[0];
      setDefault("org.bytedeco.javacpp.cachedir", new File(local, "javacpp").getPath());
      OffHeapLimit limit = ExecutorMemory.limit(env.conf());
      if (limit != null) {
        OffHeapLimit.setDefault(limit);
      }
    }
  }

  /** Ships the driver's cap of the instruction set with the tasks of this thread's jobs. */
  public static void shipCap(JavaSparkContext spark) {
    String cap = System.getProperty(ISA, System.getenv("PYDL4J_ISA"));
    if (cap != null) {
      spark.setLocalProperty(ISA, cap);
    }
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
