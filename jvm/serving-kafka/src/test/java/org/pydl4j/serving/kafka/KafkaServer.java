package org.pydl4j.serving.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Kafka in a process of its own, and further processes on the class path of the tests. */
final class KafkaServer implements AutoCloseable {
  private final Process process;
  private final String bootstrap;

  KafkaServer(Path folder) throws IOException {
    process = java("org.pydl4j.testkit.EmbeddedKafka", folder.resolve("kafka").toString());
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith("READY ")) {
      process.destroyForcibly();
      throw new IOException("[test] Kafka did not start: got " + line + "; expected READY. See standard error.");
    }
    bootstrap = line.replaceFirst(".*\"bootstrap\":\"([^\"]+)\".*", "$1");
  }

  /** Starts a main class with the class path of this JVM; its standard error is ours. */
  static Process java(String main, String... args) throws IOException {
    return java(512, main, args);
  }

  /** The same with a heap of so many megabytes. */
  static Process java(int heapMb, String main, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heapMb + "m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  KafkaTopic topic(String name) {
    return new KafkaTopic(bootstrap, name);
  }

  String bootstrap() {
    return bootstrap;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
