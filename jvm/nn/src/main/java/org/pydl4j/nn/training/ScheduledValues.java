package org.pydl4j.nn.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.updaters.Schedule;

/**
 * The numbers of a model's graphs that change from step to step, by the names of the scalar inputs that read them. All
 * graphs of a model share one; equal numbers are one input.
 */
public final class ScheduledValues {
  private record Value(DType dtype, Schedule schedule, boolean isRate) {
    private double at(TrainingState state) {
      double value = schedule.valueAt(state.updates(), state.epoch());
      return isRate ? value * state.rateFactor() : value;
    }
  }

  private final Map<Value, String> names = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();

  /** The name of the input that reads a number; learning rates follow {@link TrainingState#rateFactor}, too. */
  synchronized String name(DType dtype, Schedule schedule, boolean isRate) {
    return names.computeIfAbsent(new Value(dtype, schedule, isRate), v -> {
      String name = StepNames.value(names.size());
      values.put(name, v);
      return name;
    });
  }

  /** Whether an input of that name reads a learning rate. */
  synchronized boolean isRate(String name) {
    return values.containsKey(name) && values.get(name).isRate();
  }

  /** What an input of that name reads in the next step. */
  synchronized double at(String name, TrainingState state) {
    return values.get(name).at(state);
  }
}
