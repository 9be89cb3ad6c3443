package org.pydl4j.nn.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.GraphJson;
import org.pydl4j.nd.graph.Op;
import org.pydl4j.nd.graph.OpCall;
import org.pydl4j.nd.graph.Ops;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/**
 * One use of an op on named variables.
 *
 * @param attributes by name, constant lists (axes, a shape) included
 * @param inputs a list of names of variables, plain numbers, true, false, or null where an optional input is absent;
 *     seed and step of random ops are not among them
 * @param outputs names of the results
 * @param exact whether the inputs are the op's own, place by place, lists among them: of imported graphs
 */
public record Operation(String op, JsonElement attributes, JsonElement inputs, List<String> outputs, boolean exact) {

  private static final String DROPOUT = "pydl4j.Dropout";
  private static final String BATCH_NORMALIZATION = "BatchNormalization";
  private static final String TRAINING_MODE = "training_mode";

  static Object defaults() {
    return Map.of("exact", false);
  }

  /** What random ops draw from: the seed and the number of the training step. */
  public record Random(Sym seed, Sym step) {}

  public List<String> inputNames() {
    List<String> names = new ArrayList<>();
    for (JsonElement e : inputs.getAsJsonArray()) {
      if (isName(e)) {
        names.add(e.getAsString());
      }
    }
    return names;
  }

  public Operation renamed(String before, String after) {
    JsonArray in = new JsonArray();
    inputs.getAsJsonArray()
        .forEach(e -> in.add(isName(e) && e.getAsString().equals(before) ? new JsonPrimitive(after) : e));
    return new Operation(op, attributes, in, outputs.stream().map(o -> o.equals(before) ? after : o).toList(), exact);
  }

  /** Whether a run of it draws random numbers. */
  public boolean isRandom(boolean training) {
    return Ops.get(op).inputs().stream().anyMatch(i -> i.name().equals("seed")) && (training || !op.equals(DROPOUT));
  }

  /**
   * Adds the node.
   *
   * @param path what the node's name begins with
   * @param values by name
   * @param training else dropout keeps everything and batch normalization takes the running moments
   * @param random null where nothing is random
   * @param node distinguishes uses of random ops
   */
  public Sym[] build(GraphBuilder b, String path, Map<String, Sym> values, boolean training, Random random, int node) {
    JsonArray given = inputs.getAsJsonArray();
    if (op.equals(DROPOUT) && !training) {
      return b.callNamed(path + outputs.get(0), Ops.get("Identity"), Attrs.NONE,
          values.get(given.get(0).getAsString()));
    }
    if (exact) {
      return exactly(b, path, GraphJson.attributes(attributes.getAsJsonObject()), values, training);
    }
    OpCall call = OpCall.of(Ops.get(op), attributes.getAsJsonObject());
    if (random != null && isRandom(true)) {
      call = new OpCall(call.op(), call.attrs().with("node", node), call.lists());
    }
    List<OpCall.Operand> operands = new ArrayList<>();
    int next = 0;
    for (Op.Input i : call.op().inputs()) {
      if (i.name().equals("seed") || i.name().equals("step")) {
        operands.add(OpCall.Operand.of(i.name().equals("seed") ? random.seed : random.step, false));
      } else if (!i.list() && next < given.size()) {
        operands.add(operand(given.get(next++), values));
      }
    }
    while (next < given.size()) {
      operands.add(operand(given.get(next++), values));
    }
    return call.build(b, path + outputs.get(0), operands);
  }

  private Sym[] exactly(GraphBuilder b, String path, Attrs attrs, Map<String, Sym> values, boolean training) {
    JsonArray names = inputs.getAsJsonArray();
    Sym[] in = new Sym[names.size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = names.get(i).isJsonNull() ? null : values.get(names.get(i).getAsString());
    }
    boolean predicts = op.equals(BATCH_NORMALIZATION) && !training && attrs.getBool(TRAINING_MODE, false);
    Sym[] out = b.callNamed(path + outputs.get(0), Ops.get(op), predicts ? attrs.without(TRAINING_MODE) : attrs, in);
    return predicts ? new Sym[] {out[0], in[3], in[4]} : out;
  }

  private static OpCall.Operand operand(JsonElement e, Map<String, Sym> values) {
    if (e instanceof JsonNull) {
      return null;
    } else if (isName(e)) {
      return OpCall.Operand.of(values.get(e.getAsString()), false);
    } else if (e.getAsJsonPrimitive().isBoolean()) {
      return OpCall.Operand.of(DType.BOOL, e.getAsBoolean() ? 1 : 0);
    }
    boolean whole = e.getAsString().matches("-?\\d+") && e.getAsBigInteger().bitLength() < Long.SIZE;
    return whole ? OpCall.Operand.of(e.getAsLong()) : OpCall.Operand.of(DType.FLOAT64, e.getAsDouble());
  }

  private static boolean isName(JsonElement e) {
    return e.isJsonPrimitive() && e.getAsJsonPrimitive().isString();
  }
}
