package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Case;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.plan.Program;
import org.pydl4j.nd.plan.report.StepFacts;
import org.pydl4j.nd.types.DType;

/**
 * Which ops have neither a native kernel nor a body of such, in which types, and why. Walks the registry: every case in
 * every type that the op takes, and the gradients of the float32 ones. An op that is not listed fails, and so does an
 * entry that is no longer true.
 */
class OnReferenceTest {
  private static final Set<DType> EVERY = Set.of(DType.values());

  /** The types in which at least one case runs in Java, and the reason. */
  private record Listed(Set<DType> types, String why) {
  }

  private static final Map<String, Listed> LIST = new LinkedHashMap<>();

  private static final Set<DType> NARROW = Set.of(DType.FLOAT16, DType.BFLOAT16);
  private static final Set<DType> NOT_FLOAT32 = Set.of(DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
  private static final Set<DType> INTEGERS =
      Set.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.UINT8, DType.UINT16, DType.UINT32, DType.UINT64);
  private static final Set<DType> FLOATS = Set.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

  private static void on(String why, Set<DType> types, String... ops) {
    for (String op : ops) {
      Listed before = LIST.put(op, new Listed(types, why));
      assertEquals(null, before, op + " is listed twice");
    }
  }

  static {
    String layers =
        "layers train in float32, with bfloat16 in products; float64 checks them, float16 is a type for storing";
    on(layers, NOT_FLOAT32, "pydl4j.AdamRowsUpdate", "pydl4j.Dropout");
    on(layers, Set.of(DType.FLOAT64), "LogSoftmax", "Softmax", "pydl4j.BatchNormTrain", "pydl4j.LstmForward",
        "pydl4j.SoftmaxCrossEntropy");
    on("allocates its result between static regions", EVERY, "Compress", "NonZero", "Unique");
    on("allocates its result between static regions", FLOATS, "NonMaxSuppression");
    on("second derivatives only", FLOATS, "pydl4j.MaxPoolPick");
    on("numbers are summed in float32 or float64", INTEGERS, "ReduceL2", "ReduceMean", "ReduceSumSquare");
    on("sums of narrow floats and of truth values are rare", Set.of(DType.FLOAT16, DType.BFLOAT16, DType.BOOL),
        "ScatterElements", "ScatterND");
    on("sums of narrow floats, truth values and complex numbers are rare",
        Set.of(DType.FLOAT16, DType.BFLOAT16, DType.BOOL, DType.COMPLEX64, DType.COMPLEX128), "pydl4j.PutAt");
    on("gradients of embeddings are float32", EVERY, "pydl4j.ScatterAddRows");
    on("parameters of distributions are float32 or float64", NARROW, "pydl4j.RandomBernoulli", "pydl4j.RandomBinomial",
        "pydl4j.RandomExponential", "pydl4j.RandomGamma",
        "pydl4j.RandomNormal", "pydl4j.RandomPoisson", "pydl4j.RandomTruncatedNormal", "pydl4j.RandomUniform");
    on("a neighbour of float16 is not a neighbour of float32, in which programs calculate", NARROW, "pydl4j.NextAfter");
    on("programs report what they calculate, in float32", NARROW, "pydl4j.NumberReport");
  }

  @Test
  void whatRunsInJavaIsListedWithAReason() {
    Map<String, Set<DType>> found = new TreeMap<>();
    Map<String, String> example = new TreeMap<>();
    for (Op op : Ops.all()) {
      for (DType type : DType.values()) {
        for (Case c : RegistryTest.cases(op)) {
          for (Case given : variants(op, c, type)) {
            note(op, given, type, false, found, example);
            if (type == DType.FLOAT32) {
              note(op, given, type, true, found, example);
            }
          }
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    found.forEach((op, types) -> {
      Set<DType> more = new TreeSet<>(types);
      more.removeAll(LIST.containsKey(op) ? LIST.get(op).types : Set.of());
      if (!more.isEmpty()) {
        wrong.add(op + " runs in Java and is not listed, of " + more + ", first seen in " + example.get(op));
      }
    });
    LIST.forEach((op, listed) -> {
      Set<DType> less = new TreeSet<>(listed.types);
      less.removeAll(found.getOrDefault(op, Set.of()));
      less.removeIf(t -> listed.types == EVERY && found.containsKey(op));
      if (!less.isEmpty()) {
        wrong.add(op + " is listed and does not run in Java, of " + less);
      }
    });
    assertEquals("", String.join("\n", wrong));
  }

  /**
   * The case with its floats in that type, and with all its numbers where these are not indices, as far as the op takes
   * them.
   */
  private static List<Case> variants(Op op, Case c, DType type) {
    boolean program = op.name().equals("pydl4j.Pointwise") && type != DType.FLOAT32; // it says its types itself
    return program ? List.of()
        : type.isComplex() || op.code() == null ? List.of(c) : List.of(c, RegistryTest.in(op, c, type));
  }

  private static void note(Op op, Case c, DType type, boolean gradient, Map<String, Set<DType>> found,
      Map<String, String> example) {
    List<StepFacts> steps;
    try {
      if (!RegistryTest.takes(op, c, type)) {
        return;
      }
      RegistryTest.Built built = RegistryTest.build(op, c, type);
      Graph graph = gradient ? gradient(op, c) : built.graph();
      if (graph == null) {
        return;
      }
      Map<String, long[]> dims = new TreeMap<>();
      built.inputs().forEach((name, a) -> dims.put(name, a.shape()));
      try (Program p = new Program(graph, 2, Runner.BACKEND)) {
        steps = p.report(dims, true).steps();
      }
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return; // the op refuses such a type or case
    }
    for (StepFacts s : steps) {
      if (s.implementation().startsWith("java:")) {
        found.computeIfAbsent(s.op(), k -> new TreeSet<>()).add(type);
        example.merge(s.op(),
            type + ": " + (gradient ? "the gradient of " : "") + op + "(" + c.attrs() + "): " + s + "\n",
            (first, more) -> first.contains(type + ": ") ? first : first + more);
      }
    }
  }

  /** The graph of the gradients of the sum of the first output, null where there are none. */
  private static Graph gradient(Op op, Case c) {
    if (op.noGradient() != null || op.isBorder()) {
      return null;
    }
    GraphBuilder b = new GraphBuilder();
    Random random = new Random(7);
    Sym[] in = new Sym[c.inputs().length];
    List<Sym> wrt = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      NDArray a = c.inputs()[i].make(random, DType.FLOAT32);
      in[i] = a == null ? null : c.inputs()[i].isConstant() ? b.constant(a) : b.input("in" + i, a.dtype(), a.shape());
      if (in[i] != null && !c.inputs()[i].isConstant() && a.dtype().isFloat()) {
        wrt.add(in[i]);
      }
    }
    Sym y = b.callAll(op, c.attrs(), in)[0];
    if (!y.dtype().isFloat() || wrt.isEmpty() || !Gradients.reaches(y, wrt.toArray(new Sym[0]))) {
      return null;
    }
    Sym[] d = Gradients.of(y.mul(y).sum(false), wrt.toArray(new Sym[0]));
    for (int i = 0; i < d.length; i++) {
      b.output("d" + i, d[i]);
    }
    return b.build();
  }
}
