package org.pydl4j.spark.data;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Where a cluster gets rows for training and evaluation from: a value that is written as JSON. */
public sealed interface TrainingRows permits PipelineRows, DataFrameRows {
  /** The rows in blocks, read when asked for; about {@code parts} partitions where the source can be cut anew. */
  JavaRDD<RowBlock> blocks(JavaSparkContext spark, int parts);
}
