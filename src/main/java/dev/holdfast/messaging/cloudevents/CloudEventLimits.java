package dev.holdfast.messaging.cloudevents;

import com.typesafe.config.Config;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;

/**
 * What events may cost; the keys are explained in {@code settings/events.conf}.
 *
 * @param batch events in one batch
 * @param bytes of one event, or one batch, as it comes
 * @param dataBytes of the data of one event
 * @param attributes context attributes of one event
 * @param attributeBytes of the longest name or value of an attribute
 * @param depth levels of nesting in a document
 * @param tokens values and keys together in a document
 * @param numberLength characters of the longest number
 */
public record CloudEventLimits(
    int batch,
    int bytes,
    int dataBytes,
    int attributes,
    int attributeBytes,
    int depth,
    int tokens,
    int numberLength) {
  private static final String PATH = "holdfast.events";

  /** The specification wants every intermediary to forward events of 64 KiB. */
  private static final int LEAST_BYTES = 64 << 10;

  public CloudEventLimits {
    if (dataBytes > bytes) {
      throw new InvalidSetting(PATH + ".data", "must not exceed body");
    }
  }

  /** Reads {@code holdfast.events}. */
  public static CloudEventLimits from(Config root) {
    Settings events = Settings.at(root, PATH);
    long largest = 256L << 20;
    return new CloudEventLimits(
        events.count("batch", 1, 100_000),
        (int) events.bytes("body", LEAST_BYTES, largest),
        (int) events.bytes("data", LEAST_BYTES, largest),
        events.count("attributes", 4, 1_000),
        (int) events.bytes("attribute", 64, 65_536),
        events.count("depth", 2, 1_000),
        events.count("tokens", 16, 100_000_000),
        events.count("number-length", 1, 1_000));
  }
}
