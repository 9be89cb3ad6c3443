package org.pydl4j.nd.plan.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What a {@link Profiler} saw: steps and spans per thread. Threads write to lanes of their own, so recording takes no
 * lock.
 */
public final class Recording {
  /** Events kept in all; further ones are counted only. */
  static final int MAX_EVENTS = 2_000_000;
  private static final int RUN = -1;
  private static final int WIDTH = 3;

  /** Sums over the runs of one step. */
  public record Row(int plan, int step, StepFacts facts, long calls, double totalMicros, double minMicros,
      double maxMicros) {
  }

  private record Named(String name, long start, long end) {
  }

  /** The events of a thread: plan and step in one number, start, end. */
  private static final class Lane {
    private final String thread;
    private final int number;
    private final List<Named> spans = new ArrayList<>();
    private long[] events = new long[WIDTH * 1024];
    private int size;

    Lane(String thread, int number) {
      this.thread = thread;
      this.number = number;
    }

    synchronized void add(int plan, int step, long start, long end) {
      if (size == events.length) {
        events = Arrays.copyOf(events, size * 2);
      }
      events[size++] = (long) plan << Integer.SIZE | step & 0xffffffffL;
      events[size++] = start;
      events[size++] = end;
    }

    synchronized void add(Named span) {
      spans.add(span);
    }

    synchronized long[] events() {
      return Arrays.copyOf(events, size);
    }

    synchronized List<Named> spans() {
      return List.copyOf(spans);
    }
  }

  private final long begun = System.nanoTime();
  private volatile long ended;
  private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<List<StepFacts>> plans = new ArrayList<>();
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();

  Recording() {
  }

  void end() {
    ended = ended == 0 ? System.nanoTime() : ended;
    synchronized (numbers) {
      numbers.clear();
    }
  }

  /** The number of a plan in this recording; what its steps are is asked the first time. */
  public int number(Object plan, Supplier<List<StepFacts>> steps) {
    synchronized (numbers) {
      return numbers.computeIfAbsent(plan, p -> {
        plans.add(steps.get());
        return plans.size() - 1;
      });
    }
  }

  private List<List<StepFacts>> plans() {
    synchronized (numbers) {
      return List.copyOf(plans);
    }
  }

  private Lane lane() {
    return lanes.computeIfAbsent(Thread.currentThread(), t -> new Lane(t.getName(), lanes.size() + 1));
  }

  private boolean hasRoom() {
    if (ended == 0 && events.incrementAndGet() <= MAX_EVENTS) {
      return true;
    }
    dropped.incrementAndGet();
    return false;
  }

  public void step(int plan, int step, long start, long end) {
    if (hasRoom()) {
      lane().add(plan, step, start, end);
    }
  }

  public void run(int plan, long start, long end) {
    step(plan, RUN, start, end);
  }

  void span(String name, long start, long end) {
    if (hasRoom()) {
      lane().add(new Named(name, start, end));
    }
  }

  /** Seconds from start to stop, or to now. */
  public double seconds() {
    return ((ended == 0 ? System.nanoTime() : ended) - begun) / 1e9;
  }

  /** Events that found no room. */
  public int dropped() {
    return dropped.get();
  }

  /** Sums per step, in the order of plans and steps; steps that never ran are left out. */
  public List<Row> rows() {
    List<List<StepFacts>> known = plans();
    Map<Long, double[]> sums = new HashMap<>();
    for (Lane lane : lanes.values()) {
      long[] e = lane.events();
      for (int i = 0; i < e.length; i += WIDTH) {
        double micros = (e[i + 2] - e[i + 1]) / 1e3;
        double[] s = sums.computeIfAbsent(e[i], k -> new double[] {0, 0, Double.POSITIVE_INFINITY, 0});
        s[0]++;
        s[1] += micros;
        s[2] = Math.min(s[2], micros);
        s[3] = Math.max(s[3], micros);
      }
    }
    List<Row> rows = new ArrayList<>();
    sums.keySet().stream().sorted().filter(k -> k.intValue() != RUN).forEach(k -> {
      int plan = (int) (k >> Integer.SIZE);
      double[] s = sums.get(k);
      rows.add(new Row(plan, k.intValue(), known.get(plan).get(k.intValue()), (long) s[0], s[1], s[2], s[3]));
    });
    return rows;
  }

  /**
   * Writes the recording as trace events that Chrome and Perfetto load: a row per thread, spans around runs around
   * steps.
   */
  public void writeChromeTrace(Path path) {
    List<List<StepFacts>> known = plans();
    try (JsonWriter w = new JsonWriter(Files.newBufferedWriter(path))) {
      w.beginObject().name("displayTimeUnit").value("ns").name("traceEvents").beginArray();
      for (Lane lane : lanes.values()) {
        w.beginObject().name("name").value("thread_name").name("ph").value("M").name("pid").value(1).name("tid")
            .value(lane.number);
        w.name("args").beginObject().name("name").value(lane.thread).endObject().endObject();
        for (Named s : lane.spans()) {
          event(w, lane, s.name, "span", s.start, s.end).endObject();
        }
        long[] e = lane.events();
        for (int i = 0; i < e.length; i += WIDTH) {
          int plan = (int) (e[i] >> Integer.SIZE);
          if ((int) e[i] == RUN) {
            event(w, lane, "run of plan " + plan, "run", e[i + 1], e[i + 2]).endObject();
          } else {
            StepFacts f = known.get(plan).get((int) e[i]);
            event(w, lane, f.name(), "step", e[i + 1], e[i + 2]);
            w.name("args").beginObject().name("op").value(f.op()).name("implementation").value(f.implementation())
                .name("layer").value(f.layer());
            w.name("layout").value(f.layout()).name("flops").value(f.flops()).name("bytesRead").value(f.bytesRead())
                .name("bytesWritten").value(f.bytesWritten());
            w.name("nodes").value(String.join(" + ", f.nodes())).endObject().endObject();
          }
        }
      }
      w.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("[profiler] cannot write the trace to " + path + ": " + e.getMessage(), e);
    }
  }

  private JsonWriter event(JsonWriter w, Lane lane, String name, String category, long start, long end)
      throws IOException {
    w.beginObject().name("name").value(name).name("cat").value(category).name("ph").value("X");
    w.name("ts").value((start - begun) / 1e3).name("dur").value((end - start) / 1e3);
    return w.name("pid").value(1).name("tid").value(lane.number);
  }
}
