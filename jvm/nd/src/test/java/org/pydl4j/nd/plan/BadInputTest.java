package org.pydl4j.nd.plan;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.OffHeapMemoryError;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** What cannot be computed is refused with the place and the shapes, before anything runs. */
class BadInputTest {
  private static void refuses(Class<? extends Throwable> type, Executable call, String... named) {
    String m = assertThrows(type, call).getMessage();
    assertTrue(Arrays.stream(named).allMatch(m::contains), m);
  }

  @Test
  void mixedTypesNameTheNodeAndTheTypes() {
    GraphBuilder b = new GraphBuilder();
    b.scope("encoder/");
    Sym x = b.input("x", DType.FLOAT32, -1, 4);
    refuses(IllegalArgumentException.class, () -> x.matmul(b.input("w", DType.FLOAT64, 4, 4)), "encoder/MatMul",
        "float32", "float64");
    refuses(IllegalArgumentException.class, () -> x.add(b.input("v", DType.INT64, 4)), "encoder/Add", "float32",
        "int64");
    Sym image = b.input("image", DType.FLOAT32, 1, 2, 8, 8);
    refuses(IllegalArgumentException.class,
        () -> b.call("Conv", Attrs.NONE, image, b.input("k", DType.FLOAT64, 3, 2, 3, 3)), "encoder/Conv", "float32",
        "float64");
  }

  @Test
  void absurdShapesAreRefusedWhereTheyAreDeclared() {
    GraphBuilder b = new GraphBuilder();
    refuses(IllegalArgumentException.class, () -> b.input("x", DType.FLOAT32, 1L << 40, 1L << 40), "x", "2^63");
    refuses(IllegalArgumentException.class, () -> b.state("s", DType.FLOAT32, -7), "s", "-7");
    refuses(IllegalArgumentException.class, () -> b.input("deep", DType.FLOAT32, new long[100]), "deep", "100 axes");
    refuses(IllegalArgumentException.class, () -> NDArray.create(DType.FLOAT64, 1L << 62), "4611686018427387904",
        "2^63");
    refuses(IllegalArgumentException.class, () -> NDArray.create(DType.FLOAT32, -1), "-1");
    refuses(OffHeapMemoryError.class, () -> NDArray.create(DType.FLOAT32, 1L << 40), "default limit");
  }

  @Test
  void aResultLargerThanMemoryNamesItsNodeBeforeAnythingIsCompiled() {
    GraphBuilder b = new GraphBuilder();
    b.scope("huge/");
    b.output("y", b.input("x", DType.FLOAT32, -1, 1).matmul(b.input("z", DType.FLOAT32, 1, -1)).relu());
    try (Program p = new Program(b.build(), 2); NDArray x = NDArray.zeros(DType.FLOAT32, 1 << 21, 1);
        NDArray z = NDArray.zeros(DType.FLOAT32, 1, 1 << 21)) {
      refuses(OffHeapMemoryError.class, () -> p.run(Map.of("x", x, "z", z), Map.of()), "huge/",
          "float32[2097152, 2097152]", "smaller batch");
    }
  }

  @Test
  void wrongArraysNameTheInput() {
    GraphBuilder b = new GraphBuilder();
    b.output("y", b.input("x", DType.FLOAT32, -1, 4).relu());
    Program p = new Program(b.build(), 1);
    NDArray closed = NDArray.zeros(DType.FLOAT32, 2, 4);
    closed.close();
    try (NDArray wrong = NDArray.zeros(DType.FLOAT32, 2, 5); NDArray right = NDArray.zeros(DType.FLOAT32, 2, 4)) {
      refuses(IllegalArgumentException.class, () -> p.run(Map.of(), Map.of()), "x", "not given");
      refuses(IllegalArgumentException.class, () -> p.run(Map.of("x", wrong), Map.of()), "x", "[2, 5]");
      refuses(IllegalStateException.class, () -> p.run(Map.of("x", closed), Map.of()), "closed");
      p.run(Map.of("x", right), Map.of()).values().forEach(NDArray::close);
      p.close();
      refuses(IllegalStateException.class, () -> p.run(Map.of("x", right), Map.of()), "closed");
    }
  }

  @Test
  void absurdThreadsAndSegmentsAreRefused() {
    refuses(IllegalArgumentException.class, () -> PlanOptions.of(0), "[threads]", "0");
    refuses(IllegalArgumentException.class, () -> PlanOptions.of(1_000_000), "[threads]", "1000000");
    refuses(IllegalArgumentException.class, () -> PlanOptions.of(1).withSegments(-2), "segments");
  }
}
