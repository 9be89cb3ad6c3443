package org.pydl4j.nn.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.graph.Definition;
import org.pydl4j.nn.training.ScheduledValues;
import org.pydl4j.nn.training.StepInputs;
import org.pydl4j.nn.training.StepNames;
import org.pydl4j.nn.training.Updates;

/** The graphs that training runs: steps, scores, gradients. Variables are slices of the blocks that they lie in. */
record StepGraphs(SameDiff graph, Definition definition, TrainingConfig config, List<Training.Block> blocks,
    ScheduledValues scheduled) {
  /** What a graph computes. */
  enum Kind {
    /** A training step; where gradients are accumulated, one that adds its own to those that wait. */
    STEP,
    /** An update by the gradients that wait. */
    UPDATE,
    /** The score, as in prediction. */
    SCORE,
    /** The score as in training, and its gradients. */
    GRADIENT
  }

  /**
   * Which graph.
   *
   * @param weighted ranks of the weights that labels have, by placeholder
   */
  record Key(Kind kind, Map<String, Integer> weighted) {
  }

  /** The input of the weights of a placeholder of labels. */
  static String weights(String placeholder) {
    return "#weights/" + placeholder;
  }

  Graph build(Key key) {
    GraphBuilder b = new GraphBuilder();
    StepInputs in = new StepInputs(b, scheduled);
    Updates updates = new Updates(b, in, config.updates());
    Map<String, Sym> trained = new LinkedHashMap<>();
    List<Sym> states = variables(b, trained);
    if (key.kind() == Kind.UPDATE) {
      updates.updateByAccumulated(updated(b, states, trained));
      return b.build();
    }
    boolean training = key.kind() != Kind.SCORE;
    Map<String, String> kept = key.kind() == Kind.STEP ? definition.updatesOf(definition.lossVariables()) : Map.of();
    List<String> wanted = new ArrayList<>(definition.lossVariables());
    wanted.addAll(kept.values());
    Map<String, Sym> values = definition.build(b, wanted, training, new Alone(in, definition,
        v -> trained.containsKey(v.name()) ? trained.get(v.name()) : graph.leaf(b, v)));
    kept.forEach((state, from) -> b.write(values.get(state), values.get(from)));
    Sym loss = new Losses(b, definition, values, training).sum(config.lossWeights(), key.weighted());
    Sym score = Updates.plus(loss, updates.penalty(parameters(trained)));
    b.output(StepNames.SCORE, score);
    if (training && !Gradients.reaches(loss, trained.values().toArray(Sym[]::new))) {
      throw new IllegalArgumentException(
          "[fit] no gradient reaches a variable: got a loss that depends on them through "
              + definition.steps(definition.lossVariables(), values)
              + " only; expected ops on float types. Choose another loss or output.");
    }
    if (key.kind() == Kind.GRADIENT) {
      gradients(b, score, trained);
    } else if (key.kind() == Kind.STEP) {
      step(updates, config.minimize() ? loss : loss.neg(), updated(b, states, trained));
    }
    return b.build();
  }

  private void step(Updates updates, Sym falling, List<Updates.Block> updated) {
    if (config.updates().accumulates()) {
      updates.accumulate(falling, updated);
    } else {
      updates.update(falling, updated);
    }
  }

  private static void gradients(GraphBuilder b, Sym score, Map<String, Sym> trained) {
    Sym[] found = Gradients.of(score, trained.values().toArray(Sym[]::new));
    int i = 0;
    for (String name : trained.keySet()) {
      b.output(StepNames.gradient(name), found[i++]);
    }
  }

  /** The blocks as states of a graph; puts the variables in them by name. */
  private List<Sym> variables(GraphBuilder b, Map<String, Sym> trained) {
    List<Sym> states = new ArrayList<>();
    for (Training.Block block : blocks) {
      Sym state = b.state(block.stateName(), block.dtype(), block.values().size());
      states.add(state);
      long at = 0;
      for (String n : block.names()) {
        long[] shape = graph.array(n).shape();
        long size = graph.array(n).size();
        trained.put(n, state.slice(0, at, at + size).reshapeTo(shape));
        at += size;
      }
    }
    return states;
  }

  private List<Updates.Parameter> parameters(Map<String, Sym> variables) {
    Updates.Rules rules = Updates.Rules.of(config.l1(), config.l2());
    return variables.entrySet().stream().map(v -> new Updates.Parameter(v.getValue(), v.getKey(), rules)).toList();
  }

  private List<Updates.Block> updated(GraphBuilder b, List<Sym> states, Map<String, Sym> trained) {
    return blocks.stream().map(block -> {
      Map<String, Sym> own = new LinkedHashMap<>(trained);
      own.keySet().retainAll(block.names());
      Map<String, Sym> state = new LinkedHashMap<>();
      block.state().keySet()
          .forEach(part -> state.put(part, b.state(block.stateName(part), block.dtype(), block.values().size())));
      return new Updates.Block(states.get(block.index()), parameters(own), config.updater(), state);
    }).toList();
  }
}
