package dev.holdfast.cli.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which observations the demo feeds. */
public enum Source {
  RECORDED,
  OPEN_METEO;

  /**
   * The observations themselves.
   *
   * @param weather the folder of the sample, with its data
   * @param openMeteo another service that speaks like the public one
   */
  public Observations observations(Path weather, Optional<URI> openMeteo) {
    return switch (this) {
      case RECORDED -> new RecordedObservations(weather.resolve("data"));
      case OPEN_METEO -> new OpenMeteo(openMeteo.orElse(URI.create(OpenMeteo.PUBLIC)));
    };
  }

  /** Questions about these observations, as lines of a shell; NODE is where the node listens. */
  public String invitation() {
    return switch (this) {
      case RECORDED ->
          """
            curl NODE/weather/seattle/current
            curl NODE/weather/seattle/history/2012-07
            curl NODE/weather/new-york/years/2014
            curl NODE/weather/seattle-normal/hours
            curl NODE/weather/seattle/alerts
            curl NODE/openapi.json
          The 12th of July 2012 as it was known that evening, and live streams of hours and alerts:
            curl 'NODE/v1/services/history/seattle-2012-07?at=12'
            curl -N -H 'Accept: text/event-stream' NODE/v1/services/hourly/seattle-normal/events
            curl -N -H 'Accept: text/event-stream' NODE/v1/topics/alerts
          """;
      case OPEN_METEO ->
          """
            curl NODE/weather/nairobi-now/current
            curl NODE/weather/nairobi-now/hours
            curl NODE/weather/nairobi-now/alerts
            curl NODE/openapi.json
          A live stream of the reports:
            curl -N -H 'Accept: text/event-stream' NODE/v1/services/hourly/nairobi-now/events
          """;
    };
  }

  /** A station that reports. */
  public String station() {
    return switch (this) {
      case RECORDED -> "seattle";
      case OPEN_METEO -> "nairobi-now";
    };
  }

  /** How often there is something new; never for what was recorded. */
  public Optional<Duration> every() {
    return switch (this) {
      case RECORDED -> Optional.empty();
      case OPEN_METEO -> Optional.of(OpenMeteo.EVERY);
    };
  }

  /** Reads {@code recorded} or {@code open-meteo}. */
  public static final class Converter implements ITypeConverter<Source> {
    @Override
    public Source convert(String text) {
      return switch (text) {
        case "recorded" -> RECORDED;
        case "open-meteo" -> OPEN_METEO;
        default -> throw new TypeConversionException("expected recorded or open-meteo");
      };
    }
  }
}
