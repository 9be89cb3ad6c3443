package org.pydl4j.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.plan.NumberCheck;
import org.pydl4j.nd.plan.PlanReport;
import org.pydl4j.nd.plan.Profiler;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.Recording;
import org.pydl4j.nd.plan.Threads;
import org.pydl4j.nd.spi.Backend;

/** What Python asks about plans: what they consist of, what they do, and whether numbers stay finite. */
public final class LocalPlans {
  private LocalPlans() {}

  /** What the plan of a program consists of, as JSON; dims are {@code {"x": [32, 784]}}, by input. */
  public static String explain(long program, String dims) {
    Map<String, long[]> given = new LinkedHashMap<>();
    Records.parse(dims).getAsJsonObject().entrySet().forEach(e -> given.put(e.getKey(),
        StreamSupport.stream(e.getValue().getAsJsonArray().spliterator(), false).mapToLong(d -> d.getAsLong()).toArray()));
    return text(Handles.get(program, Program.class).report(given, false));
  }

  /** {@code {"text": .., "report": ..}}. */
  static String text(PlanReport report) {
    JsonObject o = new JsonObject();
    o.addProperty("text", report.text());
    o.add("report", Records.toJson(report));
    return o.toString();
  }

  /** Whether the runs of one program are searched for numbers that are not finite. */
  public static void nanCheckProgram(long program, boolean on) {
    Handles.get(program, Program.class).nanCheck(on);
  }

  /** Whether all runs of this process are. Returns what it was. */
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

  /** The backends, the one that computes in main memory first: {@code [{"name", "device", "selected", "about", "libraries": [..]}]}. */
  public static String backends() {
    JsonArray all = new JsonArray();
    for (Backend b : Backends.all()) {
      JsonObject o = new JsonObject();
      o.addProperty("name", b.name());
      o.addProperty("device", Device.of(b).toString());
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
