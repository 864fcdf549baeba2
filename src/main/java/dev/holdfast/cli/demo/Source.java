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
