package org.pydl4j.serving;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.pydl4j.nd.json.Nearest;
import org.pydl4j.serving.codec.Codec;

/** A saved model at work without Python: the class of an image, answers to rows, and the commands of other jars. */
public final class Main {
  private static final String USAGE = """
      Usage: java -cp 'build/jars/*:build/jars/lib/*' org.pydl4j.serving.Main COMMAND
        predict --model model.zip --image file.png [--json]
              prints the image's class and its probabilities, made ready by the pipeline saved in the model
        predict --model model.zip --rows rows.jsonl
              prints what the model answers to each line, a JSON object of the pipeline's columns, as a line of JSON;
              rows.csv has a header and columns in any order
      """;
  /** Commands of jars of ours, by what must be added for them. */
  private static final Map<String, String> ELSEWHERE = Map.of("kafka", "org.pydl4j:pydl4j-serving-kafka");

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR"); // no lines about a missing log provider
    }
    int status;
    try (Stop stop = Stop.atShutdown()) {
      status = run(args, System.out, System.err, stop);
    }
    System.exit(status);
  }

  /** Runs a command; 0 when it went well, 1 on an error, 2 on wrong arguments. */
  static int run(String[] args, PrintStream out, PrintStream err, Stop stop) {
    Map<String, Command> others = new TreeMap<>();
    ServiceLoader.load(Command.class, Main.class.getClassLoader()).forEach(c -> others.put(c.name(), c));
    try {
      String name = args.length == 0 ? "" : args[0];
      switch (name) {
        case "predict" -> {
          if (List.of(args).contains("--rows")) {
            Map<String, String> options = options(args, List.of("model", "rows"), List.of());
            predictRows(Path.of(options.get("model")), Path.of(options.get("rows")), out, stop);
          } else {
            Map<String, String> options = options(args, List.of("model", "image"), List.of("json"));
            predict(Path.of(options.get("model")), Path.of(options.get("image")), options.containsKey("json"), out);
          }
        }
        case "" -> throw new UsageException("[serving] no command.");
        default -> {
          Command command = other(name, others);
          command.run(options(args, command.options(), List.of()), out, stop);
        }
      }
      return 0;
    } catch (UsageException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      others.values().forEach(c -> err.print(c.usage().indent(2)));
      return 2;
    } catch (IllegalArgumentException | IllegalStateException e) {
      err.println(e.getMessage());
      return 1;
    } catch (RuntimeException | IOException e) {
      err.println(e);
      return 1;
    }
  }

  private static Command other(String name, Map<String, Command> others) {
    if (others.containsKey(name)) {
      return others.get(name);
    } else if (ELSEWHERE.containsKey(name)) {
      throw new IllegalArgumentException("[serving " + name + "] the command is not on the class path: expected "
          + ELSEWHERE.get(name) + ". Add that jar and what it needs.");
    }
    List<String> known = new ArrayList<>(others.keySet());
    known.add("predict");
    throw new UsageException("[serving] unknown command: got '" + name + "'; " + Nearest.hint(name, known));
  }

  private static void predict(Path model, Path image, boolean json, PrintStream out) throws IOException {
    byte[] file = bytes(image);
    try (Predictor predictor = Predictor.load(model)) {
      Prediction prediction = predictor.predictImage(file);
      if (json) {
        JsonObject line = new JsonObject();
        line.addProperty("class", prediction.index());
        line.addProperty("name", prediction.name());
        line.add("probabilities", new Gson().toJsonTree(prediction.probabilities()));
        out.println(line);
        return;
      }
      out.printf(Locale.ROOT, "class %d %s  probability %.4f%n",
          prediction.index(), prediction.name(), prediction.probability());
      List<String> names = predictor.classNames();
      for (int i = 0; i < prediction.probabilities().length; i++) {
        String name = i < names.size() ? names.get(i) : "";
        out.printf(Locale.ROOT, "  %2d %-12s %.4f%n", i, name, prediction.probabilities()[i]);
      }
    }
  }

  private static void predictRows(Path model, Path rows, PrintStream out, Stop stop) throws IOException {
    String[] lines = RowFile.isCsv(rows) ? new String[0] : new String(bytes(rows), StandardCharsets.UTF_8).split("\\R");
    try (Predictor predictor = Predictor.load(model); Codec codec = predictor.codec("row")) {
      if (RowFile.isCsv(rows)) {
        RowFile.read(rows, predictor.pipeline(), json -> {
          if (!stop.isAsked()) {
            out.println(new String(predictor.answer(codec, json), StandardCharsets.UTF_8));
          }
        });
      }
      for (int i = 0; i < lines.length && !stop.isAsked(); i++) {
        if (lines[i].isBlank()) {
          continue;
        }
        try {
          byte[] answer = predictor.answer(codec, lines[i].getBytes(StandardCharsets.UTF_8));
          out.println(new String(answer, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("[predict at " + rows + ":" + (i + 1) + "] " + e.getMessage(), e);
        }
      }
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("[predict] cannot read " + file + ": " + e + ". Give a file.", e);
    }
  }

  private static Map<String, String> options(String[] args, List<String> required, List<String> flags) {
    List<String> known = new ArrayList<>(required);
    known.addAll(flags);
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < args.length; i++) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
      if (!args[i].startsWith("--") || !known.contains(name)) {
        throw new UsageException(
            "[serving " + args[0] + "] unknown option: got '" + args[i] + "'; " + Nearest.hint(name, known));
      }
      if (flags.contains(name)) {
        options.put(name, "");
        continue;
      }
      if (++i == args.length) {
        throw new UsageException("[serving " + args[0] + "] no value: got nothing after --" + name + "; expected one.");
      }
      options.put(name, args[i]);
    }
    for (String name : required) {
      if (!options.containsKey(name)) {
        throw new UsageException("[serving " + args[0] + "] option is missing: got no --" + name + "; expected one.");
      }
    }
    return options;
  }

  private static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }
}
