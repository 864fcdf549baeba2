package dev.holdfast.runtimes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content address of a folder of code: a hash of the names and contents of its files.
 *
 * <p>What a package manager or an interpreter put there is left out: it is named by the files that
 * are not.
 */
final class FolderVersion {
  private static final Set<String> NOT_CODE =
      Set.of("node_modules", "__pycache__", "test", "tests");
  private static final int CHARACTERS = 12;

  private FolderVersion() {}

  static String of(Path root) throws IOException {
    var files = new TreeMap<String, Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            boolean skipped = NOT_CODE.contains(name) || name.startsWith(".");
            return skipped && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.put(root.relativize(file).toString().replace('\\', '/'), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach((name, file) -> add(digest, name, file));
      return HexFormat.of().formatHex(digest.digest()).substring(0, CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** With their lengths before them, no two sets of files give the same bytes. */
  private static void add(MessageDigest digest, String name, Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
      digest.update(
          (nameBytes.length + " " + content.length + " ").getBytes(StandardCharsets.UTF_8));
      digest.update(nameBytes);
      digest.update(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
