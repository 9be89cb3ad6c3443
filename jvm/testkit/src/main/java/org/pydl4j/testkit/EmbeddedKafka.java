package org.pydl4j.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A real Kafka of one node that is broker and KRaft controller.
 *
 * <p>{@code java -Xmx512m -cp 'build/servers/*' org.pydl4j.testkit.EmbeddedKafka DIR [PORT]} prints
 * {@code READY {"bootstrap":"localhost:41235"}} and stops at the end of its standard input. A folder
 * that holds a log already is opened again (also after a kill), else it is formatted.
 */
public final class EmbeddedKafka implements ServerProcess.Server {
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  public static void main(String[] args) {
    ServerProcess.run("EmbeddedKafka", args, EmbeddedKafka::start);
  }

  static EmbeddedKafka start(Path folder, int port) throws Exception {
    int[] free = freePorts();
    int brokerPort = port == 0 ? free[0] : port;
    Path log = Files.createDirectories(folder).resolve("log");
    Properties properties = properties(log, brokerPort, free[1]);
    if (!Files.exists(log.resolve("meta.properties"))) {
      format(log);
    }
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return new EmbeddedKafka(server, brokerPort);
  }

  private static void format(Path log) throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(log.toString())
        .setMetadataLogDirectory(log.toString())
        .setControllerListenerName("CONTROLLER")
        .run();
  }

  /** A small broker: few partitions of the inner topics, one replica, a small buffer for the log cleaner. */
  private static Properties properties(Path log, int brokerPort, int controllerPort) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@localhost:" + controllerPort);
    p.put("listeners", "PLAINTEXT://localhost:" + brokerPort + ",CONTROLLER://localhost:" + controllerPort);
    p.put("advertised.listeners", "PLAINTEXT://localhost:" + brokerPort);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("inter.broker.listener.name", "PLAINTEXT");
    p.put("log.dirs", log.toString());
    p.put("num.partitions", "3");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "2");
    p.put("log.cleaner.threads", "1");
    p.put("log.cleaner.dedupe.buffer.size", "2097152");
    p.put("offsets.topic.num.partitions", "2");
    p.put("offsets.topic.replication.factor", "1");
    p.put("transaction.state.log.num.partitions", "2");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    return p;
  }

  private static int[] freePorts() throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, local); ServerSocket two = new ServerSocket(0, 1, local)) {
      return new int[] {one.getLocalPort(), two.getLocalPort()};
    }
  }

  @Override
  public String address() {
    return "{\"bootstrap\":\"localhost:" + port + "\"}";
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
