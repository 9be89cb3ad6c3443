package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.JavaBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backend of this process: chosen once, at first use, and logged. {@code -Dpydl4j.backend=java} forces one by name. */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final List<Backend> FOUND = new ArrayList<>();
  private static final Backend CHOSEN = choose();
  private static final Pool POOL = new Pool(CHOSEN.memory());

  private Backends() {
  }

  public static Backend backend() {
    return CHOSEN;
  }

  /** All backends that loaded, the chosen one first. */
  public static List<Backend> all() {
    return List.copyOf(FOUND);
  }

  public static Pool pool() {
    return POOL;
  }

  private static Backend choose() {
    String wanted = System.getProperty("pydl4j.backend", "");
    FOUND.add(new JavaBackend());
    var providers = ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        FOUND.add(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        LOG.warn("A native backend could not be loaded ({}: {}); falling back. Its libraries need glibc 2.35 or newer.",
            cause.getClass().getSimpleName(), cause.getMessage());
      }
    }
    FOUND.sort((a, b) -> a.name().equals(wanted) ? -1 : b.name().equals(wanted) ? 1 : b.priority() - a.priority());
    Backend chosen = FOUND.get(0);
    if (!wanted.isEmpty() && !chosen.name().equals(wanted)) {
      throw new IllegalArgumentException("[pydl4j.backend] no backend of that name: got '" + wanted + "'; expected one of "
          + FOUND.stream().map(Backend::name).toList() + ".");
    }
    LOG.info("pydl4j backend: {}", chosen.describe());
    return chosen;
  }
}
