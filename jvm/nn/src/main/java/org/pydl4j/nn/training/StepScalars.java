package org.pydl4j.nn.training;

import java.util.HashMap;
import java.util.Map;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.graph.Value;

/** The scalars that go in and out of steps beside minibatches; their memory is kept from step to step. */
public final class StepScalars implements AutoCloseable {
  private final Map<String, NDArray> scalars = new HashMap<>();

  /**
   * Gives what a graph reads of {@link StepInputs} its values.
   *
   * @param seed what random numbers are drawn from
   * @param rows of the minibatch
   * @param into takes the scalars by name; they live until {@link #close}
   * @return the largest learning rate among them; NaN where there is none
   */
  public double bind(Graph graph, ScheduledValues scheduled, TrainingState at, long seed, long rows,
      Map<String, NDArray> into) {
    double rate = Double.NaN;
    for (Value v : graph.inputs()) {
      String name = v.name();
      if (!isKnown(name)) {
        continue;
      }
      NDArray scalar = of(name, v.type().dtype());
      into.put(name, scalar);
      if (name.equals(StepNames.SEED)) {
        scalar.putLongAt(0, seed);
      } else if (name.equals(StepNames.STEP)) {
        scalar.putLongAt(0, at.iteration());
      } else {
        double value = number(name, scheduled, at, rows);
        scalar.putDoubleAt(0, value);
        rate = scheduled.isRate(name) && !(value < rate) ? value : rate;
      }
    }
    return rate;
  }

  private static boolean isKnown(String name) {
    return name.equals(StepNames.SEED) || name.equals(StepNames.STEP) || name.startsWith(StepNames.VALUE)
        || name.startsWith(StepNames.T) || name.startsWith(StepNames.ROWS) || name.startsWith(StepNames.WAITING_ROWS);
  }

  private static double number(String name, ScheduledValues scheduled, TrainingState at, long rows) {
    if (name.startsWith(StepNames.VALUE)) {
      return scheduled.at(name, at);
    } else if (name.startsWith(StepNames.T)) {
      return at.updates() + 1;
    }
    return name.startsWith(StepNames.ROWS) ? rows : at.waitingRows();
  }

  /** The scalar of a name and type. */
  NDArray of(String name, DType type) {
    return scalars.computeIfAbsent(name + " " + type.numpy, n -> NDArray.scalar(type, 0));
  }

  @Override
  public void close() {
    scalars.values().forEach(NDArray::close);
    scalars.clear();
  }
}
