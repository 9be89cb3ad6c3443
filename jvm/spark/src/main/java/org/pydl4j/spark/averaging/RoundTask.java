package org.pydl4j.spark.averaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Permutation;
import org.pydl4j.spark.data.PartitionRows;
import org.pydl4j.spark.data.RowBlock;
import org.pydl4j.spark.data.WorkerJvm;

/**
 * A worker's part of a round, as Spark ships it: trains on the partition's next rows and emits the result slice by
 * slice.
 */
record RoundTask(Worker worker, AveragingSettings settings, Slices slices, Broadcast<RoundStart> round)
    implements Function2<Integer, Iterator<RowBlock>, Iterator<Contribution>> {
  @Override
  public Iterator<Contribution> call(Integer partition, Iterator<RowBlock> blocks) {
    WorkerJvm.prepare();
    RoundStart r = round.value();
    int cpus = TaskContext.get().cpus();
    if (cpus != r.threads()) {
      throw new IllegalStateException("[Spark training] wrong number of threads: got a task with " + cpus
          + " CPUs; expected " + r.threads() + ". Give all executors the same spark.task.cpus.");
    }
    String engine = Backends.backend().describe();
    if (!worker.engine().isEmpty() && !worker.engine().equals(engine)) {
      throw new IllegalStateException(
          "[Spark training] wrong engine for a choice table or a capped driver: got '" + engine
              + "'; expected '" + worker.engine()
              + "'. Use equal machines, start the executors anew (the driver's PYDL4J_ISA caps those "
              + "that computed nothing yet), "
              + "or drop the table and the cap.");
    }
    PartitionRows rows = new PartitionRows(blocks);
    int from = Math.min(rows.rows(), Math.multiplyExact(r.number(), settings.rowsPerRound()));
    int to = Math.min(rows.rows(), from + settings.rowsPerRound());
    if (from == to) {
      return Collections.emptyIterator();
    }
    int[] order = settings.reorder()
        ? Permutation.of(rows.rows(), settings.seed(), r.at().epoch(), partition) : Permutation.identity(rows.rows());
    Minibatches minibatches = new Minibatches(rows, order, from, to, settings.batchSize());
    Worker.Learned learned = worker.train(r, minibatches, partition);
    if (minibatches.taken() != to - from) {
      throw new IllegalStateException("[Spark training] partition " + partition + " was not trained whole: got "
          + minibatches.taken() + " rows; expected " + (to - from) + ".");
    }
    return contributions(partition, r, learned, from, to, engine);
  }

  private Iterator<Contribution> contributions(int partition, RoundStart r, Worker.Learned learned, int from, int to,
      String engine) {
    List<byte[]> parts = new ArrayList<>();
    long bytes = 0;
    for (int slice = 0; slice < slices.count(); slice++) {
      byte[] part = settings.wire().encode(r.state(), learned.state(), slices.from(slice), slices.to(slice));
      parts.add(part);
      bytes += part.length;
    }
    WorkerReport report = new WorkerReport(partition, from, to - from, learned.at(), learned.loss(), bytes, engine);
    List<Contribution> out = new ArrayList<>();
    for (int slice = 0; slice < parts.size(); slice++) {
      out.add(new Contribution(slice, report, parts.get(slice)));
    }
    return out.iterator();
  }
}
