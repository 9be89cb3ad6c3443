package org.pydl4j.nn.samediff;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.array.Npy;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.Variable;
import org.pydl4j.nn.model.Archive;
import org.pydl4j.nn.model.ArchiveReader;

/**
 * A SameDiff graph as one zip: {@code format.json}, {@code graph.json}, an array {@code arrays/N.npy} for the N-th
 * variable where it has one, {@code training.json} and {@code updater/BLOCK/PART.npy} where it is configured.
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
      Archive.format(zip);
      Archive.text(zip, GRAPH, Records.toPrettyText(d));
      for (int i = 0; i < d.variables().size(); i++) {
        if (d.variables().get(i).isKept()) {
          Archive.array(zip, entry(i), sd.array(d.variables().get(i).name()));
        }
      }
      if (sd.isConfigured()) {
        Archive.text(zip, TRAINING, Records.toPrettyText(sd.trainingRecord()));
        if (updaterState && !d.lossVariables().isEmpty()) {
          for (Map.Entry<String, NDArray> e : sd.trained().updaterState().entrySet()) {
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
    SameDiff sd = new SameDiff();
    try (ArchiveReader in = ArchiveReader.open(path)) {
      in.require(GRAPH);
      try {
        restore(sd, in);
        return sd;
      } catch (RuntimeException | StackOverflowError e) {
        throw in.broken(e);
      }
    } catch (RuntimeException e) {
      sd.close();
      throw e;
    }
  }

  private static void restore(SameDiff sd, ArchiveReader in) {
    Definition d = Records.fromText(in.text(GRAPH), Definition.class);
    sd.make(d, v -> keep(sd, v, in, entry(d.variables().indexOf(v))));
    if (in.names().contains(TRAINING)) {
      TrainingRecord c = Records.fromText(in.text(TRAINING), TrainingRecord.class);
      sd.setTrainingConfig(c.config());
      sd.setTrainingState(c.state());
      restoreUpdater(sd, in);
    }
  }

  private static void keep(SameDiff sd, Variable v, ArchiveReader in, String entry) {
    DType dtype = DType.of(v.dtype());
    try (NDArray bits = in.array(entry, h -> fits(v, dtype, h))) {
      NDArray a = dtype == DType.BFLOAT16 ? NDArray.wrap(bits.address(), dtype, bits.shape(), null, bits) : bits;
      sd.keep(v.name(), v.kind(), a);
    }
  }

  private static void fits(Variable v, DType dtype, Npy.Header h) {
    if (h.dtype() != (dtype == DType.BFLOAT16 ? DType.UINT16 : dtype) || !Arrays.equals(h.shape(), v.shape())) {
      throw new IllegalArgumentException(
          "[samediff] the array of " + v.name() + ": got " + h + "; expected " + v.dtype()
              + Arrays.toString(v.shape()) + ", as the graph says");
    }
  }

  private static void restoreUpdater(SameDiff sd, ArchiveReader in) {
    List<String> saved = in.names().stream().filter(k -> k.startsWith(UPDATER)).toList();
    if (saved.isEmpty()) {
      return;
    }
    Map<String, NDArray> state = sd.trained().updaterState();
    for (String name : saved) {
      NDArray place = state.get(name.replaceFirst("^" + UPDATER, "").replaceFirst("\\.npy$", ""));
      try (NDArray content = in.array(name, h -> {
        if (place == null || place.size() != h.size() || !h.dtype().isFloat()) {
          throw new IllegalArgumentException(
              "[samediff] the updater's state " + name + " does not fit the graph: got " + h);
        }
      })) {
        place.assign(content);
      }
    }
  }
}
