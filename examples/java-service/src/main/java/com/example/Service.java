package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.pydl4j.serving.Predictor;
import org.pydl4j.serving.codec.Codec;

/**
 * Answers rows: POST a JSON object of the columns of the pipeline that was saved with the model to /predict. {@code
 * java -jar target/java-service.jar model.zip 8080}; SIGTERM lets requests under way end.
 */
public final class Service {
  private static final int SECONDS_TO_END = 10;

  private Service() {}

  public static void main(String[] args) throws IOException {
    Predictor predictor = Predictor.load(Path.of(args[0])); // for any number of threads
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    server.setExecutor(threads);
    server.createContext("/predict", exchange -> answer(predictor, exchange));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.stop(SECONDS_TO_END); // no new requests; those under way are answered
      threads.shutdown();
      try {
        threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      predictor.close();
    }));
    server.start();
    System.out.println("http://localhost:" + server.getAddress().getPort() + "/predict");
  }

  private static void answer(Predictor predictor, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] row = exchange.getRequestBody().readAllBytes();
      try (Codec codec = predictor.codec("row")) {
        send(exchange, 200, predictor.answer(codec, row));
      } catch (IllegalArgumentException e) { // the row is wrong, and the message says how
        send(exchange, 400, e.getMessage().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
