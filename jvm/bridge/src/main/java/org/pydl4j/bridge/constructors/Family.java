package org.pydl4j.bridge.constructors;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.pydl4j.nd.json.Variants;

/**
 * Interfaces of records that become a Python module.
 *
 * @param module the Python module of our own variants, dotted
 * @param doc first line of the module
 * @param interfaces the interfaces whose variants the module holds; a record among them gets a builder, too
 * @param shared records whose components every variant of the first interface, and every record with such a component,
 *   takes as its own
 * @param hidden variants that Python makes in another way
 * @param byPosition whether parameters that all have defaults may come by position, not the first alone
 */
record Family(String module, String doc, List<Class<?>> interfaces, List<Class<?>> shared, List<Class<?>> hidden,
    boolean byPosition) {

  static final String GENERATED = "pydl4j._generated.";

  /** A module below pydl4j._generated. */
  static Family of(String module, String doc, Class<?>... interfaces) {
    return new Family(GENERATED + module, doc, List.of(interfaces), List.of(), List.of(), false);
  }

  /** A module whose classes are written by hand; jars may add to it. */
  static Family byHand(String module, Class<?>... interfaces) {
    return new Family(module, "", List.of(interfaces), List.of(), List.of(), false);
  }

  boolean isGenerated() {
    return module.startsWith(GENERATED);
  }

  /** The module's name without its packages. */
  String name() {
    return module.substring(module.lastIndexOf('.') + 1);
  }

  Family sharing(Class<?>... settings) {
    return new Family(module, doc, interfaces, List.of(settings), hidden, byPosition);
  }

  Family without(Class<?>... variants) {
    return new Family(module, doc, interfaces, shared, List.of(variants), byPosition);
  }

  /** The family whose parameters may come by position where all have defaults, as those of DL4J's constructors. */
  Family takenByPosition() {
    return new Family(module, doc, interfaces, shared, hidden, true);
  }

  boolean isShared(Class<?> type) {
    return !shared.isEmpty() && (interfaces.contains(type) || interfaces.get(0).isAssignableFrom(type));
  }

  /** The variants of an interface but those of the given names. */
  Collection<Class<?>> variants(Class<?> iface, Set<String> known) {
    return Variants.of(iface).values().stream()
        .filter(v -> !hidden.contains(v) && !known.contains(v.getSimpleName())).toList();
  }
}
