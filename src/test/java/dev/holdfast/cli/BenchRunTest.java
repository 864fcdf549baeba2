package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shortest bench there is, as a user starts it: a real node, measured and checked. */
@Timeout(120)
class BenchRunTest {
  private static final Pattern SCRATCH = Pattern.compile("Logs and data: (\\S+)");

  @Test
  void whatItReachedIsPrintedAndItsScratchFolderIsGone() {
    Ran ran =
        Ran.holdfast(
            "bench",
            "--seconds=1",
            "--warm-up=0",
            "--repetitions=1",
            "--connections=4",
            "--keys=10");
    assertEquals(0, ran.exitCode(), ran.err());
    assertEquals(4, ran.out().lines().count(), ran.out());
    assertTrue(ran.err().contains("10 keys: sum"), ran.err());
    Matcher scratch = SCRATCH.matcher(ran.err());
    assertTrue(scratch.find(), ran.err());
    assertFalse(Files.exists(Path.of(scratch.group(1))), "the scratch folder is still there");
  }
}
