package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.pydl4j.nd.host.Libc;
import org.pydl4j.nd.host.Notice;
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
  private static final String JAVA = "java";
  private static final String SLOWER = "about a hundred times slower";
  private static final List<Backend> FOUND = new ArrayList<>();
  /** Why there is none; said to everybody who asks, not only to the first, as an initializer's would be. */
  private static final RuntimeException PROBLEM;
  private static final Backend CHOSEN;
  private static final Pool POOL;
  private static final Map<Backend, Pool> DEVICE_POOLS = new ConcurrentHashMap<>();

  static {
    Backend chosen = null;
    Pool pool = null;
    RuntimeException problem = null;
    try {
      chosen = choose();
      pool = new Pool(chosen);
    } catch (IllegalArgumentException | IllegalStateException e) {
      problem = e;
    }
    CHOSEN = chosen;
    POOL = pool;
    PROBLEM = problem;
  }

  private Backends() {
  }

  /**
   * The one that computes in main memory.
   *
   * @throws IllegalStateException when natives cannot be used here, or a property of ours names something that is not
   *     there; the message says what to do
   */
  public static Backend backend() {
    check();
    return CHOSEN;
  }

  private static void check() {
    if (PROBLEM != null) {
      throw new IllegalStateException(PROBLEM.getMessage(), PROBLEM);
    }
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
    check();
    return POOL;
  }

  /** The same of a backend's memory; all host backends share main memory. */
  public static Pool pool(Backend backend) {
    return backend.memory().isHost() ? POOL : DEVICE_POOLS.computeIfAbsent(backend, Pool::new);
  }

  private static Backend choose() {
    String wanted = System.getProperty("pydl4j.backend", "");
    FOUND.add(new JavaBackend());
    boolean failed = false;
    var providers = ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        FOUND.addAll(providers.next().devices());
      } catch (ServiceConfigurationError | LinkageError e) {
        failed = true;
        if (!wanted.equals(JAVA) && Libc.isMusl()) {
          throw new IllegalStateException(
              "[backend] natives do not load: got musl as C library (Alpine Linux); expected glibc. "
                  + "Use an image of Debian, Ubuntu or Red Hat, or say -Dpydl4j.backend=java for plain Java, "
                  + SLOWER + ".",
              e);
        } else if (!wanted.equals(JAVA)) {
          Notice.warn(LOG, notLoaded(root(e)));
        }
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
    if (wanted.isEmpty() && !failed && chosen.name().equals(JAVA)) {
      Notice.warn(LOG,
          "[backend] plain Java computes, " + SLOWER + ": got no native backend on the class path; expected "
              + "one. Add org.pydl4j:pydl4j-nd-cpu, or say -Dpydl4j.backend=java where that is meant.");
    }
    LOG.info("pydl4j backend: {}", chosen.describe());
    return chosen;
  }

  /** What to say about natives that do not load. */
  private static String notLoaded(Throwable cause) {
    String why = cause instanceof IllegalStateException ? cause.getMessage() : cause.toString();
    String remedy = why.contains("GLIBC")
        ? "Run it where the C library is newer (oneDNN's needs glibc 2.34, OpenBLAS's and OpenCV's 2.35)"
        : "Mend that";
    return "[backend] plain Java computes, " + SLOWER + ": a native backend does not load: "
        + why.replaceFirst("\\.$", "") + ". " + remedy
        + ", or say -Dpydl4j.backend=java where plain Java is meant.";
  }

  private static Throwable root(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
