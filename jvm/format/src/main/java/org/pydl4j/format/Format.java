package org.pydl4j.format;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.jdt.core.JavaCore;
import org.eclipse.jdt.core.ToolFactory;
import org.eclipse.jdt.core.formatter.CodeFormatter;
import org.eclipse.jdt.core.formatter.DefaultCodeFormatterConstants;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.Document;
import org.eclipse.text.edits.TextEdit;

/**
 * Formats Java sources by Eclipse's formatter: {@code Format check|apply STAMP FOLDER...}. Checking names the files
 * that are not formatted and ends with 1. Files that were right at the last run, as the stamp knows, are not looked at
 * again.
 */
public final class Format {
  /** Wrapping one expression may let another be wrapped better. */
  private static final int MAX_PASSES = 4;
  private static final String PREFIX = "org.eclipse.jdt.core.formatter.";
  private final Map<String, String> settings;
  private final boolean apply;
  private final Properties right;

  private Format(Map<String, String> settings, boolean apply, Properties right) {
    this.settings = settings;
    this.apply = apply;
    this.right = right;
  }

  /** What the class says. */
  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    Path stamp = Path.of(args[1]);
    Map<String, String> settings = settings();
    Properties right = read(stamp, Integer.toHexString(settings.hashCode()));
    Format format = new Format(settings, apply, right);
    List<Path> sources = new ArrayList<>();
    for (String folder : List.of(args).subList(2, args.length)) {
      sources.addAll(sources(Path.of(folder)));
    }
    List<Path> changed = sources.parallelStream().filter(format::changes).sorted().toList();
    Files.createDirectories(stamp.toAbsolutePath().getParent());
    try (var out = Files.newBufferedWriter(stamp)) {
      right.store(out, null);
    }
    if (!apply && !changed.isEmpty()) {
      changed.forEach(p -> System.err.println("[format] " + p + " is not formatted. Run `make format`."));
      System.exit(1);
    }
  }

  /** The Java sources of a folder, without what is built and what is generated. */
  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> p.toString().endsWith(".java") && !p.toString().matches(".*/(build|families)/.*"))
          .toList();
    }
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> all = new HashMap<>(DefaultCodeFormatterConstants.getEclipseDefaultSettings());
    JavaCore.setComplianceOptions("17", all);
    Properties ours = new Properties();
    try (Reader in =
        new InputStreamReader(Format.class.getResourceAsStream("/format.properties"), StandardCharsets.UTF_8)) {
      ours.load(in);
    }
    for (String name : ours.stringPropertyNames()) {
      if (all.put(PREFIX + name, ours.getProperty(name)) == null) {
        throw new IllegalArgumentException("[format] got the setting " + name + "; expected one that Eclipse knows.");
      }
    }
    return all;
  }

  /** What was right under these rules. */
  private static Properties read(Path stamp, String rules) throws IOException {
    Properties right = new Properties();
    if (Files.exists(stamp)) {
      try (var in = Files.newBufferedReader(stamp)) {
        right.load(in);
      }
    }
    if (!rules.equals(right.getProperty("rules"))) {
      right.clear();
      right.setProperty("rules", rules);
    }
    return right;
  }

  private static String mark(String text) {
    return Integer.toHexString(text.hashCode()) + "-" + text.length();
  }

  /** Whether formatting changes a file; when applying, it is written. */
  private boolean changes(Path source) {
    try {
      String text = Files.readString(source);
      if (mark(text).equals(right.getProperty(source.toString()))) {
        return false;
      }
      String made = text;
      String before = "";
      for (int i = 0; i < MAX_PASSES && !made.equals(before); i++) {
        before = made;
        made = Comments.wrapped(formatted(made));
      }
      if (apply && !made.equals(text)) {
        Files.writeString(source, made);
      }
      if (apply || made.equals(text)) {
        right.setProperty(source.toString(), mark(made));
      }
      return !made.equals(text);
    } catch (IOException | BadLocationException | IllegalArgumentException e) {
      throw new IllegalStateException("[format] " + source + ": " + e.getMessage(), e);
    }
  }

  private String formatted(String text) throws BadLocationException {
    CodeFormatter formatter = ToolFactory.createCodeFormatter(settings);
    int kind = CodeFormatter.K_COMPILATION_UNIT | CodeFormatter.F_INCLUDE_COMMENTS;
    TextEdit edit = formatter.format(kind, text, 0, text.length(), 0, "\n");
    if (edit == null) {
      throw new IllegalArgumentException("got text that is no Java source; expected one that compiles.");
    }
    Document document = new Document(text);
    edit.apply(document);
    return document.get();
  }
}
