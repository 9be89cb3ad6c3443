package org.pydl4j.nd.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordsTest {
  enum Mode { SAME, VALID_ONLY }

  sealed interface Act permits ReLU, Leaky, Named {}

  record ReLU() implements Act {}

  record Leaky(double alpha) implements Act {
    static Leaky defaults() {
      return new Leaky(0.01);
    }
  }

  enum Named implements Act { TANH, SIGMOID }

  @Open
  interface Pluggable {}

  record Plugin(int size) implements Pluggable {
    Plugin {
      if (size < 1) {
        throw new IllegalArgumentException("[Plugin] size must be positive: got " + size + ".");
      }
    }

    static Map<String, Object> defaults() {
      return Map.of();
    }
  }

  /** A variant of which a number is short for. */
  sealed interface Amount permits Fixed, Grows {
    static Amount of(double value) {
      return new Fixed(value);
    }
  }

  record Fixed(double value) implements Amount {}

  record Grows(double by) implements Amount {}

  record Priced(Amount amount) {}

  @Test
  void aNumberIsShortForWhatTheInterfaceMakesOfIt() {
    assertEquals("{\"amount\":0.5}", Records.toText(new Priced(new Fixed(0.5))));
    assertEquals(new Priced(new Fixed(3)), Records.fromText("{\"amount\": 3}", Priced.class));
    Priced grows = new Priced(new Grows(2));
    assertEquals(grows, Records.fromText(Records.toText(grows), Priced.class));
    Priced nothing = new Priced(new Fixed(Double.NaN));
    assertEquals(nothing, Records.fromText(Records.toText(nothing), Priced.class));
    assertThrows(IllegalArgumentException.class, () -> Records.fromText("{\"amount\": true}", Priced.class));
  }

  record Inner(String name, List<Act> acts) {}

  record All(int i, long l, float f, double d, boolean b, char c, String s, Mode mode, int[] kernel, byte[] raw,
      Inner inner, Map<String, Inner> byName,
      Map<Mode, Integer> byMode, Map<Integer, String> byNumber, Set<String> names, Optional<Long> seed, Double nothing,
      Act act, Act named, Object any,
      JsonElement tree, double[][] table) {}

  private static final Inner INNER = new Inner("é\"x", List.of(new ReLU(), new Leaky(0.3)));

  private static All all() {
    return new All(-3, Long.MAX_VALUE, 0.1f, Double.NaN, true, ';', "s", Mode.VALID_ONLY, new int[] {5, 5},
        new byte[] {-1, 2}, INNER, Map.of("k", INNER),
        Map.of(Mode.SAME, 1), Map.of(7, "seven"), Set.of("n"), Optional.of(9L), null,
        new Leaky(Double.POSITIVE_INFINITY), Named.TANH, Map.of("a", List.of(1L, 2.5)),
        new JsonPrimitive(3), new double[][] {{1, 2}, {}});
  }

  private static String message(String json, Class<?> type) {
    return assertThrows(IllegalArgumentException.class, () -> Records.fromText(json, type)).getMessage();
  }

  @Test
  void everyKindOfComponentComesBackEqual() {
    All before = all();
    All after = Records.fromText(Records.toText(before), All.class);
    assertEquals(Records.toText(before), Records.toText(after));
    assertArrayEquals(before.kernel, after.kernel);
    assertArrayEquals(before.raw, after.raw);
    assertEquals(before.inner, after.inner);
    assertEquals(before.byMode, after.byMode);
    assertEquals(before.byNumber, after.byNumber);
    assertEquals(before.act, after.act);
    assertEquals(before.named, after.named);
    assertEquals(before.any, after.any);
    assertTrue(Double.isNaN(after.d));
    assertEquals(before.f, after.f);
  }

  @Test
  void variantsCarryTheirSimpleName() {
    assertEquals("{\"@type\":\"Leaky\",\"alpha\":0.3}", Records.toText(new Leaky(0.3)));
    assertEquals(new Leaky(0.3), Records.fromText("{\"@type\":\"Leaky\",\"alpha\":0.3}", Act.class));
  }

  @Test
  void aStringIsShortForAVariantWithDefaults() {
    assertEquals(new Leaky(0.01), Records.fromText("\"leaky\"", Act.class));
    assertEquals(new ReLU(), Records.fromText("\"relu\"", Act.class));
  }

  @Test
  void enumsAreReadIgnoringCaseAndUnderscores() {
    assertEquals(Mode.VALID_ONLY, Records.fromText("\"validOnly\"", Mode.class));
  }

  @Test
  void openInterfacesTakeTheRecordsOfAllJars() {
    assertEquals("{\"@type\":\"Plugin\",\"size\":2}", Records.toText(new Plugin(2)));
    assertEquals(new Plugin(2), Records.fromText("{\"@type\":\"Plugin\",\"size\":2}", Pluggable.class));
    assertEquals("[Plugin] size must be positive: got 0.",
        message("{\"@type\":\"Plugin\",\"size\":0}", Pluggable.class));
  }

  @Test
  void unknownFieldsNameTheNearest() {
    assertEquals("[json] unknown field of Leaky: got 'alhpa'; expected one of alpha. Did you mean 'alpha'?",
        message("{\"alhpa\":1}", Leaky.class));
  }

  @Test
  void unknownVariantsNameThePlaceAndTheNearest() {
    String m = message("{\"name\":\"n\",\"acts\":[{\"@type\":\"ReLU\"},{\"@type\":\"Laeky\"}]}", Inner.class);
    assertTrue(m.startsWith("[json at acts[1]] unknown Act: got 'Laeky'"), m);
    assertTrue(m.endsWith("Did you mean 'Leaky'?"), m);
  }

  @Test
  void missingFieldsWithoutDefaultAreNamed() {
    assertEquals("[json at name] is missing; Inner has no default for it. Give it.",
        message("{\"acts\":[]}", Inner.class));
    assertEquals("[json at size] is missing; Plugin has no default for it. Give it.", message("{}", Plugin.class));
  }

  @Test
  void numbersMustFitTheirType() {
    assertTrue(message("{\"size\":2.5}", Plugin.class).contains("expected a whole number"));
    assertTrue(message("{\"size\":3000000000}", Plugin.class).contains("range of int"));
    assertTrue(message("{\"size\":\"2\"}", Plugin.class).contains("expected a whole number"));
    assertTrue(message("{\"size\":null}", Plugin.class).contains("expected int"));
    assertEquals(new Plugin(2), Records.fromText("{\"size\":2.0}", Plugin.class));
  }

  @Test
  void brokenTextIsRefused() {
    assertTrue(message("{\"size\":", Plugin.class).startsWith("[json] the text is not JSON"));
  }
}
