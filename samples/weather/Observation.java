package weather;

/** What the topic {@code observations} carries: a report, and whose it is. */
public record Observation(String station, Report report) {
  static final String TOPIC = "observations";
}
