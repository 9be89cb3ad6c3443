package org.pydl4j.spark.data;

import java.io.File;
import org.apache.spark.SparkEnv;

/** Settings that a JVM needs before its natives load, for JVMs that Spark starts. */
public final class WorkerJvm {
  private static boolean prepared;

  private WorkerJvm() {}

  /**
   * Call it first in every task and job. JavaCPP's own memory limits are off, because they run System.gc; an executor
   * unpacks natives into Spark's local directory, because it may have no home.
   */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    SparkEnv env = SparkEnv.get();
    if (env != null && !env.executorId().equals("driver")) {
      File local = env.blockManager().diskBlockManager().localDirs()[0];
      setDefault("org.bytedeco.javacpp.cachedir", new File(local, "javacpp").getPath());
    }
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
