package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.model.Model;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;

/**
 * A schedule: a pure function with finite values; JSON; a training that follows it.
 *
 * @param subject the schedule
 */
public record ScheduleContract(Schedule subject) implements Contract {
  private static final int ITERATIONS = 1000;

  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Schedule.class));
    claims.put("is finite and the same whenever it is asked", () -> {
      Schedule again = Records.fromText(Records.toText(subject), Schedule.class);
      for (int i = ITERATIONS; i >= 0; i--) {
        double v = subject.valueAt(i, i / 10);
        Checks.hold(Double.isFinite(v), "the value at " + i + " is " + v + ".");
        Checks.equal(v, again.valueAt(i, i / 10), "the value at iteration " + i + ", asked again");
      }
    });
    claims.put("is the learning rate of a training", () -> {
      try (Model m = new Model(Networks.graph(DType.FLOAT32, new Sgd(1, subject), List.of("x"),
          List.of(InputType.feedForward(4)), List.of(Networks.layer("out",
              Networks.head(InputType.feedForward(4)).get(0), "x"))))
          .init();
          Batch b = Batch.of(Networks.numbers(DType.FLOAT32, 3, 4), Networks.indices(2, 3))) {
        double[] scores = Networks.train(m, b, 3);
        Checks.hold(Double.isFinite(scores[2]), "the loss is " + scores[2] + " after three steps.");
      }
    });
    return claims;
  }
}
