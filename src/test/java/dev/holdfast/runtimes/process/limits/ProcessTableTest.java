package dev.holdfast.runtimes.process.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the kernel tells of processes. */
class ProcessTableTest {
  private static final String REST =
      " 7 70 700 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 11 0 5150 1000 25 999";

  @Test
  void aProgramWhoseNameLooksLikeTheRestIsReadRight() {
    ProcessTable.Row row = ProcessTable.parse(42, "42 (a) R 1 1 (b)) S" + REST).orElseThrow();
    assertEquals(42, row.pid());
    assertEquals(7, row.parent());
    assertEquals(700, row.session());
    assertEquals(127, row.cpuTicks());
    assertEquals(11, row.threads());
    assertEquals(5150, row.startTicks());
    assertTrue(row.bytes() >= 25 * 4096);
  }

  @Test
  void whatHasEndedIsNoProcess() {
    assertEquals(Optional.empty(), ProcessTable.parse(42, "42 (node) Z" + REST));
  }

  @Test
  void thisProcessIsThere() {
    long pid = ProcessHandle.current().pid();
    ProcessTable.Row row = ProcessTable.read().get(pid);
    assertTrue(row != null && row.threads() > 1 && row.bytes() > 1 << 20);
  }
}
