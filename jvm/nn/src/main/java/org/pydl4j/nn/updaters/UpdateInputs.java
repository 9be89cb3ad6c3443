package org.pydl4j.nn.updaters;

import org.pydl4j.nd.graph.Sym;

/** The numbers that an updater reads in a step, scalars in the type of the parameters. */
public interface UpdateInputs {
  /** The learning rate, as its schedule has it. */
  Sym rate();

  /** The number of this update, counted from 1. */
  Sym t();

  /** Any other number as its schedule has it; a constant where it does not change. */
  Sym value(Schedule schedule);
}
