package org.pydl4j.bridge;

import java.io.IOException;
import java.net.InetAddress;
import py4j.ClientServer;
import py4j.GatewayServer;

/** The Py4J server that lets PySpark attach to this JVM instead of starting its own. */
public final class SparkGateway {
  private static Object server;

  private SparkGateway() {}

  /**
   * Starts the server on a free port of the loopback interface and returns the port. Nobody without the secret gets in.
   *
   * @param pinThread whether each Python thread keeps its own Java thread (PYSPARK_PIN_THREAD, PySpark's default)
   */
  public static synchronized int start(String secret, boolean pinThread) throws IOException {
    if (server != null) {
      throw new IllegalStateException("[spark gateway] runs already. Use the one that runs.");
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (pinThread) {
      ClientServer pinned =
          new ClientServer.ClientServerBuilder().authToken(secret).javaPort(0).javaAddress(loopback).build();
      pinned.startServer();
      server = pinned;
      return pinned.getJavaServer().getListeningPort();
    }
    GatewayServer shared =
        new GatewayServer.GatewayServerBuilder().authToken(secret).javaPort(0).javaAddress(loopback).build();
    shared.start();
    server = shared;
    return shared.getListeningPort();
  }

  /** Ends the server; its threads are no daemons and would keep the JVM alive. */
  public static synchronized void stop() {
    if (server instanceof ClientServer pinned) {
      pinned.shutdown();
    } else if (server instanceof GatewayServer shared) {
      shared.shutdown();
    }
    server = null;
  }
}
