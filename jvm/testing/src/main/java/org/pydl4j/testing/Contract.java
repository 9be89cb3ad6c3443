package org.pydl4j.testing;

import java.util.Map;

/** What must hold for a record of an open interface, at one example. */
public interface Contract {
  /** Something that must hold; it throws where it does not. */
  @FunctionalInterface
  interface Claim {
    /** Raises an error where the contract is broken. */
    void check() throws Exception;
  }

  /** The record that is checked. */
  Object subject();

  /** What must hold, by its name. */
  Map<String, Claim> claims();
}
