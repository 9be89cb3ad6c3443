package org.pydl4j.nd.host;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** Warnings that must be seen: logged, or on standard error where the class path has no log provider. */
public final class Notice {
  private Notice() {}

  /** Says it once, where the caller says it once. */
  public static void warn(Logger log, String text) {
    if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      System.err.println("WARNING: " + text);
    } else {
      log.warn(text);
    }
  }
}
