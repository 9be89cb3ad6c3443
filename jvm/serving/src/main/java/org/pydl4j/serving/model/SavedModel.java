package org.pydl4j.serving.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.nd.onnx.OnnxReader;
import org.pydl4j.nn.model.ArchiveReader;
import org.pydl4j.nn.model.ClassNames;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.samediff.SameDiff;
import org.pydl4j.serving.servable.Servable;

/**
 * A model file opened to be served: a network's zip, a SameDiff graph's zip, or an ONNX file.
 *
 * @param pipeline what makes the model's inputs from raw records and images; null where none was saved with it
 */
public record SavedModel(Servable servable, BoundPipeline pipeline) {
  private static final String PIPELINE = "pipeline.json";
  private static final String NETWORK = "configuration.json";
  private static final int VERSION_DIGITS = 12;

  /** Opens a file; the outputs are all of a network or ONNX model, of a SameDiff graph what needs no labels. */
  public static SavedModel open(Path file) {
    return open(file, List.of());
  }

  /**
   * Opens a file.
   *
   * @param outputs names of those that are wanted; empty for the usual ones
   * @throws IllegalArgumentException when the file is missing, damaged, no model, or has no such output
   */
  public static SavedModel open(Path file, List<String> outputs) {
    String version = version(file);
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return new SavedModel(new GraphServable(OnnxReader.read(file), outputs, version), null);
    }
    boolean network;
    try (ArchiveReader zip = ArchiveReader.open(file)) {
      network = zip.names().contains(NETWORK) || !zip.names().contains("graph.json");
    }
    if (network) {
      return network(Model.load(file), outputs, version);
    }
    try (SameDiff graph = SameDiff.load(file)) {
      List<String> wanted = outputs.isEmpty() ? graph.predictions() : outputs;
      return new SavedModel(new GraphServable(graph.frozen(graph.placeholders(wanted), wanted), wanted, version), null);
    }
  }

  private static SavedModel network(Model model, List<String> outputs, String version) {
    try {
      String json = model.extras().get(PIPELINE);
      Pipeline pipeline = json == null ? null : Pipeline.fromJson(json);
      if (pipeline != null) {
        nameClasses(model, pipeline);
      }
      return new SavedModel(new NetworkServable(model, outputs, version), pipeline == null ? null : pipeline.bind());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Classes that the model has no names for are called as the pipeline calls them. */
  private static void nameClasses(Model model, Pipeline pipeline) {
    Map<String, ClassNames> all = new HashMap<>(model.classNames());
    for (Signature.Tensor y : model.signature().outputs()) {
      List<String> names = pipeline.classNames(y.name());
      if (!all.containsKey(y.name()) && !y.isRegression() && names.size() > 1 && y.dims()[1] == names.size()) {
        all.put(y.name(), new ClassNames(ClassNames.Kind.TEXT, names));
      }
    }
    model.setClassNames(all);
  }

  /** The beginning of the file's SHA-256: equal files are one version, wherever they lie. */
  private static String version(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "[serving] no such model: got '" + file + "'; expected a file that save() wrote. Check the path.", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("[serving] cannot read the model " + file + ": " + e + ". Check the file.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("[serving] this Java has no SHA-256. Use another.", e);
    }
  }
}
