package org.pydl4j.datavec.normalize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.json.Nearest;

/**
 * A normalizer for each of several inputs and outputs; those that are not named here are left as they are, such as ids.
 * DL4J: MultiNormalizerHybrid.
 *
 * @param inputs what scales the features of an input, by its name
 * @param outputs what scales the targets of an output, by its name
 */
public record MultiNormalizerHybrid(Map<String, ColumnNormalizer> inputs, Map<String, ColumnNormalizer> outputs)
    implements Normalizer {
  public MultiNormalizerHybrid {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    List.of(inputs, outputs).forEach(all -> all.forEach((name, of) -> {
      if (of.fitLabels()) {
        throw new IllegalArgumentException("[MultiNormalizerHybrid] the normalizer of '" + name
            + "' scales labels, too: got fitLabels; expected one column each. "
            + "Give the output a normalizer of its own.");
      }
    }));
  }

  static Map<String, Object> defaults() {
    return Map.of("inputs", Map.of(), "outputs", Map.of());
  }

  @Override
  public boolean isFitted() {
    return inputs.values().stream().allMatch(Normalizer::isFitted)
        && outputs.values().stream().allMatch(Normalizer::isFitted);
  }

  @Override
  public MultiNormalizerHybrid fit(BatchSource data) {
    Fitting f = Fitting.of(data, this);
    Map<String, ColumnNormalizer> xs = new LinkedHashMap<>(inputs);
    Map<String, ColumnNormalizer> ys = new LinkedHashMap<>(outputs);
    xs.replaceAll((name, of) -> of.fitted(f.features(name), null));
    ys.replaceAll((name, of) -> of.fitted(f.labels(name), null));
    return new MultiNormalizerHybrid(xs, ys);
  }

  @Override
  public boolean scalesFeatures(String input) {
    return inputs.containsKey(input);
  }

  @Override
  public boolean scalesLabels(String output) {
    return outputs.containsKey(output);
  }

  @Override
  public Affine features(String input) {
    return scalesFeatures(input) ? inputs.get(input).features() : null;
  }

  @Override
  public Affine labels(String output) {
    return scalesLabels(output) ? outputs.get(output).features() : null;
  }

  /** Outputs may be absent, as in inference. */
  @Override
  public void check(List<String> inputNames, List<String> outputNames) {
    check("input", inputs, inputNames);
    if (!outputNames.isEmpty()) {
      check("output", outputs, outputNames);
    }
  }

  private static void check(String what, Map<String, ColumnNormalizer> scaled, List<String> names) {
    for (String name : scaled.keySet()) {
      if (!names.contains(name)) {
        List<String> known = names.stream().filter(n -> n != null).toList();
        throw new IllegalArgumentException("[MultiNormalizerHybrid] unknown " + what + ": got '" + name + "'; "
            + (known.isEmpty() ? "expected columns with names." : Nearest.hint(name, known)));
      }
    }
  }
}
