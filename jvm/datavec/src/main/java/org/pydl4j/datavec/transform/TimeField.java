package org.pydl4j.datavec.transform;

import java.time.ZonedDateTime;
import java.util.function.ToIntFunction;

/** Parts of a point in time, UTC. DAY_OF_WEEK is 1 (Monday) to 7. */
public enum TimeField {
  YEAR(ZonedDateTime::getYear),
  MONTH(ZonedDateTime::getMonthValue),
  DAY_OF_MONTH(ZonedDateTime::getDayOfMonth),
  DAY_OF_WEEK(t -> t.getDayOfWeek().getValue()),
  DAY_OF_YEAR(ZonedDateTime::getDayOfYear),
  HOUR_OF_DAY(ZonedDateTime::getHour),
  MINUTE_OF_HOUR(ZonedDateTime::getMinute),
  SECOND_OF_MINUTE(ZonedDateTime::getSecond);

  private final ToIntFunction<ZonedDateTime> part;

  TimeField(ToIntFunction<ZonedDateTime> part) {
    this.part = part;
  }

  int of(ZonedDateTime time) {
    return part.applyAsInt(time);
  }
}
