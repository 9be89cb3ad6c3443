package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.datavec.pipeline.Input;
import org.pydl4j.datavec.reader.Part;
import org.pydl4j.datavec.record.InvalidRow;
import org.pydl4j.nd.json.Records;

/**
 * A DataVec pipeline as Spark tasks, one per part of its input. The same Pipeline value runs locally; nothing of it is
 * written twice.
 *
 * @param input a pipeline, its normalizer fitted, and files of any file system that Hadoop knows
 */
public record PipelineRows(Input input) implements TrainingRows {
  private static final int KEPT_ROWS = 100;

  public PipelineRows {
    if (input.rows() != null) {
      throw new IllegalArgumentException(
          "[Spark] the rows are in this program's memory: got rows; expected files, or a "
              + "DataFrame. Make one with spark.createDataFrame and give DataFrameRows.");
    }
  }

  /**
   * What was found.
   *
   * @param rows valid ones after the transforms
   * @param invalidRows that could not be used
   * @param firstInvalid the first of them
   */
  public record Count(long rows, long invalidRows, List<InvalidRow> firstInvalid) implements Serializable {}

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
    List<Part> cut = input.pipeline().parts(HadoopFiles.of(spark.hadoopConfiguration()), input.uris(), parts);
    return spark.parallelize(cut, cut.size());
  }

  private PartTask task(JavaSparkContext spark) {
    Broadcast<HadoopFiles> files = spark.broadcast(HadoopFiles.of(spark.hadoopConfiguration()));
    return new PartTask(Records.toText(input), files, KEPT_ROWS);
  }
}
