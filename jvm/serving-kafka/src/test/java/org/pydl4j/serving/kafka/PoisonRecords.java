package org.pydl4j.serving.kafka;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.pipeline.Pipeline;
import org.pydl4j.datavec.reader.CollectionRecordReader;
import org.pydl4j.datavec.reader.ImageRecordReader;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.TransformProcess;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.Predictor;
import org.pydl4j.serving.codec.Codec;
import org.pydl4j.serving.servable.Servable;

/**
 * Records that are wrong in every way at hand, among good ones, through codec and scoring as in production. Whatever
 * the
 * poison, each good neighbour must get its own answer, and each dead letter fit.
 *
 * <p>{@code main COUNT SEED} runs the long form in a JVM of any size; JUnit runs a short one.
 */
final class PoisonRecords {
  private static final int MOST_BYTES = 1 << 20;
  private static final int BATCH = 16;
  private static final long MOST_MS_PER_BATCH = 20_000;
  private static final int SIDE = 4;

  private static final List<String> FORMATS = List.of("json", "raw", "row", "image");

  private final Codec codec;
  private final RecordScorer records;
  private final Servable model;
  private final Random random;
  private final List<byte[]> good = new ArrayList<>();
  private long offset;

  private PoisonRecords(String format, long seed) {
    this.random = new Random(seed);
    this.model = new Sum(format);
    KafkaScorerConf conf = LettersTest.conf(format);
    this.codec = Sum.codec(format, model);
    this.records = new RecordScorer(conf, model, Sum.records(format, model), new Letters(conf, model.version(),
        MOST_BYTES));
    switch (format) {
      case "json" -> good.addAll(List.of(utf8("[1, 2, 3.5]"), utf8("[[1], [2e0, -3]]"),
          utf8("{\"id\": [\"x\", {\"y\": null}], \"features\": [[1, 2, 3]]}")));
      case "raw" -> good.add(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(-2)
          .putFloat(7).array());
      case "row" -> good
          .addAll(List.of(utf8("{\"a\": 1.5, \"b\": 2, \"kind\": \"red\", \"vector\": [1, 2], \"picture\": \""
              + Base64.getEncoder().encodeToString(image("png", 3)) + "\"}")));
      default -> List.of("png", "jpg", "bmp", "gif", "tiff").forEach(ending -> good.add(image(ending,
          random.nextInt(200))));
    }
  }

  public static void main(String[] args) {
    int count = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    long begin = System.nanoTime();
    for (String format : FORMATS) {
      System.out.println(format + ": " + run(format, count / FORMATS.size(), seed));
    }
    System.out.printf("%d records in %.1f s%n", count, (System.nanoTime() - begin) / 1e9);
  }

  /** Scores so many records, half of them poison; what went wrong raises AssertionError with the seed. */
  static Map<String, Integer> run(String format, int count, long seed) {
    PoisonRecords p = new PoisonRecords(format, seed);
    Map<String, Integer> seen = new HashMap<>();
    for (int done = 0; done < count; done += BATCH) {
      p.batch(seen, "seed " + seed + ", " + format + ", record " + done);
    }
    return seen;
  }

  private void batch(Map<String, Integer> seen, String where) {
    List<ConsumerRecord<byte[], byte[]>> in = new ArrayList<>();
    Map<String, byte[]> expected = new HashMap<>();
    for (int i = 0; i < BATCH; i++) {
      boolean poison = random.nextBoolean();
      byte[] value = good.get(random.nextInt(good.size()));
      byte[] key = poison ? oddBytes() : utf8("key");
      Headers headers = poison ? oddHeaders() : new RecordHeaders();
      in.add(LettersTest.record(offset, key, poison ? poisoned(value) : value, headers));
      if (!poison) {
        expected.put("in-3@" + offset, alone(value));
      }
      offset++;
    }
    long begin = System.nanoTime();
    RecordScorer.Scored answers;
    try {
      answers = answer(records, in);
    } catch (Throwable e) {
      throw new AssertionError(where + " raised " + e, e);
    }
    check(answers.records().size() == in.size(), where + ": " + answers.records().size() + " records out");
    check((System.nanoTime() - begin) / 1_000_000 < MOST_MS_PER_BATCH, where + " took too long");
    for (ProducerRecord<byte[], byte[]> out : answers.records()) {
      String origin = text(out, KafkaScorer.ORIGIN);
      check(Letters.bytes(out) <= MOST_BYTES, where + ": " + origin + " has " + Letters.bytes(out) + " bytes");
      byte[] answer = expected.remove(origin);
      boolean dead = out.topic().endsWith("-dead-letters");
      check(answer == null || !dead && Arrays.equals(answer, out.value()), where + ": " + origin + " got no answer: "
          + text(out, KafkaScorer.REASON));
      String reason = text(out, KafkaScorer.REASON);
      check(!dead || reason != null && !reason.isEmpty() && !reason.contains("\n"), where + ": " + origin
          + " because " + reason);
      seen.merge(dead ? reason.replaceFirst("(\\[[a-z ]+\\] .{0,12}).*", "$1") : answer == null ? "survived" : "good",
          1, Integer::sum);
    }
    check(expected.isEmpty(), where + ": no answer for " + expected.keySet());
  }

