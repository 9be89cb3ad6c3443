package org.pydl4j.serving.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.serving.kafka.KafkaTopic.Message;

@Timeout(180)
@SuppressWarnings("try") // a running scorer is closed, not read
class KafkaScorerTest {
  private static final long READ_MS = 60_000;

  @TempDir
  static Path folder;
  private static KafkaServer kafka;

  @BeforeAll
  static void start() throws IOException {
    kafka = new KafkaServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    kafka.close();
  }

  @Test
  void answersAreTheModelsForEachRecordOnceThoughTheScorerIsKilledInTransactions() throws Exception {
    List<byte[]> examples = IntStream.range(0, 300).mapToObj(i -> text("[" + i + ", 1, " + 2 * i + "]")).toList();
    KafkaTopic input = topic("killed", 3);
    input.send(examples, 0);
    for (int haltAt : new int[] {50, 118, 0}) {
      Map<String, String> settings = settings(input);
      settings.put("poll.records", "20");
      settings.put("commit.bytes", "4000"); // transactions of a few batches
      settings.put("kafka.producer.batch.size", "1");
      if (haltAt > 0) {
        settings.put("kafka.producer.interceptor.classes", ScorerProcess.HaltAt.class.getName());
        settings.put("kafka.producer.halt.at", String.valueOf(haltAt));
      }
      Process scorer = KafkaServer.java(ScorerProcess.class.getName(), file(settings).toString());
      try {
        if (haltAt > 0) {
          assertEquals(137, scorer.waitFor());
        } else {
          kafka.topic("killed-answers").read(300, READ_MS);
        }
      } finally {
        scorer.destroy();
        scorer.waitFor();
      }
    }
    List<Message> answers = kafka.topic("killed-answers").read(301, 2_000);
    Map<String, String> byKey = answers.stream().collect(Collectors.toMap(Message::keyText, KafkaScorerTest::value));
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      expected.put(String.valueOf(i), "{\"output\":[" + (3f * i + 1) + "," + (float) -i + "],\"class\":0}");
    }
    assertEquals(expected, byKey);
    assertEquals(300, answers.stream().map(a -> a.headers().get(KafkaScorer.ORIGIN)).distinct().count());
  }

  @Test
  void recordsThatCannotBeScoredGoToTheDeadLettersWithReasonAndOrigin() throws Exception {
    KafkaTopic input = topic("poisoned", 1);
    List<byte[]> values = new ArrayList<>(List.of(
        text("[1, 2, 3]"), text("no json"), text("[1, 2]"), text("[1, 2, 1e999]"), text("[666, 0, 0]"),
        text("[3e38, 3e38, 3e38]"), text("{\"features\": [[4], [5, 6]]}")));
    values.add(null);
    input.send(values, 0);
    try (Running scorer = run(settings(input))) {
      assertEquals(List.of("0", "6"), keys(kafka.topic("poisoned-answers").read(2, READ_MS)));
      Map<String, Message> dead = kafka.topic("poisoned-dead-letters").read(6, READ_MS).stream()
          .collect(Collectors.toMap(Message::keyText, m -> m));
      assertEquals(6, dead.size());
      assertTrue(reason(dead, "1").startsWith("[record] not JSON"), reason(dead, "1"));
      assertTrue(reason(dead, "2").contains("got 2 numbers; expected 3"), reason(dead, "2"));
      assertTrue(reason(dead, "3").contains("not a finite number"), reason(dead, "3"));
      assertTrue(reason(dead, "4").contains("no such number"), reason(dead, "4"));
      assertTrue(reason(dead, "5").contains("output is not finite"), reason(dead, "5"));
      assertTrue(reason(dead, "7").contains("no value"), reason(dead, "7"));
      assertEquals("no json", value(dead.get("1")));
      assertEquals("poisoned-0@1", dead.get("1").headers().get(KafkaScorer.ORIGIN));
      assertEquals("sums-1", dead.get("1").headers().get(KafkaScorer.MODEL));
    }
    assertEquals(8, committed("pydl4j-poisoned"));
  }

  @Test
  void recordsThatFillWhatTheirTopicTakesStopNobody() throws Exception {
    KafkaTopic input = topic("full", 1);
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap(), "max.request.size", 2 << 20);
    byte[] most = new byte[1_048_000]; // a topic's default limit is 1,048,588 bytes
    byte[] half = new byte[524_220]; // twice with a small value fits, with its answer it does not
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      send(producer, "full", text("first"), text("[1, 2, 3]"), null);
      send(producer, "full", text("bad value"), most.clone(), null);
      send(producer, "full", most, text("bad"), null);
      send(producer, "full", text("bad header"), text("bad"), most);
      send(producer, "full", half, text("[1, 2, 3]"), half);
      send(producer, "full", half, half, null);
      send(producer, "full", text("deep"), text("[".repeat(500_000)), null);
      send(producer, "full", text("last"), text("[3, 3, 3]"), null);
    }
    Map<String, String> settings = settings(input);
    settings.put("kafka.producer.max.request.size", String.valueOf(4 << 20)); // more than the topics take
    try (Running scorer = run(settings)) {
      assertEquals(List.of("first", "last"), keys(kafka.topic("full-answers").read(2, READ_MS)));
      Map<String, Message> dead = kafka.topic("full-dead-letters").read(6, READ_MS).stream()
          .collect(Collectors.toMap(m -> m.headers().get(KafkaScorer.ORIGIN), m -> m));
      assertEquals(IntStream.range(1, 7).mapToObj(i -> "full-0@" + i).collect(Collectors.toSet()), dead.keySet());
      assertTrue(dead.get("full-0@4").headers().get(KafkaScorer.REASON).contains("the answer is too large"));
    }
    assertEquals(8, committed("pydl4j-full"));
  }

  @Test
  void batchesThatTheHeapDoesNotHoldStopNobody() throws Exception {
    KafkaTopic input = topic("bombs", 1);
    int large = 10 << 20;
    byte[] padded = Arrays.copyOf(text("[4, 4, 4]"), large);
    Arrays.fill(padded, 9, large, (byte) ' ');
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap(), "compression.type", "zstd",
        "max.request.size", 1 << 30, "buffer.memory", 1 << 30, "batch.size", 480 << 20, "linger.ms", 600_000,
        "delivery.timeout.ms", 700_000);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      sendBatch(producer, "bombs", text("[1, 1, 1]"));
      sendBatch(producer, "bombs", text("[2, 2, 2]"), new byte[200 << 20], text("[3, 3, 3]"));
      byte[][] many = new byte[20][];
      Arrays.fill(many, padded);
      sendBatch(producer, "bombs", many);
      sendBatch(producer, "bombs", text("[5, 5, 5]"));
    }
    Process scorer = KafkaServer.java(128, ScorerProcess.class.getName(), file(settings(input)).toString());
    try {
      List<Message> answers = kafka.topic("bombs-answers").read(23, READ_MS);
      assertEquals(23, answers.size());
      Map<String, Long> sums = answers.stream().collect(Collectors.groupingBy(
          a -> value(a).replaceAll(".*\\[(.*?),.*", "$1"), TreeMap::new, Collectors.counting()));
      assertEquals(Map.of("3.0", 1L, "6.0", 1L, "12.0", 20L, "15.0", 1L), sums);
      List<Message> dead = kafka.topic("bombs-dead-letters").read(2, READ_MS);
      assertEquals(List.of("bombs-0@2", "bombs-0@3"),
          dead.stream().map(d -> d.headers().get(KafkaScorer.ORIGIN)).sorted().toList());
      assertTrue(dead.get(0).headers().get(KafkaScorer.REASON).contains("larger than the heap"));
    } finally {
      scorer.destroy();
      scorer.waitFor();
    }
    assertEquals(25, committed("pydl4j-bombs"));
  }

  /** Sends values in one batch. */
  private static void sendBatch(KafkaProducer<byte[], byte[]> producer, String topic, byte[]... values)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (byte[] value : values) {
      sent.add(producer.send(new ProducerRecord<>(topic, null, value)));
    }
    producer.flush();
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, byte[] key, byte[] value, byte[] header) throws Exception {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
    if (header != null) {
      record.headers().add("h", header);
    }
    producer.send(record).get();
  }

  @Test
  void atLeastOnceAnswersEachRecordWhenNothingFails() throws Exception {
    KafkaTopic input = topic("fast", 2);
    Map<String, String> settings = settings(input);
    settings.put("delivery", "at_least_once");
    settings.put("format", "raw");
    List<byte[]> examples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      examples.add(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putFloat(i).putFloat(1).putFloat(2).array());
    }
    input.send(examples, 100);
    try (Running scorer = run(settings)) {
      for (Message answer : kafka.topic("fast-answers").read(40, READ_MS)) {
        float i = Integer.parseInt(answer.keyText()) - 100;
        assertEquals(List.of(i + 3, i - 2), floats(answer.value()));
      }
    }
    assertEquals(40, committed("pydl4j-fast"));
  }

  @Test
  void aScorerWhoseTransactionalIdIsTakenOverSaysSo() throws Exception {
    KafkaTopic input = topic("fenced", 1);
    Running first = run(settings(input));
    input.send(List.of(text("[1, 1, 1]")), 0);
    kafka.topic("fenced-answers").read(1, READ_MS);
    try (Running second = run(settings(input))) {
      ExecutionException failure = first.failure();
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertTrue(failure.getMessage().contains("Give each scorer that runs at a time its own"), failure.getMessage());
      input.send(List.of(text("[2, 2, 2]")), 1);
      assertEquals(List.of("0", "1"), keys(kafka.topic("fenced-answers").read(2, READ_MS)));
    }
  }

  @Test
  void scorersOfAGroupShareThePartitionsAndAnswerEachRecordOnce() throws Exception {
    KafkaTopic input = topic("shared", 4);
    Map<String, String> second = settings(input);
    second.put("transactional.id", "shared-second");
    List<byte[]> examples = IntStream.range(0, 4000).mapToObj(i -> text("[" + i + ".5, 0, 0]")).toList();
    Running a = run(settings(input));
    input.send(examples.subList(0, 1000), 0);
    Running b = run(second); // joins while the first one works
    input.send(examples.subList(1000, 3000), 1000);
    kafka.topic("shared-answers").read(2000, READ_MS);
    a.close(); // leaves while the other works
    input.send(examples.subList(3000, 4000), 3000);
    List<Message> answers = kafka.topic("shared-answers").read(4000, READ_MS);
    b.close();
    assertEquals(4000, answers.size());
    assertEquals(4000, answers.stream().map(Message::keyText).distinct().count());
    assertEquals(4000, kafka.topic("shared-answers").read(4001, 1_000).size());
    assertTrue(a.scorer().progress().answered() > 0 && b.scorer().progress().answered() > 0);
    assertEquals(4000, a.scorer().progress().answered() + b.scorer().progress().answered());
    assertEquals(4000, committed("pydl4j-shared"));
  }

  @Test
  void aClassOfKafkasReadsExamplesAndAnotherWritesAnswers() throws Exception {
    KafkaTopic input = topic("foreign", 1);
    Map<String, String> settings = settings(input);
    settings.put("format", Semicolons.class.getName());
    settings.put("codec.separator", ";");
    settings.put("answer.format", Shown.class.getName());
    input.send(List.of(text("1;2;3"), text("1;x;3"), text("4;4;4")), 0);
    try (Running scorer = run(settings)) {
      List<Message> answers = kafka.topic("foreign-answers").read(2, READ_MS);
      assertEquals(List.of("foreign-answers 6.0 class 0", "foreign-answers 12.0 class 0"),
          answers.stream().map(KafkaScorerTest::value).toList());
      Message dead = kafka.topic("foreign-dead-letters").read(1, READ_MS).get(0);
      assertTrue(dead.headers().get(KafkaScorer.REASON).contains("NumberFormatException"), dead.headers().toString());
    }
  }

  /** Numbers with a separator between them. */
  public static final class Semicolons implements Deserializer<List<Float>> {
    private String separator;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
      separator = settings.get("separator").toString();
    }

    @Override
    public List<Float> deserialize(String topic, byte[] data) {
      return Arrays.stream(new String(data, StandardCharsets.UTF_8).split(separator)).map(Float::valueOf).toList();
    }
  }

  /** The topic, the first number and the class. */
  public static final class Shown implements Serializer<Map<String, Object>> {
    @Override
    public byte[] serialize(String topic, Map<String, Object> answer) {
      return text(topic + " " + ((float[]) answer.get("output"))[0] + " class " + answer.get("class"));
    }
  }

  @Test
  void brokersThatDoNotAnswerAreNamed() {
    Map<String, String> settings = settings(new KafkaTopic("localhost:1", "nowhere"));
    settings.put("kafka.consumer.default.api.timeout.ms", "300");
    KafkaScorer scorer = new KafkaScorer(KafkaScorerConf.of(settings), new Sums(), null);
    String message = assertThrows(IllegalStateException.class, scorer::run).getMessage();
    assertTrue(message.contains("got none from localhost:1"), message);
  }

  /** A scorer on a thread of its own, stopped cleanly at the end. */
  private record Running(KafkaScorer scorer, FutureTask<Void> task) implements AutoCloseable {
    ExecutionException failure() throws InterruptedException {
      try {
        task.get();
      } catch (ExecutionException e) {
        return e;
      }
      throw new AssertionError("the scorer ended well; expected a failure");
    }

    @Override
    public void close() throws ExecutionException {
      scorer.stop();
      try {
        task.get();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Running run(Map<String, String> settings) {
    KafkaScorer scorer = new KafkaScorer(KafkaScorerConf.of(settings), new Sums(), null);
    FutureTask<Void> task = new FutureTask<>(scorer, null);
    new Thread(task, "scorer").start();
    return new Running(scorer, task);
  }

  private static KafkaTopic topic(String name, int partitions) {
    for (String ending : List.of("", "-answers", "-dead-letters")) {
      kafka.topic(name + ending).create(partitions);
    }
    return kafka.topic(name);
  }

  private static Map<String, String> settings(KafkaTopic input) {
    return new TreeMap<>(Map.of(
        "model", "unused.zip", "bootstrap.servers", input.bootstrapServers(), "topic.input", input.name(),
        "batch.rows", "8"));
  }

  private static Path file(Map<String, String> settings) throws IOException {
    return Files.write(
        folder.resolve("scorer.properties"),
        settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  private static long committed(String group) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()))) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
          .mapToLong(OffsetAndMetadata::offset).sum();
    }
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static String value(Message message) {
    return new String(message.value(), StandardCharsets.UTF_8);
  }

  private static String reason(Map<String, Message> dead, String key) {
    return dead.get(key).headers().get(KafkaScorer.REASON);
  }

  private static List<String> keys(List<Message> messages) {
    return messages.stream().map(Message::keyText).sorted().toList();
  }

  private static List<Float> floats(byte[] value) {
    FloatBuffer floats = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    return List.of(floats.get(), floats.get());
  }
}
