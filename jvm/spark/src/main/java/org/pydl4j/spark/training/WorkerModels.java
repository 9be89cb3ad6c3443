package org.pydl4j.spark.training;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.model.Model;

/**
 * Compiled networks of this JVM, shared by its tasks. A cache of what its key determines, so it
 * changes no result: tasks give their own parameters and leave these alone.
 */
final class WorkerModels {
  private record Key(String configuration, Computation how, int threads) {}

  private static final Map<Key, Model> MODELS = new ConcurrentHashMap<>();

  private WorkerModels() {}

  static Model of(String configuration, Computation how, int threads) {
    return MODELS.computeIfAbsent(new Key(configuration, how, threads),
        k -> how.applyTo(new Model(NetworkConfiguration.fromJson(configuration)).initZeros().setThreads(threads)));
  }
}