  /** All records through the scorer, as the Kafka scorer does it. */
  static RecordScorer.Scored answer(RecordScorer scorer, List<ConsumerRecord<byte[], byte[]>> in) {
    List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>();
    int dead = 0;
    for (int i = 0; i <= in.size(); i++) {
      if (i == in.size() || scorer.take(in.get(i))) {
        RecordScorer.Scored some = scorer.scored();
        out.addAll(some.records());
        dead += some.deadLetters();
      }
    }
    return new RecordScorer.Scored(out, dead, 0);
  }

  /** The answer to a single value. */
  private byte[] alone(byte[] value) {
    try (Predictor predictor = new Predictor(model, null)) {
      return predictor.answer(codec, value);
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String header) {
    Header h = record.headers().lastHeader(header);
    return h == null || h.value() == null ? null : new String(h.value(), StandardCharsets.UTF_8);
  }

  // poison ----------------------------------------------------------------------------------------------------------

  private byte[] poisoned(byte[] value) {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> random(random.nextInt(200));
      case 3 -> Arrays.copyOf(value, random.nextInt(value.length));
      case 4 -> large();
      case 5, 6 -> special();
      default -> mutated(value);
    };
  }

  /** One to eight bytes changed, put in, taken out or repeated. */
  private byte[] mutated(byte[] value) {
    byte[] v = value;
    for (int i = random.nextInt(8); i >= 0 && v.length > 0; i--) {
      int at = random.nextInt(v.length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(v, 0, at);
      switch (random.nextInt(6)) {
        case 0 -> out.write(v, at, v.length - at - 1);
        case 1 -> {
          out.write(random.nextInt(256));
          out.write(v, at, v.length - at);
        }
        case 2 -> {
          int n = random.nextInt(v.length - at) + 1;
          for (int k = random.nextInt(20); k >= 0; k--) {
            out.write(v, at, n);
          }
          out.write(v, at, v.length - at);
        }
        case 3 -> {
          out.writeBytes(ByteBuffer.allocate(4).putInt(new int[] {-1, 0, Integer.MAX_VALUE, 65535,
              1 << 20}[random.nextInt(5)]).array());
          out.write(v, Math.min(v.length, at + 4), Math.max(0, v.length - at - 4));
        }
        default -> {
          out.write(v[at] ^ 1 << random.nextInt(8));
          out.write(v, at + 1, v.length - at - 1);
        }
      }
      v = out.toByteArray();
    }
    return v;
  }

  private byte[] special() {
    String digits = "9".repeat(1 + random.nextInt(5000));
    String[] numbers = {"NaN", "-Infinity", "1e999999999", "-1e999", "1e-999999999", digits, "0x10", "1d", "+1", "01",
        "1_0", ".5",
        "null", "true", "\"1\"", "{}", "[]", "\"\\ud800\"", "\"\\u12\"", "'1'", "1 2", "1,,2", "\u0661"};
    String number = numbers[random.nextInt(numbers.length)];
    int depth = 1 + random.nextInt(random.nextBoolean() ? 300 : 20_000);
    String nested = "[".repeat(depth) + number + (random.nextBoolean() ? "]".repeat(depth) : "");
    String objects = "{\"features\":".repeat(depth) + number + "}".repeat(random.nextInt(2) * depth);
    String name = random.nextInt(4) == 0 ? "n".repeat(random.nextInt(100_000)) : "a";
    return switch (random.nextInt(9)) {
      case 0 -> utf8(nested);
      case 1 -> utf8(objects);
      case 2 -> utf8("[1, 2, " + number + "]");
      case 3 -> utf8("{\"features\": [1, 2, 3], \"x\": " + nested + "}");
      case 4 -> utf8("{\"features\": [1, 2, 3], \"features\": " + number + "}");
      case 5 -> utf8("{\"" + name + "\": " + number + ", \"b\": " + nested + "}");
      case 6 -> utf8("{\"a\": 1, \"b\": 2, \"kind\": " + number + ", \"vector\": " + nested + ", \"picture\": \""
          + Base64.getEncoder().encodeToString(mutated(image("png", 9))) + "\"}");
      case 7 -> png(1 + random.nextInt(200_000), 1 + random.nextInt(200_000));
      default -> new byte[] {'[', '1', ',', (byte) random.nextInt(256), (byte) 0xed, (byte) 0xa0, (byte) 0x80, ']'};
    };
  }

  /** Rarely, because it takes time: values of megabytes. */
  private byte[] large() {
    if (random.nextInt(20) != 0) {
      return special();
    }
    return switch (random.nextInt(5)) {
      case 0 -> utf8("[" + "1,".repeat(1_000_000) + "1]");
      case 1 -> {
        StringBuilder row = new StringBuilder("{\"a\": 1");
        for (int i = 0; i < 1_000_000; i++) {
          row.append(", \"c").append(i).append("\": ").append(i);
        }
        yield utf8(row.append('}').toString());
      }
      case 2 -> utf8("[" + "9".repeat(10_000_000) + "]");
      case 3 -> new byte[17 << 20];
      default -> utf8("\"" + "é".repeat(2_000_000) + "\"");
    };
  }

  private byte[] oddBytes() {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> random.nextInt(20) == 0 ? new byte[2 << 20] : random(9);
      default -> random(random.nextInt(40));
    };
  }

