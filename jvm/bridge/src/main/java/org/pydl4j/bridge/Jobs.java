package org.pydl4j.bridge;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.pydl4j.nn.training.TrainingListener;

/**
 * Long work on Java threads, which Python watches in short slices so that its signals are served. A bridge method that
 * takes long returns the handle of {@link #start}; {@code pydl4j._jvm.run_long} does the rest.
 */
public final class Jobs {
  /** Work that reports how far it is and ends early when asked. */
  public interface Job {
    /** Does the work; the result goes to Python, so a string, a number, an array of them or null. */
    Object run() throws Exception;

    /** How far it is, as a JSON object; called from another thread while {@link #run} is under way. */
    default String progress() {
      return "{}";
    }

    /** Names of the events of training that Python listens to. */
    default Set<String> events() {
      return Set.of();
    }

    /** Gets what tells Python of those events, before {@link #run}; it comes after all other listeners. */
    default void heardBy(TrainingListener python) {}

    /** An event waits for Python. */
    default void told() {}

    /** Asks for an end within a fraction of a second; {@link #run} then returns normally with what it has. */
    void stop();
  }

  private record Running(Job job, Future<Object> result, BlockingQueue<String> messages, PythonListener python) {}

  /** What {@link #next} says of work that is over. */
  private static final String ENDED = "ended";

  private static final AtomicLong HANDLES = new AtomicLong();
  private static final Map<Long, Running> RUNNING = new ConcurrentHashMap<>();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(Jobs::thread);

  // Where an exception of a signal takes the handle from Python before it holds it.
  private static final ThreadLocal<Long> LAST = new ThreadLocal<>();

  private Jobs() {}

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "pydl4j-job");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts the work and returns its handle, which {@link #result} gives back. */
  public static long start(Job job) {
    long handle = HANDLES.incrementAndGet();
    LAST.set(handle);
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    PythonListener python = new PythonListener(job.events(), message -> {
      messages.add(message);
      job.told();
    });
    job.heardBy(python);
    RUNNING.put(handle, new Running(job, THREADS.submit(() -> {
      try {
        return job.run();
      } finally {
        messages.add(ENDED);
      }
    }), messages, python));
    return handle;
  }

  /**
   * Waits up to waitMs for the next message of the work, a JSON object, which {@link #answered} has to follow;
   * {@code "ended"} when there will be none any more, and an empty string when none came.
   */
  public static String next(long handle, long waitMs) throws InterruptedException {
    Running running = running(handle);
    String message = running.messages.poll(waitMs, TimeUnit.MILLISECONDS);
    return message != null ? message : running.result.isDone() ? ENDED : "";
  }

  /** The last message was dealt with. */
  public static void answered(long handle) {
    running(handle).python.answer();
  }

  /** Asks the work to end early; its result is what it has by then. */
  public static void stop(long handle) {
    running(handle).job.stop();
  }

  private static boolean ended(long handle, long waitMs) throws InterruptedException {
    try {
      running(handle).result.get(waitMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** How far the work is: a JSON object. */
  public static String progress(long handle) {
    return running(handle).job.progress();
  }

  /**
   * Asks the work to end early, waits up to waitMs and says whether it is over; the handle is gone then. Handle 0 means
   * the work that this thread started last. Work whose handle is gone is over.
   */
  public static boolean abandon(long handle, long waitMs) throws InterruptedException {
    Long given = handle == 0 ? LAST.get() : Long.valueOf(handle);
    Running running = given == null ? null : RUNNING.get(given);
    if (running == null) {
      return true;
    }
    running.python.close();
    running.job.stop();
    if (!ended(given, waitMs)) {
      return false;
    }
    RUNNING.remove(given);
    return true;
  }

  /** The result of ended work, or the exception that ended it; the handle is gone afterwards. */
  public static Object result(long handle) throws Exception {
    Running running = running(handle);
    RUNNING.remove(handle);
    try {
      return running.result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    }
  }

  /** Work that is under way, by its kind. */
  static <T extends Job> T job(long handle, Class<T> kind) {
    return kind.cast(running(handle).job);
  }

  private static Running running(long handle) {
    Running running = RUNNING.get(handle);
    if (running == null) {
      throw new IllegalStateException(
          "[job] no such job: got handle " + handle + "; expected one whose result was not fetched yet.");
    }
    return running;
  }
}
