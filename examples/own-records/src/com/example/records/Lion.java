package com.example.records;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.UpdateInputs;
import org.pydl4j.nn.updaters.Updater;

@Doc("Lion: p' = p - lr sign(b1 m + (1 - b1) g); m' = b2 m + (1 - b2) g.")
public record Lion(
    @Doc("learning rate") double learningRate,
    @Doc("weight of m in the step") double beta1,
    @Doc("decay of m") double beta2,
    @Doc("learning rate over time; null keeps learningRate") Schedule learningRateSchedule) implements Updater {
  static Lion defaults() {
    return new Lion(1e-4, 0.9, 0.99, null);
  }

  @Override
  public List<String> stateParts() {
    return List.of("m");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    Sym direction = state[0].mul(beta1).add(g.mul(1 - beta1)).sign();
    return new Sym[] {p.sub(direction.mul(in.rate())), state[0].mul(beta2).add(g.mul(1 - beta2))};
  }
}
