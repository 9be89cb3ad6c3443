package org.pydl4j.bridge;

import com.google.gson.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import org.pydl4j.nd.array.Arena;

/** What Python asks about the JVM itself: its version of pydl4j and its memory. */
public final class Border {
  /** What {@link #version} says where classes come from folders instead of jars. */
  public static final String UNPACKED = "unpacked";

  private Border() {}

  /** The version of pydl4j that these classes belong to, as the jar's manifest states it. */
  public static String version() {
    String version = Border.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKED : version;
  }

  /** The process number of this JVM, which tells one JVM from two. */
  public static long process() {
    return ProcessHandle.current().pid();
  }

  /** Bytes on the heap and off it, as a JSON object {@code {heapUsed, heapMax, offHeapUsed, offHeapTree}}. */
  public static String memory() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    JsonObject report = new JsonObject();
    report.addProperty("heapUsed", heap.getUsed());
    report.addProperty("heapMax", heap.getMax());
    report.addProperty("offHeapUsed", Arena.ROOT.bytes());
    report.addProperty("offHeapTree", Arena.report());
    return report.toString();
  }
}
