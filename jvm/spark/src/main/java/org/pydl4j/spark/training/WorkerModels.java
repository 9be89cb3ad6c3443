package org.pydl4j.spark.training;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pydl4j.nn.conf.NetworkConfiguration;
import org.pydl4j.nn.model.Model;

/**
 * Compiled networks of this JVM, shared by its tasks. A cache of what configuration and threads determine, so it
 * changes no result: tasks give their own parameters and leave these alone.
 */
final class WorkerModels {
  private record Key(String configuration, int threads) {}

  private static final Map<Key, Model> MODELS = new ConcurrentHashMap<>();

  private WorkerModels() {}

  static Model of(String configuration, int threads) {
    return MODELS.computeIfAbsent(new Key(configuration, threads),
        k -> new Model(NetworkConfiguration.fromJson(configuration)).init().setThreads(threads));
  }
}
