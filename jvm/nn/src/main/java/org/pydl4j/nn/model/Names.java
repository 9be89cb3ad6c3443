package org.pydl4j.nn.model;

/** Names of graph inputs besides the network's own. */
final class Names {
  static final String EXAMPLES = "examples";

  private Names() {
  }

  static String mask(String input) {
    return "mask/" + input;
  }

  static String labels(String output) {
    return "labels/" + output;
  }

  static String labelsMask(String output) {
    return "labelsMask/" + output;
  }

  static String weights(String output) {
    return "weights/" + output;
  }

  static String recurrent(String layer, String state) {
    return "state/" + layer + "/" + state;
  }
}
