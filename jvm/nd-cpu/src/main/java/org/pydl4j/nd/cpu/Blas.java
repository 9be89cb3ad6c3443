package org.pydl4j.nd.cpu;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * The library behind linear algebra and float64 products, loaded when the first of them is compiled. The system
 * property {@code pydl4j.blas} (or the environment's PYDL4J_BLAS) chooses it: {@code auto} (MKL when its preset is on
 * the class path, else OpenBLAS), {@code mkl}, {@code openblas}, or {@code none} (our own float64 products, plain-Java
 * linear algebra).
 */
final class Blas {
  private static final Set<String> LINALG = Set.of("pydl4j.Eig", "pydl4j.ComplexMatMul", "Det", "pydl4j.SlogDet",
      "pydl4j.Inverse", "pydl4j.Solve", "pydl4j.TriangularSolve",
      "pydl4j.Lu", "pydl4j.Cholesky", "pydl4j.Qr", "pydl4j.Eigh", "pydl4j.Svd");
  private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "pydl4j.FusedMatMul", "Conv", "pydl4j.FusedConv",
      "pydl4j.ConvInputGrad", "pydl4j.ConvWeightGrad");

  /** A library that may be there: the class of its preset, and the files it opens, itself last. */
  private record Library(String name, String preset, List<String> files) {
  }

  private static final List<Library> KNOWN = List.of(
      new Library("mkl", "org.bytedeco.mkl.presets.mkl_rt",
          List.of("libmkl_core.so.2", "libmkl_intel_lp64.so.2", "libmkl_gnu_thread.so.2",
              "libmkl_def.so.2", "libmkl_avx2.so.2", "libmkl_avx512.so.2", "libiomp5.so", "libmkl_rt.so.2")),
      new Library("openblas", "org.bytedeco.openblas.presets.openblas",
          List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5",
              "libopenblas.so.0")));

  /** Loaded at most once per process. */
  private static final class Loaded {
    static final String PROBLEM = find();
  }

  private Blas() {
  }

  /** Whether the library may compute the call. */
  static boolean serves(KernelCall call) {
    TensorType first = call.inputs().isEmpty() ? null : call.inputs().get(0);
    return LINALG.contains(call.op()) || first != null && PRODUCTS.contains(call.op())
        && (first.dtype() == DType.FLOAT64 || first.rank() > 4 && call.op().contains("Conv"));
  }

  /** Loads the chosen library; nothing happens when there is none, then kernels do without. */
  static void load() {
    if (!Loaded.PROBLEM.isEmpty() && !choice().equals("auto")) {
      throw new IllegalStateException("[pydl4j.blas] got " + choice() + ", which does not load: " + Loaded.PROBLEM
          + "; expected auto, mkl, openblas or none. Add its preset (org.bytedeco:mkl with its "
          + "-redist classifier, or org.bytedeco:openblas) to the class path.");
    }
  }

  /** Name and version of the library; empty when none is loaded. */
  static String describe() {
    load();
    return Native.describeBlas();
  }

  private static String choice() {
    String property = System.getProperty("pydl4j.blas");
    String variable = System.getenv("PYDL4J_BLAS");
    return property != null ? property : variable != null ? variable : "auto";
  }

  private static String find() {
    String choice = choice();
    if (choice.equals("none")) {
      return "";
    }
    StringBuilder problems = new StringBuilder();
    for (Library l : KNOWN) {
      if (choice.equals("auto") || choice.equals(l.name)) {
        String problem = load(l);
        if (problem.isEmpty()) {
          return "";
        }
        problems.append(problems.length() == 0 ? "" : "; ").append(l.name).append(": ").append(problem);
      }
    }
    return problems.length() == 0 ? "no library of that name" : problems.toString();
  }

  /** Unpacks the library's files into JavaCPP's cache and loads the last of them; empty when done. */
  private static String load(Library l) {
    try {
      Class<?> preset = Class.forName(l.preset, false, Blas.class.getClassLoader());
      String folder =
          "/" + preset.getPackageName().replace(".presets", "").replace('.', '/') + "/" + Loader.getPlatform() + "/";
      File last = null;
      for (String file : l.files) {
        last = Loader.cacheResource(preset, folder + file);
        if (last == null) {
          return "its natives for " + Loader.getPlatform() + " lack " + file;
        }
      }
      return Native.loadBlas(last.getPath());
    } catch (ClassNotFoundException e) {
      return "its preset is not on the class path";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
