package org.pydl4j.nd.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  record Tree(Object any) {}

  record Names(List<String> names, List<Double> numbers) {
    Names {
      names = List.copyOf(names);
    }
  }

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"any\":"})
  void textNestedTooDeeplyIsRefusedBeforeAnythingWalksIt(String open) {
    for (int depth : new int[] {201, 10_000, 1_000_000}) {
      String message = refused(() -> Records.fromText("{\"any\": " + open.repeat(depth), Tree.class));
      assertTrue(message.contains("nested more than 200 deep"), message);
      assertTrue(refused(() -> Json.parse(utf8(open.repeat(depth)))).contains("200 deep"));
      assertTrue(refused(() -> Json.read(utf8(open.repeat(depth)), in -> {
        Json.skip(in);
        return null;
      })).contains("200 deep"));
    }
    assertEquals(200, Json.parse("[".repeat(200) + "]".repeat(200)).toString().length() / 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[1", "[1 2]", "[1] 2", "{\"a\": 1, \"a\": 2}", "[NaN]", "[01]", "['a']", "{a: 1}", "[\"\\ud8\"]",
          "[\"\\x\"]", "nul", "[1,]", "[,]", "/* */ 1", "\u0000"})
  void textThatIsNotJsonIsRefused(String text) {
    assertTrue(refused(() -> Json.parse(utf8(text))).startsWith("[json] "));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertTrue(refused(() -> Json.parse(new byte[] {'"', (byte) 0xc3, '"'})).contains("UTF-8"));
    assertTrue(
        refused(() -> Json.parse(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'})).contains("UTF-8"));
  }

  @Test
  void numbersOfAbsurdLengthOrExponentTakeNoTime() {
    assertTrue(
        refused(() -> Json.parse(utf8("[" + "9".repeat(10_000_000) + "]"))).startsWith("[json] the text is not JSON"));
    for (String n : List.of("1e999999999", "1e-999999999", "1e99999999999", "0.1", "9".repeat(1000))) {
      assertTrue(refused(() -> Records.fromText("[" + n + "]", long[].class)).startsWith("[json at [0]] got "), n);
    }
    assertEquals(Double.POSITIVE_INFINITY, Records.fromText("[1e999999999]", double[].class)[0]);
  }

  @Test
  void nullIsNoElementOfAListAndNoFieldThatMustBeThere() {
    assertTrue(refused(() -> Records.fromText("{\"names\": [null], \"numbers\": []}", Names.class))
        .contains("[json at names[0]] got null; expected a String"));
    assertTrue(
        refused(() -> Records.fromText("{\"names\": [], \"numbers\": [1, null]}", Names.class)).contains("numbers[1]"));
    assertTrue(
        refused(() -> Records.fromText("{\"names\": null, \"numbers\": []}", Names.class)).contains("names = null"));
  }

  @Test
  void messagesStayShortWhateverTheyQuote() {
    String name = "n".repeat(1_000_000);
    String message = refused(() -> Records.fromText("{\"" + name + "\": 1}", Names.class));
    assertTrue(message.length() < 500, String.valueOf(message.length()));
    assertTrue(refused(() -> Records.fromText("[\"" + name + "\"]", double[].class)).length() < 500);
  }
}
