package org.pydl4j.nn.samediff;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.GraphJson;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.graph.GraphBody;
import org.pydl4j.nn.graph.Operation;
import org.pydl4j.nn.graph.Variable;

/** Parts of graphs that networks are made of. */
final class GraphParts {
  /** Elements of a float constant up to which it stands in the configuration; larger ones lie among the parameters. */
  private static final long MOST_IN_TEXT = 1024;

  private GraphParts() {}

  /** What the outputs depend on; contents are by name. */
  static GraphBody of(Definition all, List<String> inputs, List<String> outputs, Map<String, NDArray> contents) {
    List<String> wanted = new ArrayList<>(outputs);
    wanted.addAll(all.updatesOf(outputs).values());
    List<Operation> operations = all.needed(wanted);
    Set<String> names = new HashSet<>(inputs);
    all.leaves(wanted).forEach(v -> names.add(v.name()));
    operations.forEach(o -> names.addAll(o.outputs()));
    List<Variable> variables = all.variables().stream().filter(v -> names.contains(v.name())).toList();
    Map<String, JsonObject> constants = new LinkedHashMap<>();
    for (Variable v : variables) {
      if (v.kind() == Variable.Kind.CONSTANT && isText(v, contents.get(v.name()))) {
        constants.put(v.name(), GraphJson.array(contents.get(v.name())));
      }
    }
    Definition part = new Definition(variables, operations, List.of(), all.updatesOf(outputs));
    return new GraphBody(part, inputs, outputs, constants, Map.of());
  }

  private static boolean isText(Variable v, NDArray content) {
    return !DType.of(v.dtype()).isFloat() || content.size() <= MOST_IN_TEXT;
  }
}
