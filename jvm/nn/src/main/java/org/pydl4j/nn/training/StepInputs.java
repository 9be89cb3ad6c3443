package org.pydl4j.nn.training;

import java.util.HashMap;
import java.util.Map;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.graph.GraphBuilder;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;

/**
 * What a graph reads beside a minibatch, each declared as a scalar input when it is first asked for.
 * {@link StepScalars} gives them their values.
 */
public final class StepInputs {
  private final GraphBuilder b;
  private final ScheduledValues scheduled;
  private final Map<String, Sym> made = new HashMap<>();

  public StepInputs(GraphBuilder b, ScheduledValues scheduled) {
    this.b = b;
    this.scheduled = scheduled;
  }

  /** What random numbers are drawn from, int64, together with {@link #step}. */
  public Sym seed() {
    return input(StepNames.SEED, DType.INT64);
  }

  /** The minibatches before this one, int64. */
  public Sym step() {
    return input(StepNames.STEP, DType.INT64);
  }

  /** The number of this update, counted from 1. */
  public Sym t(DType dtype) {
    return input(StepNames.T + dtype.numpy, dtype);
  }

  /** The minibatch's examples. */
  Sym rows(DType dtype) {
    return input(StepNames.ROWS + dtype.numpy, dtype);
  }

  /** The examples whose gradients were accumulated. */
  Sym waitingRows(DType dtype) {
    return input(StepNames.WAITING_ROWS + dtype.numpy, dtype);
  }

  /** A number as its schedule has it; a constant where it does not change. */
  public Sym value(DType dtype, Schedule schedule) {
    return schedule instanceof Schedule.FixedSchedule fixed ? b.scalar(dtype, fixed.value())
        : input(scheduled.name(dtype, schedule, false), dtype);
  }

  /** An updater's learning rate, never a constant. */
  public Sym rate(DType dtype, Updater updater) {
    return input(scheduled.name(dtype, updater.rate(), true), dtype);
  }

  private Sym input(String name, DType dtype) {
    return made.computeIfAbsent(name, n -> b.input(n, dtype));
  }
}
