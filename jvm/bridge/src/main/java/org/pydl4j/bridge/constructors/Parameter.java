package org.pydl4j.bridge.constructors;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of a Python constructor.
 *
 * @param java the component's name
 * @param python the parameter's name
 * @param annotation its type
 * @param prose its type in docstrings
 * @param doc what it means
 * @param literal the default as Python's source; empty where it must be given
 * @param defaultText the default in docstrings
 * @param shared whether it belongs to the settings that the family shares
 */
record Parameter(String java, String python, String annotation, String prose, String doc, Optional<String> literal,
    String defaultText, boolean shared) {

  private static final int LONG = 80;

  static Parameter of(Class<?> owner, RecordComponent component, PyType types, Docs docs, boolean shared) {
    Defaults defaults = Defaults.of(owner);
    String annotation = types.of(component.getGenericType());
    String constants = PyType.constants(component.getGenericType());
    String prose = PyType.prose(constants.isEmpty() ? annotation.replace(" | None", "") : "str");
    String doc = sentence(Names.pythonic(docs.of(component, component.getName(), docs.of(owner)), owner));
    if (!constants.isEmpty() && constants.length() <= LONG) {
      prose = "{" + constants + "}";
    } else if (!constants.isEmpty()) {
      doc = (doc + " One of " + constants + ".").strip();
    }
    Optional<String> literal = Optional.empty();
    String text = "";
    if (defaults.has(component)) {
      Object value = defaults.value(component).orElse(null);
      Optional<String> exact = Literal.of(value);
      text = exact.orElseGet(() -> String.valueOf(value));
      literal = Optional.of(exact.orElse("None"));
      if (value instanceof List<?> several && !several.isEmpty() && several.get(0) instanceof Integer) {
        annotation = "int | " + annotation;
        prose = "int or " + prose;
      }
      if (literal.get().equals("None") && !annotation.endsWith("| None")) {
        annotation += " | None";
      }
    }
    return new Parameter(component.getName(), Names.snake(component.getName()), annotation, prose, doc, literal,
        text, shared);
  }

  private static String sentence(String doc) {
    String first = doc.split("[ ,;:]", 2)[0];
    String start = first.matches("[a-z]{2,}") ? Character.toUpperCase(doc.charAt(0)) + doc.substring(1) : doc;
    return start + (doc.isEmpty() || doc.endsWith(".") ? "" : ".");
  }

  /** A name as a keyword argument: those that are keywords of Python get an underscore, which Record takes off. */
  static String keyword(String java) {
    return Names.snake(java).equals(java + "_") ? java + "_" : java;
  }
}
