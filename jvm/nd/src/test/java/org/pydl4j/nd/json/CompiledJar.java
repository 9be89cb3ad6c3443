package org.pydl4j.nd.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar of somebody else: compiled in the test, with or without our annotation processor. */
record CompiledJar(Path file) {
  /**
   * Compiles sources into a jar.
   *
   * @param folder where the jar goes
   * @param processed whether {@link VariantsProcessor} lists its records
   * @param sources text by class name, dotted
   * @param resources further files of the jar by path
   */
  static CompiledJar of(Path folder, boolean processed, Map<String, String> sources, Map<String, String> resources)
      throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units = sources.entrySet().stream()
        .<JavaFileObject>map(
            e -> new SimpleJavaFileObject(URI.create("string:///" + e.getKey().replace('.', '/') + ".java"),
                JavaFileObject.Kind.SOURCE) {
              @Override
              public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return e.getValue();
              }
            })
        .toList();
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"),
        processed ? "-Xlint:-options" : "-proc:none");
    if (!units.isEmpty() && !compiler.getTask(messages, null, null, options, null, units).call()) {
      throw new IllegalArgumentException("the test's sources do not compile:\n" + messages);
    }
    for (Map.Entry<String, String> e : resources.entrySet()) {
      Path to = classes.resolve(e.getKey());
      Files.createDirectories(to.getParent());
      Files.writeString(to, e.getValue());
    }
    Path jar = folder.resolve("theirs.jar");
    try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path p : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(p).toString().replace('\\', '/')));
        Files.copy(p, out);
      }
    }
    return new CompiledJar(jar);
  }

  URL url() throws IOException {
    return file.toUri().toURL();
  }

  /** Runs work in a thread whose context class loader has the jar, as a Spark task's has those of {@code --jars}. */
  <T> T in(Callable<T> work) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {url()}, CompiledJar.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      return work.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
