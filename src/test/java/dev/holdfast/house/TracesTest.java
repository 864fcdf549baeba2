package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A clone must work anywhere: no file names a machine's folders or the host of a registry. */
class TracesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  /** Folders that tools make and nobody commits. */
  private static final Set<String> MADE = Set.of(".git", "target", "data", "node_modules", ".idea");

  private static final long LARGEST_TEXT = 2_000_000;

  /** Written in pieces, so that this file is not its own finding. */
  private static final List<Pattern> TRACES =
      List.of(
          Pattern.compile("(?<![\\w.])/(wor" + "k|roo" + "t)/[a-z.]"),
          Pattern.compile("/tmp/[a-z]/[a-z]"),
          Pattern.compile("registry\\.npmjs" + "\\.org|registry\\.yarnpkg" + "\\.com"),
          Pattern.compile("repo1?\\.maven" + "\\.(apache\\.)?org|maven\\.google" + "\\.com"),
          Pattern.compile("deb\\.debian" + "\\.org|pypi" + "\\.org|proxy\\.golang" + "\\.org"),
          Pattern.compile("\"resolved\": \"htt" + "p"));

  @Test
  void noFileNamesAMachineOrARegistryHost() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files = files();
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (Pattern trace : TRACES) {
        if (trace.matcher(text).find()) {
          found.add(ROOT.relativize(file) + " matches " + trace);
        }
      }
    }
    assertTrue(files.size() > 50, "the files were not found");
    assertEquals(List.of(), found);
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return MADE.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && attributes.size() <= LARGEST_TEXT) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
