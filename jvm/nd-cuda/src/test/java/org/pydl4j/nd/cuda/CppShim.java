package org.pydl4j.nd.cuda;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.TensorType;

/**
 * Compiles CUDA sources with g++, the grid as two nested loops, and runs them: a program reads all inputs and writes
 * all outputs.
 */
final class CppShim {
  private static final int BLOCKS = 3;
  private static final int THREADS = 5;
  private static final String PRELUDE = """
      #include <cmath>
      #include <cstdio>
      #include <cstring>
      #include <vector>
      #define __global__
      #define __device__
      struct Dim { unsigned x; };
      static Dim blockIdx, blockDim, threadIdx, gridDim;
      static float __int_as_float(unsigned v) { float f; memcpy(&f, &v, 4); return f; }
      static double __longlong_as_double(long long v) { double d; memcpy(&d, &v, 8); return d; }
      static std::vector<char> read(size_t bytes) {
        std::vector<char> v(bytes + 1);
        if (fread(v.data(), 1, bytes, stdin) != bytes) throw "short input";
        return v;
      }
      """;

  private CppShim() {
  }

  /** The outputs of each call for its inputs. */
  static List<List<NDArray>> run(List<KernelCall> calls, List<List<NDArray>> inputs) throws Exception {
    Path folder = Files.createTempDirectory("pointwise");
    try {
      Files.writeString(folder.resolve("all.cpp"), source(calls));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (List<NDArray> in : inputs) {
        for (NDArray a : in) {
          bytes.writeBytes(bytes(a));
        }
      }
      Files.write(folder.resolve("in"), bytes.toByteArray());
      execute(folder, "g++", "-O1", "-std=c++17", "-ffp-contract=off", "-o", "all", "all.cpp");
      execute(folder, "sh", "-c", "./all < in > out");
      ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("out"))).order(ByteOrder.nativeOrder());
      List<List<NDArray>> results = new ArrayList<>();
      for (KernelCall c : calls) {
        results.add(c.outputs().stream().map(t -> read(all, t)).toList());
      }
      return results;
    } finally {
      try (var files = Files.list(folder)) {
        for (Path p : files.toList()) {
          Files.delete(p);
        }
      }
      Files.delete(folder);
    }
  }

  private static byte[] bytes(NDArray a) {
    byte[] b = new byte[Math.toIntExact(a.size() * a.dtype().bytes)];
    if (b.length > 0) {
      a.bytesFrom(0).get(b);
    }
    return b;
  }

  private static NDArray read(ByteBuffer from, TensorType t) {
    NDArray a = NDArray.create(t.dtype(), t.dims());
    if (a.size() > 0) {
      int n = Math.toIntExact(t.bytes());
      a.bytesFrom(0).put(from.slice(from.position(), n));
      from.position(from.position() + n);
    }
    return a;
  }

  private static void execute(Path folder, String... command) throws Exception {
    Process p = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(p.getInputStream().readAllBytes());
    if (p.waitFor() != 0) {
      throw new IllegalStateException("[" + command[0] + "] failed:\n" + text);
    }
  }

  private static String source(List<KernelCall> calls) {
    StringBuilder s = new StringBuilder(PRELUDE);
    StringBuilder main = new StringBuilder("int main() {\n");
    for (int i = 0; i < calls.size(); i++) {
      s.append("namespace n").append(i).append(" {\n").append(PointwiseSource.of("k" + i, calls.get(i))).append("}\n");
      KernelCall c = calls.get(i);
      main.append("  {\n");
      List<String> arguments = new ArrayList<>();
      for (int k = 0; k < c.inputs().size(); k++) {
        main.append("    auto in").append(k).append(" = read(").append(c.inputs().get(k).bytes()).append(");\n");
        arguments.add("in" + k);
      }
      for (int k = 0; k < c.outputs().size(); k++) {
        main.append("    std::vector<char> out").append(k).append('(').append(c.outputs().get(k).bytes() + 1)
            .append(");\n");
        arguments.add("out" + k);
      }
      main.append("    gridDim.x = ").append(BLOCKS).append(", blockDim.x = ").append(THREADS).append(";\n");
      main.append("    for (blockIdx.x = 0; blockIdx.x < gridDim.x; blockIdx.x++)\n      for (threadIdx.x "
          + "= 0; threadIdx.x < blockDim.x; threadIdx.x++)\n");
      main.append("        reinterpret_cast<void (*)(").append("void*, ".repeat(arguments.size()).replaceAll(", $", ""))
          .append(")>(n").append(i).append("::k").append(i).append(")(");
      main.append(String.join(", ", arguments.stream().map(a -> a + ".data()").toList())).append(");\n");
      for (int k = 0; k < c.outputs().size(); k++) {
        main.append("    fwrite(out").append(k).append(".data(), 1, ").append(c.outputs().get(k).bytes())
            .append(", stdout);\n");
      }
      main.append("  }\n");
    }
    return s.append(main).append("}\n").toString();
  }
}
