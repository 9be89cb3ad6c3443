package org.pydl4j.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes pydl4j/_generated: {@code Main OUTDIR [JVM_SOURCES]}, the second argument being the folder of modules, "jvm"
 * by default.
 */
public final class Main {
  static final String NOTICE = "Written by `make generate` from the declarations in Java; do not edit.";

  private Main() {}

  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[0]);
    Docs docs = new Docs(Path.of(args.length > 1 ? args[1] : "jvm"));
    Files.createDirectories(out);
    Map<Class<?>, String> modules = new LinkedHashMap<>();
    List<Family> families = Families.all();
    families.forEach(f -> f.interfaces().forEach(i -> modules.put(i, f.module())));
    for (Family family : families) {
      Files.writeString(out.resolve(family.module() + ".py"), new RecordModule(family, docs, modules).write());
    }
    Files.writeString(out.resolve("ops.py"), OpsModule.write());
    Files.writeString(out.resolve("samediff.py"), SameDiffModule.write());
    Files.writeString(out.resolve("__init__.py"), "\"\"\"" + NOTICE + "\"\"\"\n");
  }
}
