package org.pydl4j.spark.training;

import java.io.Serializable;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.plan.options.Choices;
import org.pydl4j.nd.plan.options.PlanOptions;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nn.model.Model;

/**
 * How a network computes, beside its configuration and a task's threads: what workers take over from the driver's.
 *
 * @param segments of activation checkpointing
 * @param autocast whether products are in bfloat16
 * @param choices the choice table as JSON; none where the driver does not follow its own
 * @param engine that all workers must have for equal bits, because of a choice table or a cap; empty for any
 */
record Computation(int segments, boolean autocast, String choices, String engine) implements Serializable {
  static Computation of(Model model) {
    PlanOptions o = model.options();
    Backend backend = Backends.backend();
    Choices followed = o.choices().fits(backend) ? o.choices() : Choices.NONE;
    String engine = followed.isEmpty() && !backend.isCapped() ? "" : backend.describe();
    return new Computation(o.segments(), o.autocast(), followed.toJson(), engine);
  }

  Model applyTo(Model model) {
    return model.setActivationCheckpointing(segments).setAutocast(autocast).setChoices(Choices.fromJson(choices));
  }
}
