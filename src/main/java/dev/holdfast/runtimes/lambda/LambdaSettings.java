package dev.holdfast.runtimes.lambda;

import com.typesafe.config.Config;
import dev.holdfast.outbound.AllowList;
import dev.holdfast.runtimes.remote.Attempts;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/**
 * How functions in AWS Lambda are asked; every key is explained in {@code
 * settings/lambda-functions.conf}.
 *
 * @param attempts how often and how long
 * @param connect for a connection with its handshake
 * @param requestBytes of one request
 * @param answerBytes of one answer
 * @param allow what may be an endpoint instead of AWS
 */
public record LambdaSettings(
    Attempts.Limits attempts,
    Duration connect,
    int requestBytes,
    int answerBytes,
    AllowList allow) {
  private static final String PATH = "holdfast.runtimes.lambda";

  public LambdaSettings {
    if (connect.isZero() || attempts.answer().isZero()) {
      throw new InvalidSetting(PATH, "timeouts must be longer than nothing");
    }
  }

  public static LambdaSettings from(Config config) {
    Settings at = Settings.at(config, PATH);
    return new LambdaSettings(
        Attempts.Limits.of(at),
        at.time("connect"),
        Math.toIntExact(at.bytes("request-bytes", 1024, 1L << 30)),
        Math.toIntExact(at.bytes("answer-bytes", 1024, 1L << 30)),
        AllowList.of(PATH + ".allow", at.texts("allow")));
  }
}
