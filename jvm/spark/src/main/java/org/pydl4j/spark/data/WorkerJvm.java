package org.pydl4j.spark.data;

import java.io.File;
import org.apache.spark.SparkEnv;

/** Settings that an executor's JVM needs before its natives load. The driver's JVM was started with them. */
public final class WorkerJvm {
  private static boolean prepared;

  private WorkerJvm() {}

  /** Call it first in every task. JavaCPP's own memory limits are off; natives unpack into Spark's local directory. */
  public static synchronized void prepare() {
    SparkEnv env = SparkEnv.get();
    if (prepared || env == null || env.executorId().equals("driver")) {
      return;
    }
    prepared = true;
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    File local = env.blockManager().diskBlockManager().localDirs()[0];
    setDefault("org.bytedeco.javacpp.cachedir", new File(local, "javacpp").getPath());
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
