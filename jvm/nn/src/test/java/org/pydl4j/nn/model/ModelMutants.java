package org.pydl4j.nn.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.OffHeapMemoryError;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.plan.run.NonFiniteException;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.samediff.SameDiff;

/**
 * Saved models, damaged and forged in many ways, loaded and run: each works, or has an error of the kinds that callers
 * expect, in little memory and time.
 *
 * <p>{@code main COUNT SEED FOLDER FILE...} runs the long form over files of any networks; JUnit runs a short one.
 */
final class ModelMutants {
  private static final long MOST_MS = 20_000;
  private static final long MOST_BYTES = 256 << 20;
  private static final int MOST_ELEMENTS = 1 << 16;
  private static final String[] TEXTS =
      {"null", "-1", "0", "1", "2", "7", "2147483647", "2147483648", "9223372036854775807",
          "1e308", "1e999", "-0.5", "\"NaN\"", "\"Infinity\"", "\"\"", "\"x\"", "[]", "{}", "[null]", "true", "100000",
          "1000000000",
          "[[[[[[]]]]]]", "{\"@type\": \"DenseLayer\"}", "[1, 2]", "[0, 0]", "[-1, -1]"};

  private final Random random;
  private final Path file;

  private ModelMutants(long seed, Path folder) {
    this.random = new Random(seed);
    this.file = folder.resolve("mutant.zip");
  }

  public static void main(String[] args) throws IOException {
    List<Path> files = Arrays.stream(args).skip(3).map(Path::of).toList();
    long begin = System.nanoTime();
    System.out.println(
        "what became of them: " + run(Integer.parseInt(args[0]), Long.parseLong(args[1]), files, Path.of(args[2])));
    System.out.printf("%s mutants in %.1f s, %d MB at most%n", args[0], (System.nanoTime() - begin) / 1e9,
        Backends.pool().peakBytes() >> 20);
  }

  /** What became of so many mutants; whatever else happens raises AssertionError and leaves the file. */
  static Map<String, Integer> run(int count, long seed, List<Path> originals, Path folder) throws IOException {
    ModelMutants mutants = new ModelMutants(seed, folder);
    List<Map<String, byte[]>> entries = new ArrayList<>();
    for (Path original : originals) {
      entries.add(entries(original));
    }
    long before = Backends.pool().limitBytes();
    Backends.pool().setLimitBytes(MOST_BYTES);
    Map<String, Integer> seen = new TreeMap<>();
    try {
      for (int i = 0; i < count; i++) {
        int of = mutants.random.nextInt(originals.size());
        String how =
            mutants.write(originals.get(of), entries.get(of), entries.get(mutants.random.nextInt(originals.size())));
        String where = "seed " + seed + ", mutant " + i + " of " + originals.get(of).getFileName() + ", " + how + ", "
            + mutants.file;
        long begin = System.nanoTime();
        seen.merge(mutants.result(where), 1, Integer::sum);
        if ((System.nanoTime() - begin) / 1_000_000 > MOST_MS) {
          throw new AssertionError(where + " took too long");
        }
      }
      return seen;
    } finally {
      Backends.pool().setLimitBytes(before);
    }
  }

