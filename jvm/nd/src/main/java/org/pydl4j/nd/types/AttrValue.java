package org.pydl4j.nd.types;

/**
 * What stands among attributes beside numbers, texts and lists of them: an array or a graph. Calls are told apart by
 * which one it is.
 */
public interface AttrValue {
  /** The value in a few words, for errors and dumps. */
  String summary();
}
