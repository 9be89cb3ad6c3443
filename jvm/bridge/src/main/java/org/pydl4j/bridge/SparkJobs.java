package org.pydl4j.bridge;

import org.apache.spark.api.java.JavaSparkContext;
import org.pydl4j.nd.json.Records;
import org.pydl4j.spark.data.PipelineRows;
import org.pydl4j.spark.data.TrainingRows;

/** Spark jobs for Python: strings, numbers and paths only, so that it works over Py4J as well. All run as {@link Jobs}. */
public final class SparkJobs {
  private SparkJobs() {}

  /** Reads and transforms a pipeline's input; the job's result is the JSON of {@link PipelineRows.Count}. */
  public static long count(String rowsJson) {
    TrainingRows rows = Records.fromText(rowsJson, TrainingRows.class);
    if (!(rows instanceof PipelineRows pipeline)) {
      throw new IllegalArgumentException("[Spark count] got " + rows.getClass().getSimpleName() + "; expected a pipeline. Count a DataFrame with Spark.");
    }
    return Jobs.start(new SparkJob("count") {
      @Override
      Object work(JavaSparkContext spark) {
        return Records.toText(pipeline.count(spark, spark.defaultParallelism()));
      }
    });
  }
}
