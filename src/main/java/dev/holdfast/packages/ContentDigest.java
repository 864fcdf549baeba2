package dev.holdfast.packages;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The one way to name code by its content: SHA-256 over its files in the order of their names, each
 * as {@code NAME_BYTES CONTENT_BYTES NAME CONTENT}.
 *
 * <p>Invariant: with the lengths before them, no two sets of files give the same bytes.
 */
public final class ContentDigest {
  private final MessageDigest digest;

  ContentDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The name of files in memory. */
  public static PackageId of(SortedMap<String, byte[]> files) {
    var digest = new ContentDigest();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      digest.begin(file.getKey(), file.getValue().length);
      digest.add(file.getValue(), file.getValue().length);
    }
    return digest.id();
  }

  /** The name of files on disk. */
  static PackageId ofPaths(SortedMap<String, Path> files) throws IOException {
    var digest = new ContentDigest();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      byte[] content = Files.readAllBytes(file.getValue());
      digest.begin(file.getKey(), content.length);
      digest.add(content, content.length);
    }
    return digest.id();
  }

  /** The name of all that lies in a folder; of links, too, which no package has. */
  public static PackageId ofAllIn(Path folder) throws IOException {
    var files = new TreeMap<String, Path>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(path -> !Files.isDirectory(path)).toList()) {
        files.put(nameIn(folder, file), file);
      }
    }
    return ofPaths(files);
  }

  /** A file's name as packages write it: with slashes, seen from the folder. */
  static String nameIn(Path folder, Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  /** The next file; names come in order. */
  void begin(String name, long bytes) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    digest.update((nameBytes.length + " " + bytes + " ").getBytes(StandardCharsets.UTF_8));
    digest.update(nameBytes);
  }

  void add(byte[] content, int length) {
    digest.update(content, 0, length);
  }

  PackageId id() {
    return new PackageId(HexFormat.of().formatHex(digest.digest()));
  }
}
