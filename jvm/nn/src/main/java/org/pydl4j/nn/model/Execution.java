package org.pydl4j.nn.model;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nn.training.GraphKind;

/** How a network's graphs are compiled and run: the settings, and the programs that were compiled with them. */
final class Execution implements AutoCloseable {
  private record Key(Variant variant, PlanOptions options) {
  }

  private final NetworkGraphs graphs;
  private final Map<Key, Program> programs;
  private final boolean ownsPrograms;
  private final AtomicInteger running = new AtomicInteger();
  /** Chosen for this model; 0 follows the process, {@link Threads}. */
  private volatile int threads;
  private volatile Device device = Device.host();
  private volatile boolean nanCheck;
  private volatile int segments;
  private volatile boolean autocast;
  private volatile Choices choices = Choices.NONE;

  Execution(NetworkGraphs graphs) {
    this.graphs = graphs;
    this.programs = new ConcurrentHashMap<>();
    this.ownsPrograms = true;
  }

  /** One that shares the compiled programs of another, which must outlive it. */
  Execution(Execution original) {
    this.graphs = original.graphs;
    this.programs = original.programs;
    this.ownsPrograms = false;
  }

  /** Takes over the settings. */
  void take(Execution from) {
    device = from.device;
    threads = from.threads;
    segments = from.segments;
    autocast = from.autocast;
    choices = from.choices;
  }

  Device device() {
    return device;
  }

  /** Runs on a device from now on; what was compiled for another is closed. */
  void to(Device where) {
    if (device.equals(where)) {
      return;
    }
    if (!ownsPrograms) {
      throw new IllegalStateException("[Model] shares its programs with another model: got a move to " + where
          + "; expected to stay on " + device + ". Move a copy().");
    }
    closePrograms();
    device = where;
  }

  int threads() {
    return threads == 0 ? Threads.count() : threads;
  }

  void setThreads(int count) {
    threads = PlanOptions.of(count).threads();
  }

  void setNanCheck(boolean on) {
    nanCheck = on;
    programs.values().forEach(p -> p.nanCheck(on));
  }

  void setSegments(int count) {
    segments = PlanOptions.of(1).withSegments(count).segments();
  }

  void setAutocast(boolean on) {
    autocast = on;
  }

  Choices choices() {
    return choices;
  }

  void setChoices(Choices table) {
    choices = table;
  }

  /** How training is compiled. */
  PlanOptions options() {
    return new PlanOptions(threads(), segments, autocast, choices);
  }

  Program program(Variant variant, int threadCount) {
    PlanOptions options = new PlanOptions(threadCount, variant.kind().isTraining() ? segments : 0, autocast, choices);
    return programs.computeIfAbsent(new Key(variant, options),
        k -> new Program(graphs.build(variant), options, device.backend()).nanCheck(nanCheck));
  }

  /** Runs a query: with all threads when it is the only one, else with one; or with as many as asked for. */
  Map<String, NDArray> run(Variant variant, Feed feed, Weights weights, int asked) {
    int before = running.getAndIncrement();
    try {
      return program(variant, width(asked, before)).run(feed.arrays(), weights);
    } finally {
      running.decrementAndGet();
    }
  }

  /** The same, its outputs written into arrays. */
  void runInto(Variant variant, Feed feed, Weights weights, int asked, Map<String, NDArray> outputs) {
    int before = running.getAndIncrement();
    try {
      program(variant, width(asked, before)).run(feed.arrays(), weights, outputs);
    } finally {
      running.decrementAndGet();
    }
  }

  private int width(int asked, int others) {
    if (asked < 0) {
      throw new IllegalArgumentException("[output] threads: got " + asked
          + "; expected at least 1, or 0 for as many as are free.");
    }
    return asked > 0 ? asked : others == 0 ? threads() : 1;
  }

  /** Times alternatives of each step for the arrays of a feed, and takes the fastest from now on. */
  void tune(Feed feed, boolean train) {
    choices = choices.with(program(variant(feed, train), threads()).tune(dims(feed), !train));
  }

  PlanReport explain(Feed feed, boolean train) {
    return program(variant(feed, train), threads()).report(dims(feed), !train);
  }

  private static Variant variant(Feed feed, boolean train) {
    return feed.variant(train ? GraphKind.TRAIN : GraphKind.OUTPUT, false);
  }

  private static Map<String, long[]> dims(Feed feed) {
    Map<String, long[]> dims = new HashMap<>();
    feed.arrays().forEach((name, a) -> dims.put(name, a.shape()));
    return dims;
  }

  private void closePrograms() {
    programs.values().forEach(Program::close);
    programs.clear();
  }

  @Override
  public void close() {
    if (ownsPrograms) {
      closePrograms();
    }
  }
}
