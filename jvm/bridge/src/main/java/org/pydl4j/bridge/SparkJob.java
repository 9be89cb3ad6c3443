package org.pydl4j.bridge;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.pydl4j.spark.data.WorkerJvm;
import scala.Option;

/** A Spark job that Python watches; its errors are those of pydl4j, without Spark's wrapping. */
abstract class SparkJob implements Jobs.Job {
  private final String group = "pydl4j-" + System.nanoTime();
  private final String description;
  private volatile boolean stopped;

  SparkJob(String description) {
    this.description = description;
  }

  /** Does the work in a job group that {@link #stop} cancels. */
  abstract Object work(JavaSparkContext spark);

  private static JavaSparkContext spark() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isEmpty() || session.get().sparkContext().isStopped()) {
      throw new IllegalStateException("[spark] no session: got none that runs in Spark's JVM; expected one. "
          + "Make it with pydl4j.spark.session().");
    }
    return new JavaSparkContext(session.get().sparkContext());
  }

  @Override
  public final Object run() throws Exception {
    WorkerJvm.prepare();
    JavaSparkContext spark = spark();
    spark.setJobGroup(group, description, true);
    try {
      return work(spark);
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      if (stopped) {
        return null;
      }
      throw ours(e);
    } finally {
      spark.clearJobGroup();
    }
  }

  @Override
  public void stop() {
    stopped = true;
    spark().cancelJobGroup(group);
  }

  /** The exception that a task raised about its input, else the given one. */
  private static Exception ours(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean about = cause.getMessage() != null && cause.getMessage().startsWith("[");
      if (about && cause instanceof RuntimeException own) {
        return own;
      }
    }
    return failure;
  }
}
