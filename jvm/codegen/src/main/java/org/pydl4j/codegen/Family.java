package org.pydl4j.codegen;

import java.util.Collection;
import java.util.List;
import org.pydl4j.nd.json.Records;

/**
 * Interfaces of records that become a Python module.
 *
 * @param module file name without its ending
 * @param doc first line of the module
 * @param interfaces the interfaces whose variants the module holds; a record among them gets a builder, too
 * @param shared records whose components every variant of the first interface, and every record with such a component,
 *   takes as its own
 * @param hidden variants that Python makes in another way
 */
record Family(String module, String doc, List<Class<?>> interfaces, List<Class<?>> shared, List<Class<?>> hidden) {
  static Family of(String module, String doc, Class<?>... interfaces) {
    return new Family(module, doc, List.of(interfaces), List.of(), List.of());
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

  Collection<Class<?>> variants(Class<?> iface) {
    return Records.variants(iface).values().stream().filter(v -> !hidden.contains(v)).toList();
  }
}
