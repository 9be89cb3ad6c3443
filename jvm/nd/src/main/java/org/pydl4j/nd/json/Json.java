package org.pydl4j.nd.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON text that others wrote: nested at most {@value #MOST_NESTED} deep, so that whoever walks the tree keeps its
 * stack, and no field twice in an object. All faults are IllegalArgumentExceptions.
 */
public final class Json {
  /** How deeply arrays and objects may be nested. */
  public static final int MOST_NESTED = 200;
  private static final int SHORT_BYTES = 1 << 16;

  private Json() {}

  /** What reads one JSON value. */
  public interface Body<T> {
    /** What stands next in the text, which is read to its end. */
    T read(JsonReader in) throws IOException;
  }

  /** The tree of a text; as in Python's json module, NaN and the infinities may be plain words. */
  public static JsonElement parse(String text) {
    return read(new StringReader(text), Strictness.LENIENT, Json::tree);
  }

  /** The tree of a text in UTF-8, exactly as RFC 8259 says. */
  public static JsonElement parse(byte[] utf8) {
    return read(utf8, Json::tree);
  }

  /**
   * What the body makes of the one value of a text in UTF-8, exactly as RFC 8259 says; it counts its depth by {@link
   * #deeper}.
   */
  public static <T> T read(byte[] utf8, Body<T> body) {
    return read(reader(utf8), Strictness.STRICT, body);
  }

  /**
   * Short texts are decoded at once, which is faster; what was no UTF-8 would show as U+FFFD, and is decoded again to
   * raise.
   */
  private static Reader reader(byte[] utf8) {
    if (utf8.length <= SHORT_BYTES) {
      String text = new String(utf8, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') < 0) {
        return new StringReader(text);
      }
    }
    return new InputStreamReader(new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder());
  }

  private static <T> T read(Reader text, Strictness strictness, Body<T> body) {
    JsonReader in = new JsonReader(text);
    in.setStrictness(strictness);
    try {
      T value = body.read(in);
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw wrong("more than one value");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("[json] not UTF-8 text. Write it in UTF-8.", e);
    } catch (EOFException e) {
      throw new IllegalArgumentException("[json] the text is not JSON: it is empty or ends early.", e);
    } catch (IOException | IllegalStateException e) {
      throw new IllegalArgumentException("[json] the text is not JSON: " + reason(e), e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "[json] the text is not JSON: an escape or a number is malformed (" + brief(e.getMessage()) + ").",
          e);
    }
  }

  /** Raises where one more array or object would be too deep. */
  public static int deeper(int depth) {
    if (depth >= MOST_NESTED) {
      throw wrong("nested more than " + MOST_NESTED + " deep");
    }
    return depth + 1;
  }

  /** What a token begins, in words. */
  public static String kind(JsonToken token) {
    return switch (token) {
      case NULL -> "null";
      case BEGIN_OBJECT -> "an object";
      case BEGIN_ARRAY -> "an array";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      default -> "nothing";
    };
  }

  /** What takes the numbers of an array one by one. */
  public interface Numbers {
    /** The next number as it is written. */
    void number(String text);

    /** An innermost array ended after so many numbers. */
    default void row(int length) {}
  }

  /**
   * Reads an array of numbers, nested to any depth, without a tree: a value of a few bytes a number must not take a
   * hundred.
   *
   * @return how many numbers there are
   */
  public static int numbers(JsonReader in, Numbers to) throws IOException {
    if (in.peek() != JsonToken.BEGIN_ARRAY) {
      throw new IllegalArgumentException("[json] no array of numbers: got " + kind(in.peek()) + "; expected [..].");
    }
    int depth = 0;
    int count = 0;
    int inRow = 0;
    do {
      JsonToken token = in.peek();
      switch (token) {
        case BEGIN_ARRAY -> {
          depth = deeper(depth);
          in.beginArray();
          inRow = 0;
        }
        case END_ARRAY -> {
          in.endArray();
          depth--;
          if (inRow >= 0) {
            to.row(inRow);
          }
          inRow = -1; // what ends next is no innermost array
        }
        case NUMBER -> {
          to.number(in.nextString());
          count++;
          inRow = Math.max(inRow, 0) + 1;
        }
        default -> throw new IllegalArgumentException(
            "[json] not a number: got " + kind(token) + " at " + count + "; expected numbers only.");
      }
    } while (depth > 0);
    return count;
  }

  /** The numbers of an array, nested to any depth. */
  public static float[] floats(JsonReader in) throws IOException {
    float[][] all = {new float[16]};
    int[] size = {0};
    numbers(in, text -> {
      if (size[0] == all[0].length) {
        all[0] = Arrays.copyOf(all[0], 2 * size[0]);
      }
      all[0][size[0]++] = Float.parseFloat(text);
    });
    return Arrays.copyOf(all[0], size[0]);
  }

  /** Passes over a value. */
  public static void skip(JsonReader in) throws IOException {
    int depth = 0;
    do {
      switch (in.peek()) {
        case BEGIN_ARRAY -> {
          depth = deeper(depth);
          in.beginArray();
        }
        case BEGIN_OBJECT -> {
          depth = deeper(depth);
          in.beginObject();
        }
        case END_ARRAY -> {
          in.endArray();
          depth--;
        }
        case END_OBJECT -> {
          in.endObject();
          depth--;
        }
        case NAME -> in.nextName();
        case END_DOCUMENT -> throw new EOFException();
        default -> in.skipValue();
      }
    } while (depth > 0);
  }

  private static JsonElement tree(JsonReader in) throws IOException {
    return tree(in, 0);
  }

  private static JsonElement tree(JsonReader in, int depth) throws IOException {
    switch (in.peek()) {
      case BEGIN_ARRAY -> {
        int inside = deeper(depth);
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(tree(in, inside));
        }
        in.endArray();
        return array;
      }
      case BEGIN_OBJECT -> {
        int inside = deeper(depth);
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          String name = in.nextName();
          if (object.has(name)) {
            throw wrong("the field '" + brief(name) + "' stands twice in an object");
          }
          object.add(name, tree(in, inside));
        }
        in.endObject();
        return object;
      }
      case STRING -> {
        return new JsonPrimitive(in.nextString());
      }
      case NUMBER -> {
        return new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
      }
      case BOOLEAN -> {
        return new JsonPrimitive(in.nextBoolean());
      }
      case NULL -> {
        in.nextNull();
        return JsonNull.INSTANCE;
      }
      default -> throw new EOFException();
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("[json] " + what + ". Write it otherwise.");
  }

  /** The first line of the parser's reason, without its advice to programmers. */
  private static String reason(Exception e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    int at = line.indexOf(" at line ");
    return line.startsWith("Use JsonReader") && at >= 0 ? "malformed" + brief(line.substring(at)) : brief(line);
  }

  /** A text cut to what fits into a message. */
  public static String brief(String s) {
    return s == null ? "null" : s.length() <= 80 ? s : s.substring(0, 77) + "...";
  }
}
