package weather;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a station sends: the hour it just measured, or the day that just ended. */
public sealed interface Report {
  /** When what it tells was complete; a later report is the newer one. */
  Instant time();

  /** Temperature, pressure and wind at one moment. */
  record Hour(Instant time, double celsius, double hectopascals, double windMetresPerSecond)
      implements Report {}

  /** One day's extremes and its rain. */
  record Day(
      LocalDate date,
      double highCelsius,
      double lowCelsius,
      double rainMillimetres,
      double windMetresPerSecond,
      Sky sky)
      implements Report {
    @Override
    public Instant time() {
      return date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
  }

  /** How a day looked, in one word. */
  enum Sky {
    SUN,
    FOG,
    DRIZZLE,
    RAIN,
    SNOW
  }
}
