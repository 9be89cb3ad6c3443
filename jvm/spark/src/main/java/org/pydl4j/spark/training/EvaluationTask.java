package org.pydl4j.spark.training;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Permutation;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.eval.Evaluation;
import org.pydl4j.nn.model.Model;
import org.pydl4j.spark.averaging.Minibatches;
import org.pydl4j.spark.data.PartitionRows;
import org.pydl4j.spark.data.RowBlock;
import org.pydl4j.spark.data.WorkerJvm;

/**
 * Evaluates a network on the rows of a partition; answers with the evaluation's JSON.
 *
 * @param output which of several; null for the only one
 */
record EvaluationTask(Broadcast<Snapshot> network, String output, int batchSize)
    implements FlatMapFunction<Iterator<RowBlock>, String> {
  /** A network without updater state. */
  record Snapshot(String configuration, float[] params, Computation how) implements java.io.Serializable {}

  @Override
  public Iterator<String> call(Iterator<RowBlock> blocks) {
    WorkerJvm.prepare();
    Evaluation evaluation = new Evaluation();
    Snapshot snapshot = network.value();
    try (Model model = new Model(NetworkConfiguration.fromJson(snapshot.configuration()));
        NDArray params = NDArray.of(snapshot.params(), snapshot.params().length)) {
      snapshot.how().applyTo(model).setThreads(TaskContext.get().cpus()).init(params);
      while (blocks.hasNext()) {
        PartitionRows rows = new PartitionRows(List.of(blocks.next()).iterator());
        int[] order = Permutation.identity(rows.rows());
        model.evaluate(new Minibatches(rows, order, 0, order.length, batchSize), output, evaluation);
      }
    }
    return List.of(evaluation.toJson()).iterator();
  }
}
