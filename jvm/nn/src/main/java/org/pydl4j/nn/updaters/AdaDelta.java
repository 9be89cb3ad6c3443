package org.pydl4j.nn.updaters;

import java.util.List;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;

/**
 * s' = rho s + (1 - rho) g^2; u = g sqrt(d + epsilon) / sqrt(s' + epsilon); d' = rho d + (1 - rho) u^2;
 * p' = p - u. DL4J: AdaDelta.
 */
@Doc("AdaDelta: s' = rho s + (1 - rho) g^2; u = g sqrt(d + epsilon) / sqrt(s' + epsilon); "
    + "d' = rho d + (1 - rho) u^2; p' = p - u.")
public record AdaDelta(@Doc("decay of both averages") double rho, @Doc("guards the roots") double epsilon)
    implements Updater {
  public AdaDelta {
    UpdaterNumbers.belowOne("AdaDelta", "rho", rho);
    UpdaterNumbers.notNegative("AdaDelta", "epsilon", epsilon);
  }

  static AdaDelta defaults() {
    return new AdaDelta(0.95, 1e-6);
  }

  @Override
  public double learningRate() {
    return 1;
  }

  @Override
  public Schedule learningRateSchedule() {
    return null;
  }

  @Override
  public List<String> stateParts() {
    return List.of("msg", "msdx");
  }

  @Override
  public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
    Sym s = state[0].mul(rho).add(g.mul(g).mul(1 - rho));
    Sym u = g.mul(state[1].add(epsilon).sqrt()).div(s.add(epsilon).sqrt());
    return new Sym[] {p.sub(u), s, state[1].mul(rho).add(u.mul(u).mul(1 - rho))};
  }
}
