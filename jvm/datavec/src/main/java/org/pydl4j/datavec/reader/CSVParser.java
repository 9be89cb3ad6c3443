package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.io.Reader;
import java.util.List;

/**
 * Cuts text into rows of fields as RFC 4180 says; quotes are doubled inside quoted fields, which may hold line breaks.
 */
final class CSVParser {
  private static final int END = -1;

  private final Reader in;
  private final char delimiter;
  private final char quote;
  private final char[] buffer = new char[1 << 15];
  private final StringBuilder field = new StringBuilder();
  private int at;
  private int limit;
  private long line = 1;
  private long rowLine = 1;

  CSVParser(Reader in, char delimiter, char quote) {
    this.in = in;
    this.delimiter = delimiter;
    this.quote = quote;
  }

  /** The number of the line on which the last row began, from 1. */
  long rowLine() {
    return rowLine;
  }

  private int peek() throws IOException {
    if (at == limit) {
      limit = in.read(buffer, 0, buffer.length);
      at = 0;
      if (limit <= 0) {
        limit = 0;
        return END;
      }
    }
    return buffer[at];
  }

  private int take() throws IOException {
    int c = peek();
    if (c != END) {
      at++;
      if (c == '\n') {
        line++;
      }
    }
    return c;
  }

  /** Reads past the end of the current line; false at the end of the text. */
  boolean skipLine() throws IOException {
    if (peek() == END) {
      return false;
    }
    int c = take();
    while (c != '\n' && c != END) {
      c = take();
    }
    return true;
  }

  /**
   * Reads one row into the list, which is cleared first.
   *
   * @return false at the end of the text
   * @throws IllegalArgumentException when quotes are broken; the parser then stands behind that line
   */
  boolean next(List<String> fields) throws IOException {
    fields.clear();
    rowLine = line;
    if (peek() == END) {
      return false;
    }
    while (true) {
      field.setLength(0);
      int end = peek() == quote ? quoted() : plain();
      fields.add(field.toString());
      if (end != delimiter) {
        return true;
      }
    }
  }

  /** Appends up to a delimiter or line end; returns what ended the field. */
  private int plain() throws IOException {
    while (true) {
      if (peek() == END) {
        return END;
      }
      int from = at;
      while (at < limit && buffer[at] != delimiter && buffer[at] != '\n' && buffer[at] != '\r') {
        at++;
      }
      field.append(buffer, from, at - from);
      if (at == limit) {
        continue;
      }
      int c = take();
      if (c == '\r') {
        if (peek() != '\n') {
          field.append('\r');
          continue;
        }
        take();
        return '\n';
      }
      return c;
    }
  }

  private int quoted() throws IOException {
    take();
    while (true) {
      int c = take();
      if (c == END) {
        throw new IllegalArgumentException("[csv] a quoted field is not closed: got the end of the file; expected "
            + quote + " after the field of line "
            + rowLine + ".");
      } else if (c != quote) {
        field.append((char) c);
      } else if (peek() == quote) {
        take();
        field.append(quote);
      } else {
        return afterQuote();
      }
    }
  }

  private int afterQuote() throws IOException {
    int c = take();
    if (c == '\r' && peek() == '\n') {
      c = take();
    }
    if (c == delimiter || c == '\n' || c == END) {
      return c;
    }
    skipLine();
    throw new IllegalArgumentException("[csv] text follows a closing quote: got '" + (char) c + "'; expected '"
        + delimiter
        + "' or the end of the line. Double the quotes inside quoted fields.");
  }
}
