package org.pydl4j.testing;

import com.google.gson.JsonElement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Objects;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.json.Variants;

/** What all contracts share. */
final class Checks {
  private Checks() {}

  static void hold(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  static void equal(Object expected, Object got, String what) {
    hold(Objects.deepEquals(expected, got), what + ": got " + got + "; expected " + expected + ".");
  }

  /** JSON names the record by its simple name, or is the number that is short for it, and brings back an equal one. */
  static <T> void json(T subject, Class<T> iface) {
    JsonElement json = Records.toJson(subject);
    String text = json.toString();
    hold(json.isJsonPrimitive() && Records.takesNumbers(iface)
        || text.startsWith("{\"@type\":\"" + subject.getClass().getSimpleName() + "\""),
        "JSON names no class: got "
            + text + ".");
    equal(subject, Records.fromText(text, iface), "another value came back from JSON");
    equal(subject.getClass(), Variants.find(iface, subject.getClass().getSimpleName()), "the registry's class");
  }

  /** Java's own form, in which Spark ships records, brings back an equal one. */
  static void serialization(Object subject) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(subject);
    }
    ClassLoader loader = subject.getClass().getClassLoader();
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
      @Override
      protected Class<?> resolveClass(ObjectStreamClass of) throws ClassNotFoundException {
        return Class.forName(of.getName(), false, loader);
      }
    }) {
      equal(subject, in.readObject(), "another value came back from its serialized form");
    }
  }
}
