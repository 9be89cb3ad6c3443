package org.pydl4j.nn.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Node;
import org.pydl4j.nd.graph.Value;

/**
 * Which initializers of an imported graph were learned, and which are tables, scales and moments. A file does not say,
 * so the place where one is read decides, itself or moved (transposed, reshaped, cut):
 * <ul>
 * <li>weights and biases of products, convolutions and recurrent layers, scales and biases of normalizations, slopes;
 * <li>tables of which rows are taken by indices that are not constant;
 * <li>what is added to features, and vectors that features are multiplied with: biases and the scales of normalizations
 * that were exported as arithmetic. Features are what a learned product, convolution or table gave;
 * <li>tokens that are joined to features.
 * </ul>
 * Not learned are, wherever they are read: moments of batch normalization; numbers; masks (very large magnitudes) and
 * arrays of one repeated number that are joined; tables of sines, by their content, by what reads them (sine and cosine
 * only, or a product with features over more than one axis, as rotary embeddings do). Names that frameworks give
 * parameters and buffers come first.
 */
final class LearnedParameters {
  private static final Pattern LEARNED_NAME = Pattern.compile(
      "(^|[./_])(weight|bias|kernel|gamma|beta|embeddings?|pos_embed|cls_token)(_[a-z]+_l\\d+(_reverse)?)?(:0)?$"
          + "|/ReadVariableOp(:0)?$");
  private static final Pattern CONSTANT_NAME = Pattern.compile(
      "(^|[./])(inv_freq|freqs?(_cis)?|(cos|sin)(_cached)?|pe|running_(mean|var)|moving_(mean|variance)(:0)?"
          + "|(attn_|attention_|causal_)?mask|anchors?)$");
  /** Ops whose result holds elements of input 0, or of all for Concat, as they are. */
  private static final Set<String> MOVES = Set.of("Identity", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze",
      "Cast", "Slice", "Split", "Expand", "Tile", "Concat", "Pad");
  private static final Map<String, Set<Integer>> WEIGHTS = Map.ofEntries(
      Map.entry("Conv", Set.of(1, 2)), Map.entry("ConvTranspose", Set.of(1, 2)), Map.entry("DeformConv", Set.of(1, 3)),
      Map.entry("MatMul", Set.of(0, 1)), Map.entry("Gemm", Set.of(0, 1, 2)),
      Map.entry("LSTM", Set.of(1, 2, 3, 7)), Map.entry("GRU", Set.of(1, 2, 3)), Map.entry("RNN", Set.of(1, 2, 3)),
      Map.entry("BatchNormalization", Set.of(1, 2)), Map.entry("BatchNormTrain", Set.of(1, 2)),
      Map.entry("InstanceNormalization", Set.of(1, 2)), Map.entry("LayerNormalization", Set.of(1, 2)),
      Map.entry("GroupNormalization", Set.of(1, 2)), Map.entry("RMSNormalization", Set.of(1)),
      Map.entry("PRelu", Set.of(1)));
  private static final Set<String> MOMENTS = Set.of("BatchNormalization", "BatchNormTrain");
  private static final Set<String> WAVES = Set.of("Sin", "Cos");
  private static final double MASKED = 1e4;

  private final Map<String, NDArray> contents;
  private final Map<Value, List<Node>> readers = new HashMap<>();
  private final Map<Value, Value> moved = new HashMap<>();
  private final Set<Value> features = new HashSet<>();
  private final Set<Value> learned = new HashSet<>();
  private final Set<Value> constants = new HashSet<>();
  private boolean again;

  private LearnedParameters(Graph g, Map<String, NDArray> contents) {
    this.contents = contents;
    g.nodes().forEach(n -> n.inputs().forEach(v -> readers.computeIfAbsent(v, k -> new ArrayList<>()).add(n)));
    g.states().forEach(this::begin);
    g.nodes().forEach(this::follow);
    again = true; // all features are known now that rows of tables may be multiplied with
    g.nodes().forEach(this::follow);
    learned.removeAll(constants);
  }

  /** Those of a graph's states, whose content is given by name. */
  static Set<Value> of(Graph g, Map<String, NDArray> contents) {
    return new LearnedParameters(g, contents).learned;
  }

  private void begin(Value state) {
    moved.put(state, state);
    NDArray content = contents.get(state.name());
    if (state.type().rank() == 0 || CONSTANT_NAME.matcher(state.name()).find()) {
      constants.add(state);
    } else if (LEARNED_NAME.matcher(state.name()).find()) {
      learned.add(state);
    } else if (content.size() > 1 && (isMask(content) || isTableOfSines(content))) {
      constants.add(state);
    }
  }

