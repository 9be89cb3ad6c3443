package org.pydl4j.nd.plan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.types.DType;

/** A recording holds every step of every run, and nothing that ran before or after. */
class ProfilerTest {
  private static Program program() {
    GraphBuilder b = new GraphBuilder();
    Sym x = b.input("x", DType.FLOAT32, -1, 4);
    b.scope("first/");
    Sym h = x.matmul(b.constant(NDArray.zeros(DType.FLOAT32, 4, 3)));
    b.scope("second/");
    b.output("y", h.softmax(-1));
    return new Program(b.build(), 1);
  }

  private static void run(Program p) {
    try (NDArray x = NDArray.zeros(DType.FLOAT32, 2, 4)) {
      p.run(Map.of("x", x), Map.of()).values().forEach(NDArray::close);
    }
  }

  @Test
  void countsTheRunsOfEachStepWhileItRecords() {
    try (Program p = program()) {
      run(p);
      Recording r = Profiler.start();
      run(p);
      run(p);
      Profiler.stop(r);
      run(p);
      int steps = p.report(Map.of("x", new long[] {2, 4}), false).steps().size();
      assertEquals(steps, r.rows().size());
      assertTrue(r.rows().stream().allMatch(row -> row.calls() == 2 && row.minMicros() <= row.maxMicros()),
          r.rows()::toString);
      assertEquals(List.of("first", "second"), r.rows().stream().map(row -> row.facts().layer()).distinct().toList());
    }
  }

  @Test
  void refusesASecondRecordingBesideTheFirst() {
    Recording r = Profiler.start();
    try {
      assertThrows(IllegalStateException.class, Profiler::start);
    } finally {
      Profiler.stop(r);
    }
  }

  @Test
  void writesATraceWithStepsInsideTheirRuns(@TempDir Path folder) throws Exception {
    Recording r = Profiler.start();
    long began = System.nanoTime();
    try (Program p = program()) {
      run(p);
    }
    Profiler.span("batch", 7, began);
    Profiler.stop(r);
    r.writeChromeTrace(folder.resolve("trace.json"));
    JsonArray events;
    try (Reader in = Files.newBufferedReader(folder.resolve("trace.json"))) {
      events = JsonParser.parseReader(in).getAsJsonObject().getAsJsonArray("traceEvents");
    }
    double[] span = new double[2];
    double[] whole = new double[2];
    events.forEach(e -> {
      if (e.getAsJsonObject().get("ph").getAsString().equals("X")
          && !e.getAsJsonObject().get("cat").getAsString().equals("step")) {
        double from = e.getAsJsonObject().get("ts").getAsDouble();
        double[] into = e.getAsJsonObject().get("name").getAsString().equals("batch 7") ? whole : span;
        into[0] = from;
        into[1] = from + e.getAsJsonObject().get("dur").getAsDouble();
      }
    });
    assertTrue(whole[0] <= span[0] && span[1] <= whole[1], "the run lies in its batch");
    events.forEach(e -> {
      if (e.getAsJsonObject().has("cat") && e.getAsJsonObject().get("cat").getAsString().equals("step")) {
        double from = e.getAsJsonObject().get("ts").getAsDouble();
        assertTrue(span[0] <= from && from + e.getAsJsonObject().get("dur").getAsDouble() <= span[1], e::toString);
        assertTrue(e.getAsJsonObject().getAsJsonObject("args").has("implementation"), e::toString);
      }
    });
  }
}
