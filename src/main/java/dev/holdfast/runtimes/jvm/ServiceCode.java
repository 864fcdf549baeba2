package dev.holdfast.runtimes.jvm;

import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The code of one deployable in memory: the sources of a folder, or the classes and resources of a
 * jar, by their names with slashes.
 *
 * <p>Invariant: its version is a hash of names and contents alone, so the same code has the same
 * version on every node, whatever its place, its dates or the tool that packed it.
 *
 * @param name what it is called in messages: the folder's or the file's name
 * @param sources whether it must still be compiled
 */
record ServiceCode(String name, boolean sources, SortedMap<String, byte[]> files) {
  private static final int VERSION_CHARACTERS = 12;

  /** Reads a folder with sources, a folder with one jar, or a jar. */
  static ServiceCode read(Path path, JvmSettings settings) throws IOException, UnloadableCode {
    String name = String.valueOf(path.toRealPath().getFileName());
    if (!Files.isDirectory(path)) {
      return new ServiceCode(name, false, unpack(path, new Reader(name, settings)));
    }
    var reader = new Reader(name, settings);
    Files.walkFileTree(path, new Sources(path, reader));
    if (!reader.files.isEmpty()) {
      return new ServiceCode(name, true, reader.files);
    }
    List<Path> jars;
    try (var entries = Files.list(path)) {
      jars = entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList();
    }
    if (jars.size() == 1) {
      return new ServiceCode(name, false, unpack(jars.getFirst(), reader));
    }
    throw new UnloadableCode(
        List.of(
            name
                + (jars.isEmpty()
                    ? " holds no service: put a .java file or a jar into it."
                    : " holds several jars: a deployable is one jar, or .java files.")));
  }

  /** A hash of everything that is loaded. */
  String version() {
    return hash().substring(0, VERSION_CHARACTERS);
  }

  String hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        // With their lengths before them, no two sets of files give the same bytes.
        byte[] fileName = file.getKey().getBytes(StandardCharsets.UTF_8);
        digest.update(
            ByteBuffer.allocate(8).putInt(fileName.length).putInt(file.getValue().length).array());
        digest.update(fileName);
        digest.update(file.getValue());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static SortedMap<String, byte[]> unpack(Path jar, Reader reader)
      throws IOException, UnloadableCode {
    try (var entries = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!entry.isDirectory()) {
          reader.add(entry.getName(), entries);
        }
      }
    }
    if (reader.files.isEmpty()) {
      throw new UnloadableCode(List.of(jar.getFileName() + " is no jar, or an empty one."));
    }
    return reader.files;
  }

  /** Finds the sources of the service and leaves out its tests. */
  private static final class Sources extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Reader reader;

    Sources(Path root, Reader reader) {
      this.root = root;
      this.reader = reader;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = relative(folder);
      boolean skipped = name.equals("test") || folder.getFileName().toString().startsWith(".");
      return skipped && !name.isEmpty() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = relative(file);
      boolean code =
          name.endsWith(".java")
              && !name.endsWith("Test.java")
              && !name.endsWith("module-info.java");
      if (code && attributes.isRegularFile()) {
        try (InputStream bytes = Files.newInputStream(file)) {
          reader.add(name, bytes);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    private String relative(Path path) {
      return root.relativize(path).toString().replace('\\', '/');
    }
  }

  /** Reads files within the limits. */
  private static final class Reader {
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final String name;
    private final JvmSettings settings;
    private long bytes;

    Reader(String name, JvmSettings settings) {
      this.name = name;
      this.settings = settings;
    }

    void add(String file, InputStream content) throws IOException {
      // One byte more than allowed is enough to know, however large the file says it is.
      byte[] read =
          content.readNBytes(
              (int) Math.min(Integer.MAX_VALUE - 8, settings.mostBytes() - bytes + 1));
      bytes += read.length;
      if (bytes > settings.mostBytes() || files.size() >= settings.mostFiles()) {
        throw new IOException(
            name
                + " is larger than "
                + settings.mostFiles()
                + " files or "
                + settings.mostBytes()
                + " bytes: see holdfast.runtimes.jvm");
      }
      files.put(file, read);
    }
  }
}
