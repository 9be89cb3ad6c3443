package org.pydl4j.nn.updaters;

import java.util.Map;
import java.util.TreeMap;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Open;

/** A number that changes with the iteration or the epoch. DL4J: ISchedule. */
@Doc("A number that changes with the iteration or the epoch.")
@Open
public interface Schedule {
  /** What the schedule counts. */
  @Doc("What a schedule counts.")
  enum Unit {
    @Doc("minibatches")
    ITERATION,
    @Doc("passes over the data")
    EPOCH;

    double of(long iteration, int epoch) {
      return this == ITERATION ? iteration : epoch;
    }
  }

  /** The same value always; in JSON and Python a plain number is short for it. */
  static Schedule of(double value) {
    return new FixedSchedule(value);
  }

  /** Whether the value is 0 always. */
  default boolean isZero() {
    return this instanceof FixedSchedule fixed && fixed.value() == 0;
  }

  /** The value at an iteration and epoch, both counted from 0. An iteration is an update of the parameters. */
  double valueAt(long iteration, int epoch);

  @Doc("The same value always.")
  record FixedSchedule(@Doc("the value") double value) implements Schedule {
    @Override
    public double valueAt(long iteration, int epoch) {
      return value;
    }
  }

  @Doc("initialValue decayRate^floor(i / step)")
  record StepSchedule(
      @Doc("what is counted") Unit unit,
      @Doc("value at 0") double initialValue,
      @Doc("factor at each step") double decayRate,
      @Doc("counts between steps, > 0") double step) implements Schedule {
    static Object defaults() {
      return Defaults.of("unit", Unit.ITERATION);
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      return initialValue * Math.pow(decayRate, Math.floor(unit.of(iteration, epoch) / step));
    }
  }

  @Doc("initialValue gamma^i")
  record ExponentialSchedule(
      @Doc("what is counted") Unit unit,
      @Doc("value at 0") double initialValue,
      @Doc("factor at each count") double gamma) implements Schedule {
    static Object defaults() {
      return Defaults.of("unit", Unit.ITERATION);
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      return initialValue * Math.pow(gamma, unit.of(iteration, epoch));
    }
  }

  @Doc("initialValue / (1 + gamma i)^power")
  record InverseSchedule(
      @Doc("what is counted") Unit unit,
      @Doc("value at 0") double initialValue,
      @Doc("speed") double gamma,
      @Doc("exponent") double power) implements Schedule {
    static Object defaults() {
      return Defaults.of("unit", Unit.ITERATION, "power", 1.0);
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      return initialValue / Math.pow(1 + gamma * unit.of(iteration, epoch), power);
    }
  }

  @Doc("initialValue (1 - i / maxIter)^power, 0 from maxIter on")
  record PolySchedule(
      @Doc("what is counted") Unit unit,
      @Doc("value at 0") double initialValue,
      @Doc("exponent") double power,
      @Doc("count at which 0 is reached") int maxIter) implements Schedule {
    static Object defaults() {
      return Defaults.of("unit", Unit.ITERATION, "power", 1.0);
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      return initialValue * Math.pow(Math.max(0, 1 - unit.of(iteration, epoch) / maxIter), power);
    }
  }

  @Doc("initialValue / (1 + exp(-gamma (i - stepSize)))")
  record SigmoidSchedule(
      @Doc("what is counted") Unit unit,
      @Doc("upper value") double initialValue,
      @Doc("steepness; negative decays") double gamma,
      @Doc("middle") int stepSize) implements Schedule {
    static Object defaults() {
      return Defaults.of("unit", Unit.ITERATION);
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      return initialValue / (1 + Math.exp(-gamma * (unit.of(iteration, epoch) - stepSize)));
    }
  }

  @Doc("The value of the largest key not above i.")
  record MapSchedule(
      @Doc("what is counted") Unit unit,
      @Doc("values by first count; 0 must be among them") Map<Integer, Double> values) implements Schedule {
    public MapSchedule {
      values = Map.copyOf(values);
      if (!values.containsKey(0)) {
        throw new IllegalArgumentException("[MapSchedule] has no value at 0: got " + values
            + "; expected a value for 0.");
      }
    }

    static Object defaults() {
      return Defaults.of("unit", Unit.ITERATION);
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      return new TreeMap<>(values).floorEntry((int) unit.of(iteration, epoch)).getValue();
    }
  }

  @Doc("Linear growth to the base schedule over the first iterations.")
  record RampSchedule(@Doc("what follows") Schedule base, @Doc("counts of growth, > 0") int counts)
      implements Schedule {
    @Override
    public double valueAt(long iteration, int epoch) {
      return base.valueAt(iteration, epoch) * Math.min(1.0, (iteration + 1.0) / counts);
    }
  }
}
