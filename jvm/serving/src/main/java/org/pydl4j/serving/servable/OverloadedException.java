package org.pydl4j.serving.servable;

/** A queue was full: the request was not begun, and may be sent again later or elsewhere. */
public final class OverloadedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  OverloadedException(String message) {
    super(message);
  }
}
