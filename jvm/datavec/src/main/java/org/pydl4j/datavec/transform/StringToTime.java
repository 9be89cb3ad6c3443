package org.pydl4j.datavec.transform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;

/**
 * Reads points in time; without a zone in the text they are UTC, without a time they are midnight. DL4J:
 * stringToTimeTransform.
 *
 * @param format a pattern of {@link DateTimeFormatter}, such as yyyy-MM-dd HH:mm:ss
 */
public record StringToTime(String column, String format) implements ColumnTransform {
  @Override
  public Column output(Column in) {
    Columns.require("StringToTime", in, ColumnType.STRING);
    formatter();
    return in.as(ColumnType.TIME);
  }

  private DateTimeFormatter formatter() {
    try {
      // Strict: 30 February is no day, not the last of the month. Years without an era are those of ours.
      return new DateTimeFormatterBuilder().appendPattern(format).parseDefaulting(ChronoField.ERA, 1)
          .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("[StringToTime] the format is not understood: got '" + format + "' ("
          + e.getMessage()
          + "); expected letters such as yyyy-MM-dd HH:mm:ss.", e);
    }
  }

  @Override
  public UnaryOperator<Object> map(Column in) {
    DateTimeFormatter f = formatter();
    return v -> {
      String text = ((String) v).strip();
      if (text.isEmpty()) {
        return null;
      }
      try {
        TemporalAccessor t = f.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        return instant(t).toEpochMilli();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("[column '" + column + "'] not a time: got '" + v + "'; expected the format "
            + format + ".", e);
      }
    };
  }

  private static Instant instant(TemporalAccessor t) {
    if (t instanceof ZonedDateTime z) {
      return z.toInstant();
    }
    LocalDateTime local = t instanceof LocalDateTime l ? l : ((LocalDate) t).atStartOfDay();
    return local.toInstant(ZoneOffset.UTC);
  }
}
