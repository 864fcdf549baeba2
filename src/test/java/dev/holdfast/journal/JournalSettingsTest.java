package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.JournalSettings.Secret;
import dev.holdfast.settings.InvalidSetting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalSettingsTest {
  @Test
  void theDefaultsAreThese() {
    assertEquals(
        new JournalSettings(
            "jdbc:sqlite:data/journal.db",
            "",
            new Secret(""),
            256,
            20_000,
            64L << 20,
            1000,
            4L << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            6,
            2,
            200,
            10_000,
            64,
            1000,
            512L << 10,
            1000,
            5000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            new JournalSettings.Unsafe(true, true, 0)),
        Journals.defaults());
  }

  @Test
  void thePasswordDoesNotPrint() {
    JournalSettings settings =
        Journals.defaults().at("jdbc:postgresql://h/d", "u", new Secret("p4ss"));
    assertFalse(settings.toString().contains("p4ss"));
    assertTrue(settings.toString().contains("***"));
  }

  @Test
  void anotherKindOfDatabaseIsRefusedByTheNameOfItsKey() {
    var refused =
        assertThrows(
            InvalidSetting.class,
            () -> Journals.defaults().at("jdbc:h2:mem:x", "", new Secret("")));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("holdfast.journal.url"));
  }

  @Test
  void whateverIsUnsafeIsWarnedOf() {
    assertTrue(Journals.defaults().unsafe().warning().isEmpty());
    String slow = new JournalSettings.Unsafe(true, true, 50).warning().orElseThrow();
    assertTrue(slow.contains("write-delay = 50 ms"), slow);
    assertFalse(slow.contains("CORRUPT"), slow);
    String open = new JournalSettings.Unsafe(false, true, 0).warning().orElseThrow();
    assertTrue(open.contains("fence = false") && open.contains("CORRUPT"), open);
  }

  @Test
  void pekkosPluginsAreWiredToOurs() throws ClassNotFoundException {
    var config = ConfigFactory.parseResources("settings/pekko-journal.conf").resolve();
    for (String key :
        new String[] {
          "jdbc-journal.dao",
          "jdbc-snapshot-store.dao",
          "pekko-persistence-jdbc.database-provider-fqcn"
        }) {
      Class.forName(config.getString(key));
    }
    assertEquals("fail", config.getString("jdbc-journal.replay-filter.mode"));
    assertEquals(Duration.ZERO, config.getDuration("jdbc-journal.circuit-breaker.call-timeout"));
  }
}
