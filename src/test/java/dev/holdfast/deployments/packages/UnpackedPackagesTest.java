package dev.holdfast.deployments.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder among temporary files, which everybody may make first. */
class UnpackedPackagesTest {
  private static final String USER = System.getProperty("user.name");

  @TempDir private Path temporary = Path.of("");

  private Path directory() {
    return temporary.resolve("holdfast-packages-" + USER);
  }

  private void refused() {
    var refused = assertThrows(IOException.class, () -> UnpackedPackages.ofUser(temporary, USER));
    assertTrue(String.valueOf(refused.getMessage()).contains("set holdfast.deployments.directory"));
  }

  @Test
  void itIsMadeForThisUserAloneAndFoundAgain() throws IOException {
    UnpackedPackages.ofUser(temporary, USER);
    UnpackedPackages.ofUser(temporary, USER);
    assertEquals(
        USER.equals("root") ? "rwx--x--x" : "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())));
  }

  @Test
  void oneThatOthersMayReadOrWriteIsNotUsed() throws IOException {
    Files.createDirectory(directory());
    for (String permissions : new String[] {"rwxrwxrwx", "rwx---r-x", "rwxrwx---"}) {
      Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString(permissions));
      refused();
    }
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwx------"));
    UnpackedPackages.ofUser(temporary, USER);
  }

  @Test
  void aLinkToAFolderThatWouldDoIsNotUsed() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(directory(), elsewhere);
    refused();
  }

  @Test
  void oneOfSomebodyElseIsNotUsed() throws IOException {
    UnpackedPackages.ofUser(temporary, USER);
    Files.move(directory(), temporary.resolve("holdfast-packages-somebody"));
    assertThrows(IOException.class, () -> UnpackedPackages.ofUser(temporary, "somebody"));
  }
}
