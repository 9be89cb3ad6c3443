package org.pydl4j.serving.codec;

import org.pydl4j.nd.json.Json;

/** JSON in records, whose faults are the record's. */
final class JsonText {
  private JsonText() {}

  /** What the body makes of the one value of a text in UTF-8. */
  static <T> T read(byte[] utf8, Json.Body<T> body) {
    try {
      return Json.read(utf8, body);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith("[json]")) {
        throw e;
      }
      throw new IllegalArgumentException(message.replace("[json] the text is not JSON", "[record] not JSON")
          .replace("[json]", "[record]"), e);
    }
  }
}
