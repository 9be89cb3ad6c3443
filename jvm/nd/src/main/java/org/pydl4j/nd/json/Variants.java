package org.pydl4j.nd.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The records and enums behind an interface, by simple name: the permitted ones of a sealed interface, and those that
 * jars list for an {@link Open} one. A jar's list is {@code META-INF/services/<interface>}, one class a line, as
 * ServiceLoader reads it; but the classes are only named, never constructed, for a record has no constructor without
 * arguments.
 *
 * <p>Jars are looked for by the context class loader of the thread, where Spark's {@code --jars} are, and by the loader
 * of the interface. Two variants of one simple name, case ignored, are refused, since JSON names variants by it.
 */
public final class Variants {
  /** Where jars list their records, below the name of the interface. */
  public static final String FOLDER = "META-INF/services/";

  private static final ClassValue<Map<ClassLoader, SoftReference<Map<String, Class<?>>>>> FOUND = new ClassValue<>() {
    @Override
    protected Map<ClassLoader, SoftReference<Map<String, Class<?>>>> computeValue(Class<?> type) {
      return Collections.synchronizedMap(new WeakHashMap<>());
    }
  };
  private static final ClassValue<Set<Class<?>>> FAMILIES = new ClassValue<>() {
    @Override
    protected Set<Class<?>> computeValue(Class<?> type) {
      Set<Class<?>> found = new LinkedHashSet<>();
      families(type, found);
      return Collections.unmodifiableSet(found);
    }
  };

  private Variants() {}

  /** The variants of an interface by simple name; empty where it is neither sealed nor open, or has none. */
  public static Map<String, Class<?>> of(Class<?> iface) {
    ClassLoader loader = loader(iface);
    SoftReference<Map<String, Class<?>>> known = FOUND.get(iface).get(loader);
    Map<String, Class<?>> variants = known == null ? null : known.get();
    if (variants == null) {
      variants = scan(iface, loader);
      FOUND.get(iface).put(loader, new SoftReference<>(variants));
    }
    return variants;
  }

  /**
   * The variant of that name; case and underscores are ignored where no name is equal. Jars that came since the last
   * look are seen.
   *
   * @return null where there is none
   */
  public static Class<?> find(Class<?> iface, String name) {
    Class<?> found = named(of(iface), name);
    return found != null ? found : named(again(iface), name);
  }

  private static Map<String, Class<?>> again(Class<?> iface) {
    FOUND.get(iface).remove(loader(iface));
    return of(iface);
  }

  private static Class<?> named(Map<String, Class<?>> variants, String name) {
    Class<?> exact = variants.get(name);
    return exact != null ? exact : variants.entrySet().stream().filter(e -> plain(e.getKey()).equals(plain(name)))
        .<Class<?>>map(Map.Entry::getValue).findFirst().orElse(null);
  }

  /** Whether JSON names the class of such a value. An open interface's record that no jar lists is refused. */
  static boolean isVariant(Class<?> type) {
    boolean any = false;
    for (Class<?> iface : FAMILIES.get(type)) {
      boolean open = iface.isAnnotationPresent(Open.class);
      boolean listed = of(iface).containsValue(type) || open && again(iface).containsValue(type);
      if (open && !listed) {
        throw new IllegalArgumentException("[variants] " + type.getName() + " is in no list of a jar: got "
            + FOLDER + iface.getName() + " without it; expected a line with its name. Compile the jar with pydl4j-nd "
            + "as annotation processor, or write the line.");
      }
      any |= listed;
    }
    return any;
  }

  /** The sealed and open interfaces above a class. */
  private static void families(Class<?> type, Set<Class<?>> into) {
    for (Class<?> iface : type.getInterfaces()) {
      if (iface.isSealed() || iface.isAnnotationPresent(Open.class)) {
        into.add(iface);
      }
      families(iface, into);
    }
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  // looking ---------------------------------------------------------------------------------------------------------

  /** The context class loader where it knows this very interface, else the interface's own. */
  private static ClassLoader loader(Class<?> iface) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      if (context != null && Class.forName(iface.getName(), false, context) == iface) {
        return context;
      }
    } catch (ClassNotFoundException e) {
      // a loader of something else
    }
    return iface.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : iface.getClassLoader();
  }

  private static Map<String, Class<?>> scan(Class<?> iface, ClassLoader loader) {
    Map<String, Class<?>> found = new LinkedHashMap<>();
    Map<String, Class<?>> plain = new LinkedHashMap<>();
    collect(iface, loader, found, plain);
    return Collections.unmodifiableMap(found);
  }

  private static void collect(Class<?> type, ClassLoader loader, Map<String, Class<?>> into,
      Map<String, Class<?>> plain) {
    if (type.isSealed()) {
      for (Class<?> sub : type.getPermittedSubclasses()) {
        collect(sub, loader, into, plain);
      }
    } else if (type.isAnnotationPresent(Open.class)) {
      Set<ClassLoader> loaders = new LinkedHashSet<>();
      if (type.getClassLoader() != null) {
        loaders.add(type.getClassLoader());
      }
      loaders.add(loader);
      loaders.forEach(l -> listed(type, l).forEach(c -> add(c, into, plain)));
    } else if (type.isRecord() || type.isEnum()) {
      add(type, into, plain);
    }
  }

  private static void add(Class<?> type, Map<String, Class<?>> into, Map<String, Class<?>> plain) {
    Class<?> before = plain.putIfAbsent(plain(type.getSimpleName()), type);
    if (before != null && before != type) {
      throw new IllegalArgumentException("[variants] two have one name: got " + before.getName() + " and "
          + type.getName() + "; expected distinct simple names, case ignored. Rename one, or leave its jar out.");
    }
    into.put(type.getSimpleName(), type);
  }

  /** The classes that the lists of all jars name, each once. */
  private static Set<Class<?>> listed(Class<?> iface, ClassLoader loader) {
    Set<Class<?>> found = new LinkedHashSet<>();
    try {
      for (URL list : Collections.list(loader.getResources(FOLDER + iface.getName()))) {
        for (String name : lines(list)) {
          found.add(loaded(iface, loader, name, list));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[variants] the lists of " + iface.getName() + " can't be read: " + e.getMessage(),
          e);
    }
    return found;
  }

  private static List<String> lines(URL list) throws IOException {
    URLConnection connection = list.openConnection();
    connection.setUseCaches(false);  // a jar that was replaced would be read by its old table of contents
    try (BufferedReader in = new BufferedReader(
        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return in.lines().map(l -> l.replaceFirst("#.*", "").strip()).filter(l -> !l.isEmpty()).toList();
    }
  }

  private static Class<?> loaded(Class<?> iface, ClassLoader loader, String name, URL list) {
    String problem;
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (iface.isAssignableFrom(type) && (type.isRecord() || type.isEnum())) {
        return type;
      }
      problem = iface.isAssignableFrom(type) ? "which is no record" : "which implements no " + iface.getSimpleName();
    } catch (ClassNotFoundException | LinkageError e) {
      problem = "which can't be loaded (" + e + ")";
    }
    throw new IllegalStateException("[variants] a jar's list is wrong: got " + name + " in " + list + ", " + problem
        + "; expected a record that implements " + iface.getName() + ". Correct the jar.");
  }
}
