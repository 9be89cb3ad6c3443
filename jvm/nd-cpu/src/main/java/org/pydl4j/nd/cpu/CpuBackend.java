package org.pydl4j.nd.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.pydl4j.nd.host.NativeFolder;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.spi.Library;
import org.pydl4j.nd.spi.Memory;
import org.pydl4j.nd.types.TensorType;

/** Kernels on the CPU: oneDNN and our C++ library. The table of ops is in C++ (dnnl_table.cpp and table.cpp). */
public final class CpuBackend implements Backend {
  /** Names of alternatives: oneDNN instead of ours, and with one thread. */
  private static final String DNNL = "dnnl";
  private static final String ALONE = "@1";
  private static final String TEAM = "OpenMP, as each plan asks";
  private final Memory memory = new CpuMemory();
  private final String cap = System.getProperty("pydl4j.isa", System.getenv("PYDL4J_ISA"));
  private final String description = Libraries.loaded(() -> description(cap));
  private final Set<String> ops = Set.of(Native.ops().split(","));

  private static String description(String cap) {
    NativeFolder.prepare();
    if (cap != null) {
      Native.cap(cap);
    }
    String text = Native.describe();
    if (text.isEmpty()) {
      throw new IllegalStateException(Native.problem());
    }
    return text;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public boolean isCapped() {
    return cap != null;
  }

  @Override
  public List<Library> libraries() {
    String simd = description.replaceAll("(?s).*kernels (\\S+).*", "$1");
    String dnnl = description.replaceAll("(?s).*oneDNN ([0-9.]+).*", "$1");
    String inner = description.replaceAll("(?s).*oneDNN [0-9.]+ \\(([^)]*)\\).*", "$1");
    String version = CpuBackend.class.getPackage().getImplementationVersion();
    List<Library> list = new ArrayList<>();
    list.add(new Library("oneDNN", dnnl, inner, TEAM));
    list.add(new Library("pydl4j kernels", version == null ? "unpacked" : version, simd, TEAM));
    String blas = Blas.describe();
    if (!blas.isEmpty()) {
      int space = blas.indexOf(' ');
      list.add(new Library(space < 0 ? blas : blas.substring(0, space), space < 0 ? "" : blas.substring(space + 1), "",
          "one per call; products and batches are shared out over ours"));
    }
    return list;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public boolean hasBfloat16() {
    return Native.hasBfloat16();
  }

  @Override
  public boolean prefersChannelsLast() {
    return true;
  }

  /** Names of the ops that have a native kernel, at least for some types. */
  public Set<String> ops() {
    return ops;
  }

  @Override
  public Kernel kernel(KernelCall call) {
    if (!ops.contains(call.op())) {
      return null;
    }
    if (Blas.serves(call)) {
      Blas.load();
    }
    boolean alone = call.choice().endsWith(ALONE);
    String library = alone ? call.choice().substring(0, call.choice().length() - ALONE.length()) : call.choice();
    String attrs = attributes(call.attrs().asMap()) + (library.isEmpty() ? "" : "library=" + library + "\n");
    long handle = Native.create(call.op(), attrs, types(call), alone ? 1 : call.threads());
    return handle == 0 ? null : new CpuKernel(handle);
  }

  /** oneDNN where ours is the first choice, and each of them with one thread. */
  @Override
  public List<String> alternatives(KernelCall call) {
    List<String> names = new ArrayList<>(List.of(""));
    String first = implementation(call);
    String other = implementation(call.choosing(DNNL));
    if (first == null) {
      return names;
    }
    if (!first.equals(other)) {
      names.add(DNNL);
    }
    if (call.threads() > 1) {
      List.copyOf(names).forEach(n -> names.add(n + ALONE));
    }
    return names;
  }

  private String implementation(KernelCall call) {
    try (Kernel k = kernel(call)) {
      return k == null ? null : k.implementation();
    }
  }

  /** Why a call has no native kernel; null when it has one. */
  public String whyNot(KernelCall call) {
    try (Kernel kernel = kernel(call)) {
      return kernel != null ? null : ops.contains(call.op()) ? Native.problem() : "no native kernel of that name";
    }
  }

  private static long[] types(KernelCall call) {
    LongStream.Builder list = LongStream.builder();
    write(list, call.inputs(), call.constant());
    write(list, call.outputs(), null);
    return list.build().toArray();
  }

  private static void write(LongStream.Builder list, List<TensorType> types, boolean[] constant) {
    list.add(types.size());
    for (int i = 0; i < types.size(); i++) {
      TensorType t = types.get(i);
      list.add(t == null ? 0 : t.dtype().onnx);
      list.add(constant != null && i < constant.length && constant[i] ? 1 : 0);
      list.add(t == null ? 0 : t.rank());
      if (t != null) {
        for (long d : t.dims()) {
          list.add(d);
        }
      }
    }
  }

  /** Attributes as lines {@code name=value}, numbers separated by commas; arrays and graphs are not for kernels. */
  private static String attributes(Map<String, Object> attrs) {
    StringBuilder text = new StringBuilder();
    attrs.forEach((name, value) -> {
      String v = value instanceof Long || value instanceof Double || value instanceof String ? value.toString()
          : value instanceof long[] a ? LongStream.of(a).mapToObj(Long::toString).collect(Collectors.joining(","))
              : value instanceof double[] d
                  ? DoubleStream.of(d).mapToObj(Double::toString).collect(Collectors.joining(","))
                  : null;
      if (v != null) {
        text.append(name).append('=').append(v).append('\n');
      }
    });
    return text.toString();
  }
}
