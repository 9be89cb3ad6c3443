package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.RowGradient;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.types.Attrs;

/**
 * Adam for embedding tables: only rows that occur in the minibatch, and their moments, change, so that a step costs
 * what the batch costs whatever the size of the table. Where every element has a gradient (regularized or normalized
 * tables, other layers) it is Adam. PyTorch: SparseAdam.
 */
@Doc("Adam for embedding tables: only rows that occur in the minibatch, and their moments, change.")
public record LazyAdam(
    @Doc("learning rate") double learningRate,
    @Doc("decay of m") double beta1,
    @Doc("decay of v") double beta2,
    @Doc("added to the root") double epsilon,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  public LazyAdam {
    UpdaterNumbers.notNegative("LazyAdam", "learningRate", learningRate);
    UpdaterNumbers.belowOne("LazyAdam", "beta1", beta1);
    UpdaterNumbers.belowOne("LazyAdam", "beta2", beta2);
    UpdaterNumbers.notNegative("LazyAdam", "epsilon", epsilon);
  }

  static LazyAdam defaults() {
    return new LazyAdam(1e-3, 0.9, 0.999, 1e-8, null);
  }

  public LazyAdam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("m", "v");
  }

  @Override
  public boolean eachAlone() {
    return true;
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    RowGradient rows = RowGradient.of(g);
    if (rows == null) {
      return new Adam(learningRate, beta1, beta2, epsilon, null).update(p, g, state, in);
    }
    return p.builder().callAll("pydl4j.AdamRowsUpdate", Attrs.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon), p,
        rows.indices(), rows.rows(), state[0], state[1], in.rate(), in.t());
  }
}
