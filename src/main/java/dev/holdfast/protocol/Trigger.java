package dev.holdfast.protocol;

/** What runs a command beside calls. */
public sealed interface Trigger {
  /**
   * Each message of a topic; the payload is the argument.
   *
   * @param id which instance gets it: a template over the payload's fields such as {@code
   *     "{station}"}, a JSON pointer into the payload such as {@code "/station/id"}, or empty for
   *     the message's key
   * @param filter a condition on the payload such as {@code "/celsius > 30"}; empty for all
   * @param start where a subscription begins that was never there before: {@code "now"}, {@code
   *     "beginning"} or a time in ISO-8601
   * @param waits whether later messages for an instance wait while one of them is parked
   */
  record Topic(String topic, String id, String filter, String start, boolean waits)
      implements Trigger {}

  /**
   * The calendar.
   *
   * @param cron five fields as cron has them, or six with seconds first
   * @param zone the time zone the fields are read in, such as {@code Europe/Berlin}
   * @param missed what happens to times at which nothing could run: {@code "once"} runs it once for
   *     all of them, {@code "skip"} not at all, {@code "all"} for each
   * @param id the instance that runs it; empty only for a stateless service
   */
  record Schedule(String cron, String zone, String missed, String id) implements Trigger {}
}
