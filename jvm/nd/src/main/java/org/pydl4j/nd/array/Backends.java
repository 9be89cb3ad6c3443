package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.JavaBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backends of this process. The one that computes in main memory is chosen once, at first use, and logged;
 * {@code -Dpydl4j.backend=java} forces one by name. Devices with memory of their own are asked for per program, see
 * {@link Device}.
 */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final List<Backend> FOUND = new ArrayList<>();
  private static final Backend CHOSEN = choose();
  private static final Pool POOL = new Pool(CHOSEN);
  private static final Map<Backend, Pool> DEVICE_POOLS = new ConcurrentHashMap<>();

  private Backends() {
  }

  /** The one that computes in main memory. */
  public static Backend backend() {
    return CHOSEN;
  }

  /** The backend of a device; an unknown one raises an error that lists what there is. */
  public static Backend backend(Device device) {
    for (Backend b : FOUND) {
      if (b.name().equals(device.name()) && b.index() == device.index()) {
        return b;
      }
    }
    throw unknown(device.toString());
  }

  static IllegalArgumentException unknown(String device) {
    return new IllegalArgumentException("[device] there is no such device: got '" + device + "'; expected one of "
        + FOUND.stream().map(Device::of).toList() + ". Install its backend, or choose one of these.");
  }

  /** All backends that loaded, the chosen one first; a kind with several devices once per device. */
  public static List<Backend> all() {
    return List.copyOf(FOUND);
  }

  /** Main memory that arrays and plans hold. */
  public static Pool pool() {
    return POOL;
  }

  /** The same of a backend's memory; all host backends share main memory. */
  public static Pool pool(Backend backend) {
    return backend.memory().isHost() ? POOL : DEVICE_POOLS.computeIfAbsent(backend, Pool::new);
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
        FOUND.addAll(providers.next().devices());
      } catch (ServiceConfigurationError | LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        LOG.warn("A native backend could not be loaded ({}: {}); falling back. Its libraries need glibc 2.35 or newer.",
            cause.getClass().getSimpleName(), cause.getMessage());
      }
    }
    FOUND.sort(Comparator.comparing((Backend b) -> !b.memory().isHost()).thenComparing(b -> !b.name().equals(wanted))
        .thenComparing(b -> -b.priority()));
    Backend chosen = FOUND.get(0);
    if (!wanted.isEmpty() && !chosen.name().equals(wanted)) {
      throw new IllegalArgumentException(
          "[pydl4j.backend] no backend of that name computes in main memory: got '" + wanted + "'; expected one of "
              + FOUND.stream().filter(b -> b.memory().isHost()).map(Backend::name).toList()
              + ". Devices are chosen per program.");
    }
    LOG.info("pydl4j backend: {}", chosen.describe());
    return chosen;
  }
}
