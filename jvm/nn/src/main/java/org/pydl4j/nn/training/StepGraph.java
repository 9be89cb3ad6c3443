package org.pydl4j.nn.training;

import java.util.Map;
import org.pydl4j.nd.api.Internal;
import org.pydl4j.nd.graph.Gradients;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.conf.UpdatePolicy;

/** A model's graph as far as the loss, and what scores and steps of every kind of model add to it. */
@Internal
public record StepGraph(GraphBuilder b, StepInputs in, Parameters parameters, UpdatePolicy policy) {

  /** The update by the gradients that wait: all of a graph. */
  public Graph update() {
    parameters.trained();
    updates().updateByAccumulated(parameters.blocks());
    return b.build();
  }

  /**
   * The graph of a score, of gradients or of a step.
   *
   * @param loss a mean over rows
   * @param minimize whether steps make the loss smaller, else larger
   */
  public Graph of(GraphKind kind, Sym loss, boolean minimize) {
    Updates updates = updates();
    Sym score = Updates.plus(loss, updates.penalty(parameters.all()));
    b.output(StepNames.SCORE, score);
    switch (kind) {
      case GRADIENT -> gradients(score);
      case TRAIN -> updates.update(minimize ? loss : loss.neg(), parameters.blocks());
      case ACCUMULATE -> updates.accumulate(minimize ? loss : loss.neg(), parameters.blocks());
      default -> {}
    }
    return b.build();
  }

  private Updates updates() {
    return new Updates(b, in, policy);
  }

  private void gradients(Sym score) {
    Map<String, Sym> trained = parameters.trained();
    Sym[] found = Gradients.of(score, trained.values().toArray(Sym[]::new));
    int i = 0;
    for (String name : trained.keySet()) {
      b.output(StepNames.gradient(name), found[i++]);
    }
  }
}
