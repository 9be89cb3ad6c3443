package org.pydl4j.nn.samediff;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nn.model.Archive;

/**
 * A SameDiff graph as one zip: {@code graph.json}, an array {@code arrays/N.npy} for the N-th variable where it has
 * one, {@code training.json} and {@code updater/BLOCK/PART.npy} where it is configured.
 */
final class SameDiffZip {
  private static final String GRAPH = "graph.json";
  private static final String TRAINING = "training.json";
  private static final String UPDATER = "updater/";

  private SameDiffZip() {}

  static void write(SameDiff sd, Path path, boolean updaterState) {
    Definition d = sd.definition();
    Archive.write(path, out -> {
      ZipOutputStream zip = new ZipOutputStream(out);
      Archive.text(zip, GRAPH, Records.toPrettyText(d));
      for (int i = 0; i < d.variables().size(); i++) {
        if (d.variables().get(i).isKept()) {
          Archive.array(zip, entry(i), sd.array(d.variables().get(i).name()));
        }
      }
      if (sd.isConfigured()) {
        Training t = sd.training();
        Archive.text(zip, TRAINING, Records.toPrettyText(t.counts()));
        if (updaterState && !d.lossVariables().isEmpty()) {
          for (Map.Entry<String, NDArray> e : t.updaterState().entrySet()) {
            Archive.array(zip, UPDATER + e.getKey() + ".npy", e.getValue());
          }
        }
      }
      zip.finish();
    });
  }

  private static String entry(int i) {
    return "arrays/" + i + ".npy";
  }

  static SameDiff read(Path path) {
    Map<String, byte[]> entries = Archive.entries(path);
    if (!entries.containsKey(GRAPH)) {
      throw Archive.broken(path.toString(), GRAPH + " is missing; it holds " + entries.keySet(), null);
    }
    SameDiff sd = new SameDiff();
    try {
      restore(sd, entries);
      return sd;
    } catch (IllegalArgumentException e) {
      sd.close();
      throw Archive.broken(path.toString(), e.getMessage(), e);
    }
  }

  private static void restore(SameDiff sd, Map<String, byte[]> entries) {
    Definition d = Records.fromText(Archive.string(entries.get(GRAPH)), Definition.class);
    for (int i = 0; i < d.variables().size(); i++) {
      leaf(sd, d.variables().get(i), entries.get(entry(i)));
    }
    d.operations().forEach(sd::add);
    d.updates().forEach(sd::update);
    sd.setLossVariables(d.lossVariables());
    if (entries.containsKey(TRAINING)) {
      Training.Counts c = Records.fromText(Archive.string(entries.get(TRAINING)), Training.Counts.class);
      sd.setTrainingConfig(c.config());
      sd.training().setCounts(c.iteration(), c.epoch());
      restoreUpdater(sd.training(), entries);
    }
  }

  private static void leaf(SameDiff sd, Variable v, byte[] entry) {
    DType dtype = DType.of(v.dtype());
    if (v.kind() == Variable.Kind.PLACEHOLDER) {
      sd.placeholder(v.name(), dtype, v.shape());
    } else if (v.isKept()) {
      if (entry == null) {
        throw new IllegalArgumentException("the array of " + v.name() + " is missing");
      }
      try (NDArray bits = Archive.array(entry)) {
        NDArray a = dtype == DType.BFLOAT16 ? NDArray.wrap(bits.address(), dtype, bits.shape(), null, bits) : bits;
        sd.keep(v.name(), v.kind(), a);
      }
    }
  }

  private static void restoreUpdater(Training training, Map<String, byte[]> entries) {
    List<String> saved = entries.keySet().stream().filter(k -> k.startsWith(UPDATER)).toList();
    if (saved.isEmpty()) {
      return;
    }
    Map<String, NDArray> state = training.updaterState();
    for (String name : saved) {
      NDArray place = state.get(name.substring(UPDATER.length(), name.length() - ".npy".length()));
      try (NDArray content = Archive.array(entries.get(name))) {
        if (place == null || place.size() != content.size()) {
          throw new IllegalArgumentException("the updater's state " + name + " does not fit the graph");
        }
        place.assign(content);
      }
    }
  }
}
