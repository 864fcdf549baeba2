package dev.holdfast.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ServicesSettingsTest {
  @Test
  void nothingIsUnsafeUnlessSetAndThenItIsWarnedOf() {
    var defaults =
        ServicesSettings.of(ConfigFactory.parseResources("settings/services.conf").resolve());
    assertEquals(ServicesSettings.Unsafe.NO, defaults.unsafe());
    assertTrue(defaults.unsafe().warning().isEmpty());
    String warning = new ServicesSettings.Unsafe(true, true).warning().orElseThrow();
    assertTrue(warning.contains("answer-before-commit = true"), warning);
    assertTrue(new ServicesSettings.Unsafe(false, false).warning().isPresent());
  }
}
