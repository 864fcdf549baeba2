package dev.holdfast.runtimes.process.confinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that nobody has twice, and what a kernel says about itself. */
class UsersTest {
  private static final ConfinementSettings TWO_PARTS =
      new ConfinementSettings(Optional.empty(), 60_000, 500, true, 0);

  @Test
  void twoNodesOfAMachineHaveDifferentUsersAndAThirdHasNone(@TempDir Path locks) throws Exception {
    try (Users one = Users.claim(TWO_PARTS, locks).orElseThrow();
        Users two = Users.claim(TWO_PARTS, locks).orElseThrow()) {
      assertEquals(OptionalInt.of(60_000), one.take());
      assertEquals(OptionalInt.of(60_250), two.take());
      assertTrue(Users.claim(TWO_PARTS, locks).isEmpty());
    }
    try (Users again = Users.claim(TWO_PARTS, locks).orElseThrow()) {
      assertEquals(OptionalInt.of(60_000), again.take());
    }
  }

  @Test
  void aUserIsGivenAgainOnceItIsGivenBack(@TempDir Path locks) throws Exception {
    try (Users users = Users.claim(TWO_PARTS, locks).orElseThrow()) {
      for (int i = 0; i < 250; i++) {
        assertEquals(OptionalInt.of(60_000 + i), users.take());
      }
      assertEquals(OptionalInt.empty(), users.take());
      users.giveBack(60_100);
      assertEquals(OptionalInt.of(60_100), users.take());
    }
  }

  @Test
  void kernelsCountTasksInsideSinceFiveFourteen() {
    assertFalse(Machine.countsTasksInside("5.10.0-28-amd64"));
    assertTrue(Machine.countsTasksInside("5.14.0"));
    assertTrue(Machine.countsTasksInside("6.1.0-18-cloud-amd64"));
    assertFalse(Machine.countsTasksInside("unknown"));
  }
}
