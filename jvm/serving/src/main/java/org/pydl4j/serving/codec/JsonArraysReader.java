package org.pydl4j.serving.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import org.pydl4j.nd.json.Json;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.serving.codec.Examples.Input;

/** Arrays of numbers by the inputs' names. */
final class JsonArraysReader implements ExampleReader {
  private static final String ANY = "features";

  private final Signature signature;

  JsonArraysReader(Signature signature) {
    this.signature = signature;
  }

  @Override
  public void read(byte[] value, Examples into) {
    JsonText.read(value, in -> {
      if (in.peek() == JsonToken.BEGIN_ARRAY && signature.inputs().size() == 1) {
        numbers(in, into.input(0));
      } else {
        object(in, into);
      }
      return null;
    });
  }

  private void object(JsonReader in, Examples into) throws IOException {
    if (in.peek() != JsonToken.BEGIN_OBJECT) {
      throw new IllegalArgumentException("[record] no array of numbers: got " + Json.kind(in.peek()) + "; expected "
          + expected() + ".");
    }
    boolean[] seen = new boolean[signature.inputs().size()];
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      int i = input(name);
      if (i < 0) {
        Json.skip(in);
      } else if (seen[i]) {
        throw new IllegalArgumentException("[record] \"" + Json.brief(name)
            + "\" stands twice in the object. Send one example a record.");
      } else {
        seen[i] = true;
        numbers(in, into.input(i));
      }
    }
    in.endObject();
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        throw new IllegalArgumentException("[record] no array of numbers: got an object without \""
            + (seen.length == 1 ? ANY : signature.inputs().get(i).name()) + "\"; expected " + expected() + ".");
      }
    }
  }

  private int input(String name) {
    for (int i = 0; i < signature.inputs().size(); i++) {
      if (signature.inputs().get(i).name().equals(name)) {
        return i;
      }
    }
    return signature.inputs().size() == 1 && name.equals(ANY) ? 0 : -1;
  }

  private String expected() {
    return signature.inputs().size() == 1 ? "[..] or {\"" + ANY + "\": [..]}"
        : "an object with arrays of " + signature.inputNames();
  }

  private static void numbers(JsonReader in, Input to) throws IOException {
    if (to.tensor().openDims() == 0 && in.peek() == JsonToken.NUMBER && to.rowSize() == 1) {
      to.add(in.nextString());
      return;
    }
    Json.numbers(in, new Json.Numbers() {
      private int length = -1;

      @Override
      public void number(String text) {
        to.add(text);
      }

      @Override
      public void row(int n) {
        if (to.tensor().openDims() > 0 && length >= 0 && n != length) {
          throw new IllegalArgumentException("[record] arrays of different lengths: got " + length + " and " + n
              + " for input " + to.tensor() + "; expected equal ones.");
        }
        length = n;
      }
    });
  }
}
