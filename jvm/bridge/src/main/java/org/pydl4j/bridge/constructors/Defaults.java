package org.pydl4j.bridge.constructors;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/** What a record's static {@code defaults()} says; see {@link org.pydl4j.nd.json.Records}. */
final class Defaults {
  private final Object given;

  private Defaults(Object given) {
    this.given = given;
  }

  static Defaults of(Class<?> record) {
    try {
      Method method = record.getDeclaredMethod("defaults");
      method.setAccessible(true);
      return new Defaults(method.invoke(null));
    } catch (NoSuchMethodException e) {
      return new Defaults(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("[constructors] defaults() of " + record.getName() + " failed.", e);
    }
  }

  /** Whether the component may be left out. */
  boolean has(RecordComponent component) {
    return given instanceof Record || given instanceof Map<?, ?> m && m.containsKey(component.getName())
        || component.getType() == Optional.class;
  }

  boolean isNull(RecordComponent component) {
    return has(component) && value(component).isEmpty();
  }

  /** The default; empty where it is null or missing. */
  Optional<Object> value(RecordComponent component) {
    if (given instanceof Record) {
      try {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return Optional.ofNullable(accessor.invoke(given));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return given instanceof Map<?, ?> m ? Optional.ofNullable(m.get(component.getName())) : Optional.empty();
  }
}
