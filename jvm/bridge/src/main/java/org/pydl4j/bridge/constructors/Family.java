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
 */
record Family(String module, String doc, List<Class<?>> interfaces, List<Class<?>> shared, List<Class<?>> hidden) {

  static final String GENERATED = "pydl4j._generated.";

  /** A module below pydl4j._generated. */
  static Family of(String module, String doc, Class<?>... interfaces) {
    return new Family(GENERATED + module, doc, List.of(interfaces), List.of(), List.of());
  }

  /** A module whose classes are written by hand; jars may add to it. */
  static Family byHand(String module, Class<?>... interfaces) {
    return new Family(module, "", List.of(interfaces), List.of(), List.of());
  }

  boolean isGenerated() {
    return module.startsWith(GENERATED);
  }

  /** The module's name without its packages. */
  String name() {
    return module.substring(module.lastIndexOf('.') + 1);
  }

  Family sharing(Class<?>... settings) {
    return new Family(module, doc, interfaces, List.of(settings), hidden);
  }

  Family without(Class<?>... variants) {
    return new Family(module, doc, interfaces, shared, List.of(variants));
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
