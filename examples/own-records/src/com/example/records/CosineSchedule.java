package com.example.records;

import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.updaters.Schedule;

@Doc("Half a cosine from the first value down to 0.")
public record CosineSchedule(@Doc("value at 0") double initialValue, @Doc("iterations until 0, > 0") int length)
    implements Schedule {
  @Override
  public double valueAt(long iteration, int epoch) {
    return initialValue * 0.5 * (1 + Math.cos(Math.PI * Math.min(1.0, (double) iteration / length)));
  }
}
