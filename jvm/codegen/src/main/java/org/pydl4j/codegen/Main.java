package org.pydl4j.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pydl4j.bridge.constructors.Constructors;
import org.pydl4j.nd.graph.Op;

/**
 * Writes pydl4j/_generated and the op families for JVM programs: {@code Main OUTDIR [JVM_SOURCES [FAMILIES]]}, the
 * second argument being the folder of modules, "jvm" by default, the third where nd keeps the families.
 */
public final class Main {
  static final String NOTICE = Constructors.NOTICE;

  private Main() {}

  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[0]);
    Path jvm = Path.of(args.length > 1 ? args[1] : "jvm");
    Path java = args.length > 2 ? Path.of(args[2]) : jvm.resolve("nd/src/main/java/org/pydl4j/nd/families");
    Files.createDirectories(out);
    Files.createDirectories(java);
    for (Map.Entry<String, String> e : Constructors.modules(jvm).entrySet()) {
      Files.writeString(out.resolve(e.getKey() + ".py"), e.getValue());
    }
    Files.writeString(out.resolve("ops.py"), OpsModule.write());
    Files.writeString(out.resolve("samediff.py"), SameDiffModule.write());
    for (Map.Entry<String, List<Op>> e : Namespaces.all().entrySet()) {
      Files.writeString(java.resolve(JavaFamily.type(e.getKey()) + ".java"), JavaFamily.write(e.getKey(), e.getValue()));
    }
    Files.writeString(out.resolve("__init__.py"), "\"\"\"" + NOTICE + "\"\"\"\n");
  }
}
