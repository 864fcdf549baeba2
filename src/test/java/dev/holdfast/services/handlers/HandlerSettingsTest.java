package dev.holdfast.services.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.settings.InvalidSetting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HandlerSettingsTest {
  @Test
  void theDefaultsAreThese() {
    assertEquals(
        new HandlerSettings(
            Duration.ofMillis(10),
            Duration.ofMillis(1),
            200,
            2000,
            20,
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            4,
            4,
            12,
            24,
            10_000),
        HandlerSettings.from(ConfigFactory.load()));
  }

  @Test
  void aThresholdThatMakesNoSenseNamesItsKey() {
    var config =
        ConfigFactory.parseString("holdfast.services.handlers.stuck-after = 5ms")
            .withFallback(ConfigFactory.load());
    var refused = assertThrows(InvalidSetting.class, () -> HandlerSettings.from(config));
    assertTrue(String.valueOf(refused.getMessage()).contains("handlers.stuck-after"));
  }
}
