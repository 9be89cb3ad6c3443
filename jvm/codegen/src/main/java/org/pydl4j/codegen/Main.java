package org.pydl4j.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Op;

/**
 * Writes pydl4j/_generated and the op families for JVM programs: {@code Main OUTDIR [JVM_SOURCES [FAMILIES]]}, the
 * second argument being the folder of modules, "jvm" by default, the third where nd keeps the families.
 */
public final class Main {
  static final String NOTICE = "Written by `make generate` from the declarations in Java; do not edit.";

  private Main() {}

  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[0]);
    Path jvm = Path.of(args.length > 1 ? args[1] : "jvm");
    Path java = args.length > 2 ? Path.of(args[2]) : jvm.resolve("nd/src/main/java/org/pydl4j/nd/families");
    Docs docs = new Docs(jvm);
    Files.createDirectories(out);
    Files.createDirectories(java);
    Map<Class<?>, String> modules = new LinkedHashMap<>();
    List<Family> families = Families.all();
    families.forEach(f -> f.interfaces().forEach(i -> modules.put(i, f.module())));
    for (Family family : families) {
      Files.writeString(out.resolve(family.module() + ".py"), new RecordModule(family, docs, modules).write());
    }
    Files.writeString(out.resolve("ops.py"), OpsModule.write());
    Files.writeString(out.resolve("samediff.py"), SameDiffModule.write());
    for (Map.Entry<String, List<Op>> e : Namespaces.all().entrySet()) {
      Files.writeString(java.resolve(JavaFamily.type(e.getKey()) + ".java"), JavaFamily.write(e.getKey(), e.getValue()));
    }
    Files.writeString(out.resolve("__init__.py"), "\"\"\"" + NOTICE + "\"\"\"\n");
  }
}
