package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The parts of the weather app in other languages, tested as their authors would. */
class WeatherCompanionsTest {
  @Test
  void theTestsOfTheComfortIndexPass() {
    Program.Ran ran = Program.run("test", "samples/weather-comfort");
    assertEquals(0, ran.exitCode(), ran.err());
    assertTrue(ran.err().contains("Ran 9 tests"), ran.err());
  }

  @Test
  void theTestsOfTheNotifierPass() {
    Program.Ran ran = Program.run("test", "samples/weather-notify");
    assertEquals(0, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains("pass 8"), ran.out());
  }
}
