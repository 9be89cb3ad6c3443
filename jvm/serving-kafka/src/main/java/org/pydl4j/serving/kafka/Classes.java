package org.pydl4j.serving.kafka;

/** Objects of classes that a configuration names. */
final class Classes {
  private Classes() {}

  /** A new object of a class with a public constructor without arguments; the context's class loader is asked first. */
  static <T> T make(String name, Class<T> kind) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      Class<?> found = Class.forName(name, true, loader == null ? Classes.class.getClassLoader() : loader);
      return found.asSubclass(kind).getConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IllegalArgumentException("[codec] cannot use '" + name + "': " + e + "; expected a " + kind.getName()
          + " with a public constructor without arguments. Put its jar on the class path.", e);
    }
  }
}