  /** Decides what the node reads; nodes come after what they read. */
  private void follow(Node n) {
    String op = n.op().name();
    boolean feature = n.inputs().stream().anyMatch(features::contains);
    for (int i = 0; i < n.inputs().size(); i++) {
      Value state = n.input(i) == null ? null : moved.get(n.input(i));
      if (state != null && !constants.contains(state)) {
        if (MOMENTS.contains(op) && i > 2) {
          constants.add(state);
        } else if (isLearned(n, op, i, state)) {
          learned.add(state);
        }
      }
      feature |= state != null && learned.contains(state) && !MOVES.contains(op);
    }
    Value source = n.inputs().isEmpty() || n.input(0) == null || !MOVES.contains(op) ? null : moved.get(n.input(0));
    for (Value v : n.outputs()) {
      if (feature) {
        features.add(v);
      } else if (source != null) {
        moved.put(v, source);
      }
    }
  }

  private boolean isLearned(Node n, String op, int i, Value state) {
    if (WEIGHTS.containsKey(op)) {
      return WEIGHTS.get(op).contains(i) && (!op.equals("MatMul") || isWeight(n, i));
    }
    Value other = n.inputs().size() == 2 ? n.input(1 - i) : null;
    return switch (op) {
      case "Einsum" -> n.inputs().stream().anyMatch(v -> !moved.containsKey(v) && !v.isConstant()) && !isWave(n);
      case "Gather" -> i == 0 && !n.input(1).isConstant() && !isRotary(n.output());
      case "Add" -> features.contains(other) && !isNumber(state);
      case "Mul" -> features.contains(other) && isVector(state) && !isWave(n);
      case "Concat" -> n.inputs().stream().anyMatch(features::contains) && !isRepeated(contents.get(state.name()));
      default -> false;
    };
  }

  /** Whether a matrix is contracted over more than one element: an outer product makes angles out of frequencies. */
  private boolean isWeight(Node n, int i) {
    Value v = n.input(i);
    int rank = v.type().rank();
    long contracted = v.type().dim(rank == 1 || i == 0 ? rank - 1 : rank - 2);
    return contracted > 1 && !isWave(n);
  }

  /** Whether rows of a table are only multiplied with features: the cosines and sines of positions. */
  private boolean isRotary(Value rows) {
    return readBy(rows, (v, reader) -> {
      Value other = reader.input(reader.input(0) == v ? 1 : 0);
      return reader.op().name().equals("Mul")
          && (again ? features.contains(other) : !other.isConstant() && !isNumber(other));
    });
  }

  private boolean isWave(Node n) {
    return readBy(n.output(), (v, reader) -> WAVES.contains(reader.op().name()));
  }

  /** Whether only such nodes read a value, moved or not. */
  private boolean readBy(Value value, BiPredicate<Value, Node> such) {
    Deque<Value> open = new ArrayDeque<>(List.of(value));
    boolean found = false;
    while (!open.isEmpty()) {
      Value v = open.pop();
      for (Node reader : readers.getOrDefault(v, List.of())) {
        if (such.test(v, reader)) {
          found = true;
        } else if (MOVES.contains(reader.op().name())) {
          open.push(reader.output());
        } else {
          return false;
        }
      }
    }
    return found;
  }

  private static boolean isNumber(Value v) {
    return axes(v) == 0;
  }

  private static boolean isVector(Value v) {
    return axes(v) == 1;
  }

  private static int axes(Value v) {
    int axes = 0;
    for (long d : v.type().dims()) {
      axes += d == 1 ? 0 : 1;
    }
    return axes;
  }

  private static boolean isMask(NDArray content) {
    for (long i = 0; i < content.size(); i++) {
      if (!(Math.abs(content.getDoubleAt(i)) < MASKED)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRepeated(NDArray content) {
    for (long i = 1; i < content.size(); i++) {
      if (content.getDoubleAt(i) != content.getDoubleAt(0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether each row has as many sines as cosines of the same angles: its squares then sum to half its length. */
  private static boolean isTableOfSines(NDArray content) {
    int rank = content.shape().length;
    long width = rank < 2 ? 0 : content.shape()[rank - 1];
    if (width < 2 || width % 2 != 0 || content.size() / width < 2) {
      return false;
    }
    for (long row = 0; row < content.size(); row += width) {
      double squares = 0;
      for (long i = row; i < row + width; i++) {
        squares += content.getDoubleAt(i) * content.getDoubleAt(i);
      }
      if (Math.abs(squares - width / 2.0) > 1e-3 * width) {
        return false;
      }
    }
    return true;
  }
}
