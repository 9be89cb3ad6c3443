package org.pydl4j.bridge.constructors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pydl4j.nd.json.Doc;

/** What types and components mean: their {@link Doc}, else the javadoc in the sources. */
final class Docs {
  /** The text of a type and of its components by name. */
  record Text(String summary, Map<String, String> params) {}

  private final Map<String, String> sources = new LinkedHashMap<>();

  /** What the classes themselves say. */
  Docs() {}

  /** Also what the Java sources of all modules below a folder say. */
  Docs(Path jvm) {
    try (Stream<Path> files = Files.walk(jvm)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/main/"))
          .toList()) {
        sources.put(file.toString().replaceAll(".*/src/main/java/", ""), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Text of(Class<?> type) {
    Class<?> top = type;
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    String source = sources.getOrDefault(top.getName().replace('.', '/') + ".java", "");
    String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : "interface";
    Matcher found = Pattern.compile("/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*(?:@[^\\n]*\\s+)*(?:[a-z-]+ )*" + kind
        + " " + type.getSimpleName() + "\\b")
        .matcher(source);
    Text text = found.find() ? parse(found.group(1)) : new Text("", Map.of());
    return type.isAnnotationPresent(Doc.class) ? new Text(type.getAnnotation(Doc.class).value(), text.params) : text;
  }

  /** The doc of a component. */
  String of(AnnotatedElement component, String name, Text owner) {
    Doc doc = component.getAnnotation(Doc.class);
    return doc == null ? owner.params.getOrDefault(name, "") : plain(doc.value());
  }

  private static Text parse(String javadoc) {
    String text = javadoc.replaceAll("(?m)^\\s*\\* ?", "").strip();
    List<String> parts = List.of(text.split("(?m)^@"));
    Map<String, String> params = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      Matcher m = Pattern.compile("param (\\S+)\\s+([\\s\\S]*)").matcher(part);
      if (m.matches()) {
        params.put(m.group(1), plain(m.group(2)));
      }
    }
    return new Text(plain(text.startsWith("@") ? "" : parts.get(0)), params);
  }

  /** Javadoc's markup as plain text; paragraphs are separated by empty lines. */
  static String plain(String text) {
    return text.replaceAll("\\{@code ([^}]*)}", "``$1``")
        .replaceAll("\\{@link(?:plain)? #?([\\w.]+)(?:#(\\w+))?[^}]*}", "`$1`")
        .replaceAll("</?(ul|ol|pre|b|i|em)>", "").replaceAll("\\s*<li>", "\n\n- ").replace("&lt;", "<")
        .replace("&gt;", ">").replace("&amp;", "&")
        .replaceAll("\\s*<p>\\s*", "\n\n").strip().replaceAll("(?<!\n)\n(?!\n)", " ").replaceAll("[ \\t]+", " ");
  }
}
