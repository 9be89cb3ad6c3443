package org.pydl4j.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pydl4j.bridge.constructors.Constructors;
import org.pydl4j.nd.graph.Op;

/**
 * Writes pydl4j/_generated, the op families for JVM programs, and the tables of native kernels:
 * {@code Main OUTDIR JVM_SOURCES FAMILIES CPP}, the second argument being the folder of modules, the third where nd
 * keeps the families, the fourth where nd-cpu keeps generated headers.
 */
public final class Main {
  static final String NOTICE = Constructors.NOTICE;

  private Main() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("pydl4j.backend", "java"); // examples show what the reference kernels compute
    Path out = Path.of(args[0]);
    Path jvm = Path.of(args[1]);
    Path java = Path.of(args[2]);
    Path cpp = Path.of(args[3]);
    for (Path folder : List.of(out, java, cpp)) {
      Files.createDirectories(folder);
    }
    for (Map.Entry<String, String> e : Constructors.modules(jvm, RecordExample::of).entrySet()) {
      Files.writeString(out.resolve(e.getKey() + ".py"), e.getValue());
    }
    Files.writeString(out.resolve("ops.py"), OpsModule.write());
    Files.writeString(out.resolve("samediff.py"), SameDiffModule.write());
    for (Map.Entry<String, List<Op>> e : Namespaces.all().entrySet()) {
      Files.writeString(java.resolve(JavaFamily.type(e.getKey()) + ".java"),
          JavaFamily.write(e.getKey(), e.getValue()));
    }
    Files.writeString(cpp.resolve("pointwise_table.h"), PointwiseTable.write());
    Files.writeString(out.resolve("__init__.py"), "\"\"\"" + NOTICE + "\"\"\"\n");
  }
}
