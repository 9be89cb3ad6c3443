package org.pydl4j.datavec.reader;

import java.io.IOException;
import java.io.Reader;
import java.util.List;

/**
 * Cuts text into rows of fields as RFC 4180 says; quotes are doubled inside quoted fields, which may hold line breaks.
 */
final class CSVParser {
  private static final int END = -1;
  /** Longer rows are not kept, so that a file without line breaks, or with an open quote, does not fill the heap. */
  private static final int MOST_ROW_CHARS = 1 << 25;

  private final Reader in;
  private final char delimiter;
  private final char quote;
  private final int mostRowChars;
  private final char[] buffer = new char[1 << 15];
  private final StringBuilder field = new StringBuilder();
  private int at;
  private int limit;
  private long line = 1;
  private long rowLine = 1;
  private long rowChars;

  CSVParser(Reader in, char delimiter, char quote) {
    this(in, delimiter, quote, MOST_ROW_CHARS);
  }

  CSVParser(Reader in, char delimiter, char quote, int mostRowChars) {
    this.in = in;
    this.mostRowChars = mostRowChars;
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
   * @throws IllegalArgumentException when quotes are broken or the row is too long; the parser then stands behind that
   *     line
   */
  boolean next(List<String> fields) throws IOException {
    fields.clear();
    rowLine = line;
    if (peek() == END) {
      return false;
    }
    rowChars = 0;
    while (true) {
      field.setLength(0);
      int end = peek() == quote ? quoted() : plain();
      if (++rowChars <= mostRowChars) {
        fields.add(field.toString());
      }
      if (end != delimiter && rowChars > mostRowChars) {
        throw new IllegalArgumentException("[csv] a row is too long: got more than " + mostRowChars
            + " characters from line " + rowLine + " on. Check the quotes and line breaks.");
      } else if (end != delimiter) {
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
      rowChars += at - from;
      if (rowChars <= mostRowChars) {
        field.append(buffer, from, at - from);
      }
      if (at == limit) {
        continue;
      }
      int c = take();
      if (c == '\r') {
        if (peek() != '\n') {
          append('\r');
          continue;
        }
        take();
        return '\n';
      }
      return c;
    }
  }

  private void append(char c) {
    if (++rowChars <= mostRowChars) {
      field.append(c);
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
        append((char) c);
      } else if (peek() == quote) {
        take();
        append(quote);
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