  private String result(String where) {
    boolean loaded = false;
    try {
      if (has("graph.json")) {
        SameDiff.load(file).close();
        return "loaded";
      }
      try (Model model = Model.load(file)) {
        loaded = true;
        return answer(model);
      }
    } catch (IllegalArgumentException | UnsupportedOperationException | OffHeapMemoryError | NonFiniteException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith("[") || message.length() > 2000) {
        throw new AssertionError(where + ": " + e, e);
      }
      String reason = message.replaceFirst(".*is not a model: ", "").replaceAll("[0-9]+", "#");
      return (loaded ? "run: " : "load: ") + reason.substring(0, Math.min(reason.length(), 30));
    } catch (UncheckedIOException e) {
      return "load: IOException";
    } catch (Throwable e) {
      throw new AssertionError(where + (loaded ? " when run: " : ": ") + e, e);
    }
  }

  private boolean has(String entry) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(entry) != null;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Asks for one output where the network is small enough. */
  private static String answer(Model model) {
    List<String> inputs = model.graphConfiguration().networkInputs();
    List<NDArray> features = new ArrayList<>();
    try {
      for (String input : inputs) {
        long[] dims = model.types().get(input).dims();
        dims[0] = 2;
        for (int i = 1; i < dims.length; i++) {
          dims[i] = dims[i] < 0 ? 5 : dims[i];
          if (dims[i] == 0 || dims[i] > MOST_ELEMENTS) {
            return "loaded, too large to run";
          }
        }
        if (Arrays.stream(dims).reduce(1, Math::multiplyExact) > MOST_ELEMENTS || model.numParams() > MOST_ELEMENTS) {
          return "loaded, too large to run";
        }
        features.add(NDArray.zeros(DType.FLOAT32, dims));
      }
      if (features.size() == 1) {
        model.output(features.get(0)).close();
      }
      return "answered";
    } finally {
      features.forEach(NDArray::close);
    }
  }

  // mutants ---------------------------------------------------------------------------------------------------------

  private static Map<String, byte[]> entries(Path path) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (ZipEntry e : zip.stream().toList()) {
        entries.put(e.getName(), zip.getInputStream(e).readAllBytes());
      }
    }
    return entries;
  }

  /** Writes a mutant and says how it was made. */
  private String write(Path original, Map<String, byte[]> of, Map<String, byte[]> other) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>(of);
    List<String> names = List.copyOf(of.keySet());
    String name = names.get(random.nextInt(names.size()));
    String how = name + ": ";
    switch (random.nextInt(12)) {
      case 0 -> {
        Files.write(file, bytes(Files.readAllBytes(original)));
        return "bytes of the file";
      }
      case 1 -> {
        byte[] all = Files.readAllBytes(original);
        Files.write(file, Arrays.copyOf(all, random.nextInt(all.length)));
        return "cut";
      }
      case 2 -> {
        entries.remove(name);
        how += "removed";
      }
      case 3 -> {
        entries.put(name, other.getOrDefault(name, of.get(names.get(random.nextInt(names.size())))));
        how += "exchanged";
      }
      case 4 -> {
        entries.put(name, bytes(of.get(name)));
        how += "bytes";
      }
      case 5 -> {
        entries.put("more" + random.nextInt(3), bytes(of.get(name)));
        how += "added";
      }
      default -> {
        if (name.endsWith(".json")) {
          JsonElement tree = Records.parse(new String(of.get(name), StandardCharsets.UTF_8));

          for (int i = random.nextInt(3); i >= 0; i--) {
            how += change(tree) + "; ";
          }
          entries.put(name, tree.toString().getBytes(StandardCharsets.UTF_8));
        } else {
          entries.put(name, header(of.get(name)));
          how += "header";
        }
      }
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue());
        zip.closeEntry();
      }
    }
    return how;
  }

  private byte[] bytes(byte[] original) {
    byte[] v = original.clone();
    for (int i = random.nextInt(6); i >= 0 && v.length > 0; i--) {
      int at = random.nextInt(v.length);
      if (random.nextInt(4) == 0) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(v, 0, at);
        out.write(v, at, random.nextInt(v.length - at) + 1);
        out.write(v, at, v.length - at);
        v = out.toByteArray();
      } else {
        v[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return v;
  }

  private byte[] header(byte[] npy) {
    String text = new String(npy, StandardCharsets.ISO_8859_1);
    String[] shapes = {"(1<<40,)", "(-1,)", "(4294967296, 4294967296)", "()", "(0,)", "(3,)", "(1e3,)",
        "(99999999999999999999,)", "None"};
    String[] types = {"<f8", ">f4", "|O", "<i4", "<c8", "<U9", "|V4", "<f2", "<u1"};
    String changed = switch (random.nextInt(3)) {
      case 0 -> text.replaceFirst("\\([0-9, ]*\\)", shapes[random.nextInt(shapes.length)]);
      case 1 -> text.replaceFirst("<f4", types[random.nextInt(types.length)].replace("|", "\\|"));
      default -> text.replaceFirst("False", random.nextBoolean() ? "True" : "os");
    };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Changes one random place of the tree. */
  private String change(JsonElement tree) {
    List<JsonElement> inner = new ArrayList<>();
    collect(tree, inner);
    if (inner.isEmpty()) {
      return "nothing";
    }
    JsonElement at = inner.get(random.nextInt(inner.size()));
    JsonElement value = random.nextInt(4) == 0 ? inner.get(random.nextInt(inner.size())).deepCopy()
        : Records.parse(TEXTS[random.nextInt(TEXTS.length)]);
    if (at instanceof JsonArray array) {
      int i = array.isEmpty() ? 0 : random.nextInt(array.size());
      if (array.isEmpty() || random.nextInt(4) == 0) {
        array.add(value);
      } else if (random.nextInt(4) == 0) {
        array.remove(i);
      } else {
        array.set(i, value);
      }
      return "[" + i + "] " + brief(value);
    }
    JsonObject object = (JsonObject) at;
    List<String> names = List.copyOf(object.keySet());
    if (names.isEmpty()) {
      object.add("x", value);
      return "x";
    }
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> object.remove(name);
      case 1 -> object.add(name + "x", value);
      default -> object.add(name, value);
    }
    return name + " " + brief(value);
  }

  private static String brief(JsonElement value) {
    String s = value.toString();
    return s.length() < 60 ? s : s.substring(0, 60);
  }

  private static void collect(JsonElement e, List<JsonElement> into) {
    if (e instanceof JsonArray array) {
      into.add(e);
      array.forEach(x -> collect(x, into));
    } else if (e instanceof JsonObject object) {
      into.add(e);
      object.entrySet().forEach(x -> collect(x.getValue(), into));
    } else if (!(e instanceof JsonPrimitive) && !(e instanceof JsonNull)) {
      throw new AssertionError(e);
    }
  }
}
