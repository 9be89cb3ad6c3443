package org.pydl4j.testkit;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Life of one embedded server in a process of its own: it starts, prints one line {@code READY {json}} with its
 * addresses, and stops cleanly when its standard input ends, so it never outlives the program that started it. SIGTERM
 * ends it at once; its data can be opened again.
 */
final class ServerProcess {
  private ServerProcess() {}

  /** A server that runs until closed. */
  interface Server extends AutoCloseable {
    /** Where clients find it, as one line of JSON. */
    String address();

    @Override
    void close() throws IOException;
  }

  /** What starts a server over a folder and some ports. */
  @FunctionalInterface
  interface Start {
    Server start(Path folder, int port) throws Exception;
  }

  /**
   * Runs a server until the end of standard input, then ends this JVM.
   *
   * @param name the server's name in messages
   * @param args the folder that holds its data (kept when it stops), and optionally its port (0 or none: a free one)
   * @param start starts it
   */
  static void run(String name, String[] args, Start start) {
    if (args.length < 1 || args.length > 2) {
      System.err.println("[" + name + "] arguments: got " + args.length + "; expected DIR [PORT].");
      System.exit(2);
    }
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    try (Server server = start.start(Path.of(args[0]).toAbsolutePath(), port)) {
      System.out.println("READY " + server.address());
      System.out.flush();
      drain();
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void drain() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // A broken pipe means the same as its end: the starter is gone.
    }
  }
}
