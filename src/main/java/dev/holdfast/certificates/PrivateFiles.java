package dev.holdfast.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files and directories that only this user may read. */
final class PrivateFiles {
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int PEM_LINE = 64;

  private PrivateFiles() {}

  /** What is done in a directory. */
  @FunctionalInterface
  interface Work<T> {
    T in(Path directory) throws IOException, GeneralSecurityException;
  }

  /** Works in a new directory and deletes it. */
  static <T> T inPassing(Work<T> work) {
    try {
      Path directory = Files.createTempDirectory("holdfast-certificates", DIRECTORY);
      try {
        return work.in(directory);
      } finally {
        delete(directory);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificatesFailed("Certificates cannot be made: " + e.getMessage(), e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, DIRECTORY);
    }
  }

  /** Replaced whole: whoever reads the file meanwhile finds the one or the other. */
  static void write(Path file, String content) throws IOException {
    Path next = Path.of(file + ".new");
    Files.deleteIfExists(next);
    Files.createFile(next, FILE);
    Files.writeString(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static void writePem(Path file, String kind, byte[] content) throws IOException {
    byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(PEM_LINE, lineEnd).encodeToString(content);
    write(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
