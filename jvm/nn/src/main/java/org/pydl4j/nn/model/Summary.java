package org.pydl4j.nn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.pydl4j.nn.conf.ComputationGraphConfiguration;
import org.pydl4j.nn.conf.LayerVertex;
import org.pydl4j.nn.conf.VertexConf;
import org.pydl4j.nn.layers.ParamSpec;

/** The table of a network's vertices. */
final class Summary {
  private Summary() {
  }

  static String of(ComputationGraphConfiguration conf, NetworkGraphs graphs) {
    return table(rows(conf, graphs)) + "\n" + String.format("%,d parameters, %,d of them trained",
        graphs.layout().size(),
        graphs.layout().blocks().stream().filter(ParamLayout.Block::trained).mapToLong(ParamLayout.Block::size).sum());
  }

  /** The cells, row by row, the header first. */
  static List<String[]> rows(ComputationGraphConfiguration conf, NetworkGraphs graphs) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"name", "type", "reads", "output", "parameters", ""});
    for (String in : conf.networkInputs()) {
      rows.add(new String[] {in, "input", "", dims(graphs, in), "", ""});
    }
    for (VertexConf v : conf.vertices()) {
      Object what = v.vertex() instanceof LayerVertex l ? l.layer() : v.vertex();
      List<ParamSpec> specs = graphs.layout().slots().stream().map(ParamLayout.Slot::spec)
          .filter(s -> s.layer().equals(v.name()) || s.layer().startsWith(v.name() + "/")).toList();
      long n = specs.stream().mapToLong(ParamSpec::size).sum();
      rows.add(new String[] {v.name(), what.getClass().getSimpleName(), String.join(", ", v.inputs()),
          v.outputs().stream().map(o -> dims(graphs, o)).collect(Collectors.joining(" ")), String.format("%,d", n),
          specs.stream().map(s -> s.key().substring(v.name().length() + 1) + Arrays.toString(s.dims()))
              .collect(Collectors.joining(" "))});
    }
    return rows;
  }

  private static String dims(NetworkGraphs graphs, String name) {
    return Arrays.toString(graphs.types().get(name).dims()).replaceFirst("-1", "N").replace("-1", "T");
  }

  private static String table(List<String[]> rows) {
    int[] width = new int[rows.get(0).length];
    rows.forEach(r -> Arrays.setAll(width, i -> Math.max(width[i], r[i].length())));
    return rows.stream().map(r -> {
      StringBuilder s = new StringBuilder();
      for (int i = 0; i < r.length; i++) {
        s.append(String.format("%-" + (width[i] + 2) + "s", r[i]));
      }
      return s.toString().stripTrailing();
    }).collect(Collectors.joining("\n"));
  }
}
