package org.pydl4j.codegen;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pydl4j.nd.api.Api;
import org.pydl4j.nd.api.Internal;

/**
 * Writes what programs may rely on, one line each: the public types of packages that are {@link Api}, and their public
 * and protected members. {@code ApiDump FILE}; it reads the class path.
 */
final class ApiDump {
  private final Set<String> lines = new TreeSet<>();

  private ApiDump() {}

  public static void main(String[] args) throws IOException {
    ApiDump dump = new ApiDump();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        dump.walk(path);
      } else if (path.getFileName().toString().startsWith("pydl4j-")) {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          dump.walk(jar.getPath("/"));
        }
      }
    }
    Files.createDirectories(Path.of(args[0]).toAbsolutePath().getParent());
    Files.write(Path.of(args[0]), dump.lines);
  }

  private void walk(Path root) throws IOException {
    Path ours = root.resolve("org/pydl4j");
    if (!Files.isDirectory(ours)) {
      return;
    }
    try (Stream<Path> files = Files.walk(ours)) {
      files.map(f -> root.relativize(f).toString()).filter(f -> f.endsWith(".class"))
          .map(f -> f.substring(0, f.length() - 6).replace('/', '.')).forEach(this::type);
    }
  }

  private void type(String name) {
    Class<?> type;
    try {
      type = Class.forName(name, false, ApiDump.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    if (type.isSynthetic() || type.isAnonymousClass() || type.isLocalClass() || !isApi(type)) {
      return;
    }
    String at = type.getName();
    String above = Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(
        type.getGenericInterfaces())).map(ApiDump::brief).filter(s -> !s.equals("Object") && !s.startsWith("Enum<"))
        .collect(Collectors.joining(", "));
    String kind = type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : type.isEnum() ? "enum"
        : type.isRecord() ? "record" : Modifier.isAbstract(type.getModifiers()) ? "abstract class" : "class";
    line(at + " " + kind + (above.isEmpty() ? "" : " of " + above), type.isAnnotationPresent(Deprecated.class));
    for (Constructor<?> c : type.getDeclaredConstructors()) {
      if (isVisible(c.getModifiers()) && !c.isSynthetic()) {
        line(at + "(" + parameters(c.getParameters()) + ")", c.isAnnotationPresent(Deprecated.class));
      }
    }
    for (Method m : type.getDeclaredMethods()) {
      if (isVisible(m.getModifiers()) && !m.isSynthetic()) {
        line(at + "." + m.getName() + "(" + parameters(m.getParameters()) + "): "
            + brief(m.getGenericReturnType()) + kind(m), m.isAnnotationPresent(Deprecated.class));
      }
    }
    for (Field f : type.getDeclaredFields()) {
      if (isVisible(f.getModifiers()) && !f.isSynthetic()) {
        line(at + "." + f.getName() + ": " + brief(f.getGenericType()), f.isAnnotationPresent(Deprecated.class));
      }
    }
  }

  /** What callers or implementors must know beside the signature. */
  private static String kind(Method m) {
    boolean mustBeWritten = Modifier.isAbstract(m.getModifiers()) && !m.getDeclaringClass().isSealed();
    return Modifier.isStatic(m.getModifiers()) ? " static" : mustBeWritten ? " abstract" : "";
  }

  private void line(String text, boolean deprecated) {
    lines.add(text + (deprecated ? " deprecated" : ""));
  }

  /** Whether the type and all around it are public, its package is API, and nothing of it is internal. */
  private static boolean isApi(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
      if (!isVisible(c.getModifiers()) || c.isAnnotationPresent(Internal.class)) {
        return false;
      }
    }
    return type.getPackage().isAnnotationPresent(Api.class);
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String parameters(Parameter[] parameters) {
    return Arrays.stream(parameters).map(p -> brief(p.getParameterizedType())).collect(Collectors.joining(", "));
  }

  /** A type without the packages of Java and of ours, which the line's beginning tells. */
  private static String brief(Type type) {
    return type.getTypeName().replaceAll("\\b(?:java|org\\.pydl4j)\\.(?:[a-z0-9]+\\.)+", "");
  }
}