  private Headers oddHeaders() {
    Headers headers = new RecordHeaders();
    String[] names = {"", "\u0000", "\ud83d\ude00", "\ud800", KafkaScorer.ORIGIN, KafkaScorer.MODEL, KafkaScorer.REASON,
        KafkaScorer.CUT_FROM, "a b\n", "x".repeat(5000)};
    for (int i = random.nextInt(5); i > 0; i--) {
      headers.add(names[random.nextInt(names.length)], oddBytes());
    }
    return headers;
  }

  private byte[] random(int n) {
    byte[] b = new byte[n];
    random.nextBytes(b);
    return b;
  }

  /** A PNG that claims that size and holds a few bytes. */
  private byte[] png(int height, int width) {
    byte[] small = image("png", 5);
    ByteBuffer b = ByteBuffer.wrap(small).putInt(16, width).putInt(20, height);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(small, 12, 17);
    return b.putInt(29, (int) crc.getValue()).array();
  }

  private static byte[] image(String ending, int gray) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, gray << 16 | gray << 8 | i);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, ending, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The sum of an example's numbers: an answer that tells its example. */
  private record Sum(int size) implements Servable {
    private static final Pipeline ROWS = pipeline(new CollectionRecordReader(), Schema.of(
        Column.of("a", ColumnType.DOUBLE), Column.of("b", ColumnType.INTEGER), Column.categorical("kind",
            List.of("red", "blue")),
        Column.array("vector", List.of(2)), Column.image("picture", 1, SIDE, SIDE)));
    private static final Pipeline IMAGES =
        pipeline(new ImageRecordReader(SIDE, SIDE, 1, null), Schema.of(Column.image("image", 1, SIDE, SIDE)));

    Sum(String format) {
      this(format.equals("row") ? 6 + SIDE * SIDE : format.equals("image") ? SIDE * SIDE : 3);
    }

    private static Pipeline pipeline(org.pydl4j.datavec.reader.RecordReader reader, Schema schema) {
      TransformProcess.Builder steps = TransformProcess.builder(schema);
      return Pipeline.builder(reader, schema.has("kind") ? steps.categoricalToOneHot("kind").build() : steps.build())
          .build();
    }

    static Codec codec(String format, Servable model) {
      return Codec.of(format, model.signature(), pipeline(format));
    }

    static RecordCodec records(String format, Servable model) {
      return RecordCodec.of(new RecordFormat(format, null, Map.of(), "", ""), model.signature(), pipeline(format));
    }

    private static BoundPipeline pipeline(String format) {
      return format.equals("row") ? ROWS.bind() : format.equals("image") ? IMAGES.bind() : null;
    }

    @Override
    public Signature signature() {
      return new Signature(List.of(new Tensor("x", DType.FLOAT32, -1, size)), List.of(new Tensor("sum", DType.FLOAT32,
          -1, 1)));
    }

    @Override
    public Map<String, NDArray> run(Map<String, NDArray> inputs) {
      float[] x = inputs.get("x").toFloatArray();
      float[] sums = new float[x.length / size];
      for (int i = 0; i < x.length; i++) {
        sums[i / size] += x[i];
      }
      return Map.of("sum", NDArray.of(sums, sums.length, 1));
    }

    @Override
    public String version() {
      return "sum";
    }

    @Override
    public void close() {}
  }
}
