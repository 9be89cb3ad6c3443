package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.options.Threads;
import org.pydl4j.nd.plan.report.PlanReport;
import org.pydl4j.nd.plan.report.Profiler;
import org.pydl4j.nd.plan.report.Recording;
import org.pydl4j.nd.plan.run.NumberCheck;
import org.pydl4j.nd.spi.Backend;

/**
 * Programs as Python runs them, and what it asks about plans: what they consist of, what they do, whether numbers stay
 * finite.
 */
public final class LocalPlans {
  private LocalPlans() {}

  /** Starts {@link #run} as a job, for graphs with loops that may never end. */
  public static long start(long program, long[] described) {
    return Jobs.start(new RunJob(() -> run(program, described)));
  }

  /** Whether the graph of a program has loops that only a condition ends. */
  public static boolean loops(long program) {
    return loops(Handles.get(program, Program.class).graph());
  }

  private static boolean loops(Graph graph) {
    return graph.nodes().stream().anyMatch(n -> n.op().name().equals("Loop") && isUnbounded(n.input(0))
        || n.attrs().asMap().values().stream().anyMatch(a -> a instanceof Graph body && loops(body)));
  }

  private static boolean isUnbounded(Value trips) {
    return trips == null || trips.isConstant() && trips.constant().getLongAt(0) > Integer.MAX_VALUE;
  }

  /** Runs a program on one array per input, in order; one description per output. */
  public static long[] run(long program, long[] described) {
    Program p = Handles.get(program, Program.class);
    List<NDArray> given = Arrays.borrow(described);
    Map<String, NDArray> inputs = new LinkedHashMap<>();
    List<Value> wanted = p.graph().inputs();
    for (int i = 0; i < wanted.size(); i++) {
      inputs.put(wanted.get(i).name(), given.get(i));
    }
    return Arrays.give(List.copyOf(p.run(inputs, Map.of()).values()));
  }

  /** What the plan of a program consists of, as JSON; dims are {@code {"x": [32, 784]}}, by input. */
  public static String explain(long program, String dims) {
    Map<String, long[]> given = new LinkedHashMap<>();
    Records.parse(dims).getAsJsonObject().entrySet().forEach(e -> given.put(e.getKey(),
        StreamSupport.stream(e.getValue().getAsJsonArray().spliterator(), false).mapToLong(d -> d.getAsLong())
            .toArray()));
    return text(Handles.get(program, Program.class).report(given, false));
  }

  /** {@code {"text": .., "report": ..}}. */
  static String text(PlanReport report) {
    JsonObject o = new JsonObject();
    o.addProperty("text", report.text());
    o.add("report", Records.toJson(report));
    return o.toString();
  }

  /** Whether all runs of this process are searched for numbers that are not finite. Returns what it was. */
  public static boolean nanCheck(boolean on) {
    boolean before = NumberCheck.isOn();
    NumberCheck.set(on);
    return before;
  }

  /** Threads that runs use where nothing else is said. Returns what it was. */
  public static int setThreads(int threads) {
    return Threads.set(threads);
  }

  public static int threads() {
    return Threads.count();
  }

  /**
   * The backends, the one that computes in main memory first: {@code [{"name", "device", "selected", "about",
   * "libraries": [..]}]}.
   */
  public static String backends() {
    JsonArray all = new JsonArray();
    for (Backend b : Backends.all()) {
      JsonObject o = new JsonObject();
      o.addProperty("name", b.name());
      o.addProperty("device", Device.of(b).toString());
      o.addProperty("isHost", b.memory().isHost());
      o.addProperty("selected", b == Backends.backend());
      o.addProperty("about", b.describe());
      o.add("libraries", Records.toJson(b.libraries()));
      all.add(o);
    }
    return all.toString();
  }

  /** Begins to record what plans do. */
  public static long startRecording() {
    return Handles.put(Profiler.start());
  }

  public static void stopRecording(long recording) {
    Profiler.stop(Handles.get(recording, Recording.class));
  }

  /** {@code {"seconds": .., "dropped": .., "rows": [..]}}. */
  public static String recorded(long recording) {
    Recording r = Handles.get(recording, Recording.class);
    JsonObject o = new JsonObject();
    o.addProperty("seconds", r.seconds());
    o.addProperty("dropped", r.dropped());
    o.add("rows", Records.toJson(r.rows()));
    return o.toString();
  }

  public static void writeTrace(long recording, String path) {
    Handles.get(recording, Recording.class).writeChromeTrace(Path.of(path));
  }
}
