package org.pydl4j.bridge.constructors;

import com.google.gson.JsonElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.json.Variants;

/** Java's types as Python's annotations; remembers what a module must import. */
final class PyType {
  /** The module that holds the names of enums' constants. */
  static final String NAMES = Family.GENERATED + "names";

  private final Map<Class<?>, String> modules;
  private final String here;
  private final Map<String, Set<String>> imports = new TreeMap<>();
  private final Set<Class<?>> plainRecords;
  private final Set<Class<?>> enums;

  /**
   * @param modules where each interface lives, dotted
   * @param here the module of the family
   * @param plainRecords gets the records without an interface that the module must hold, too
   * @param enums gets the enums
   */
  PyType(Map<Class<?>, String> modules, String here, Set<Class<?>> plainRecords, Set<Class<?>> enums) {
    this.modules = modules;
    this.here = here;
    this.plainRecords = plainRecords;
    this.enums = enums;
  }

  /** Names by module of collections.abc, typing and ours. */
  Map<String, Set<String>> imports() {
    return imports;
  }

  /** Remembers an import and returns the name. */
  String importing(String module, String name) {
    imports.computeIfAbsent(module, k -> new TreeSet<>()).add(name);
    return name;
  }

  String of(Type type) {
    if (type instanceof ParameterizedType p) {
      Type[] args = p.getActualTypeArguments();
      Class<?> raw = (Class<?>) p.getRawType();
      if (raw == Optional.class) {
        return of(args[0]) + " | None";
      } else if (Collection.class.isAssignableFrom(raw)) {
        return importing("collections.abc", "Sequence") + "[" + of(args[0]) + "]";
      }
      return importing("collections.abc", "Mapping") + "[" + of(args[0]) + ", " + of(args[1]) + "]";
    }
    Class<?> c = (Class<?>) type;
    if (c.isArray() && c != byte[].class) {
      return importing("collections.abc", "Sequence") + "[" + of(c.getComponentType()) + "]";
    } else if (c == boolean.class || c == Boolean.class) {
      return "bool";
    } else if (c == double.class || c == float.class || c == Double.class || c == Float.class || c == Number.class) {
      return "float";
    } else if (c.isPrimitive() || Number.class.isAssignableFrom(c)) {
      return "int";
    } else if (c.isEnum()) {
      enums.add(c);
      return importing(NAMES, c.getSimpleName()) + " | str";
    } else if (c == String.class || c == byte[].class) {
      return "str";
    } else if (c.isInterface() && !Variants.of(c).isEmpty()) {
      return variant(c) + (Records.takesNumbers(c) ? " | float" : " | str");
    } else if (c.isRecord()) {
      if (!modules.containsKey(c)) {
        plainRecords.add(c);
      }
      return c.getSimpleName();
    } else if (c == Object.class || JsonElement.class.isAssignableFrom(c)) {
      return importing("typing", "Any");
    }
    throw new IllegalStateException("[constructors] no Python type for " + type.getTypeName() + ". Add it to PyType.");
  }

  private String variant(Class<?> iface) {
    String module = modules.get(iface);
    if (module == null) {
      throw new IllegalStateException("[constructors] " + iface.getName() + " is used by module " + here
          + " and is in no module; expected one that Python knows. Add it to Families.");
    }
    return module.equals(here) ? iface.getSimpleName() : importing(module, iface.getSimpleName());
  }

  /** The names of an enum's constants; empty for other types. */
  static String constants(Type type) {
    return type instanceof Class<?> c && c.isEnum()
        ? Arrays.stream(c.getEnumConstants()).map(e -> '"' + Names.constant((Enum<?>) e) + '"')
            .collect(Collectors.joining(", "))
        : "";
  }

  /** The type for docstrings. */
  static String prose(String annotation) {
    return annotation.replace(" | ", " or ").replaceAll("Sequence\\[(.*)]", "sequence of $1")
        .replaceAll("Mapping\\[(.*), (.*)]", "mapping of $1 to $2");
  }
}
