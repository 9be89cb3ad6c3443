package org.pydl4j.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** One Spark for all tests of this JVM: two slots, two attempts for a task, no user interface. */
public final class LocalSpark {
  private static JavaSparkContext context;

  private LocalSpark() {}

  public static synchronized JavaSparkContext context() {
    if (context == null) {
      context = new JavaSparkContext(new SparkConf().setMaster("local[2,2]").setAppName("tests")
          .set("spark.ui.enabled", "false").set("spark.driver.host", "localhost")
          .set("spark.driver.bindAddress", "127.0.0.1"));
    }
    return context;
  }
}
