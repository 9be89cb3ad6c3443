package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.record.InvalidRow;
import org.pydl4j.datavec.record.InvalidRows;

/**
 * A DataVec pipeline as Spark tasks, one per part of its input. The same Pipeline value runs locally; nothing of it is written twice.
 *
 * @param pipeline its normalizer fitted
 * @param uris files, directories and globs of any file system that Hadoop knows
 * @param policy whether the first row that can't be used ends the job, or such rows are counted and left out
 */
public record PipelineRows(Pipeline pipeline, List<String> uris, InvalidRows.Policy policy) implements TrainingRows {
  private static final int KEPT_ROWS = 100;

  public PipelineRows {
    uris = List.copyOf(uris);
  }

  /**
   * What was found.
   *
   * @param rows valid ones after the transforms
   * @param invalidRows that could not be used
   * @param firstInvalid the first of them
   */
  public record Count(long rows, long invalidRows, List<InvalidRow> firstInvalid) implements Serializable {}

  static Map<String, Object> defaults() {
    return Map.of("policy", InvalidRows.Policy.FAIL);
  }

  /** One partition per part of the input. */
  @Override
  public JavaRDD<RowBlock> blocks(JavaSparkContext spark, int parts) {
    PartTask task = task(spark);
    return parts(spark, parts).mapPartitionsWithIndex((source, of) -> task.blocks(source, of.next()), false);
  }

  /** Reads and transforms everything. */
  public Count count(JavaSparkContext spark, int parts) {
    PartTask task = task(spark);
    long rows = 0;
    long invalidRows = 0;
    List<InvalidRow> first = new ArrayList<>();
    for (Count part : parts(spark, parts).map(task::count).collect()) {
      rows += part.rows();
      invalidRows += part.invalidRows();
      Iterator<InvalidRow> kept = part.firstInvalid().iterator();
      while (first.size() < KEPT_ROWS && kept.hasNext()) {
        first.add(kept.next());
      }
    }
    return new Count(rows, invalidRows, first);
  }

  private JavaRDD<Part> parts(JavaSparkContext spark, int parts) {
    List<Part> cut = pipeline.parts(HadoopFiles.of(spark.hadoopConfiguration()), uris, parts);
    return spark.parallelize(cut, cut.size());
  }

  private PartTask task(JavaSparkContext spark) {
    Broadcast<HadoopFiles> files = spark.broadcast(HadoopFiles.of(spark.hadoopConfiguration()));
    return new PartTask(pipeline.toJson(), files, policy, KEPT_ROWS);
  }
}
