package org.pydl4j.serving;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.api.Internal;

/** A command of {@link Main} that another of our jars brings; found by ServiceLoader. */
@Internal
public interface Command {
  /** What it is called by. */
  String name();

  /** Its options and what it does, as {@link Main} shows them. */
  String usage();

  /** The names of its options, each of which must be given a value. */
  List<String> options();

  /**
   * Does its work, until its end or until it is asked to stop.
   *
   * @throws IllegalArgumentException when an option is wrong
   */
  void run(Map<String, String> options, PrintStream out, Stop stop);
}
