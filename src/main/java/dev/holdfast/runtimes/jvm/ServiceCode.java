package dev.holdfast.runtimes.jvm;

import dev.holdfast.packages.CodeFolder;
import dev.holdfast.packages.ContentDigest;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  /** Reads a folder with sources, a folder with one jar, or a jar. */
  static ServiceCode read(Path path, JvmSettings settings) throws IOException, UnloadableCode {
    String name = String.valueOf(path.toRealPath().getFileName());
    if (!Files.isDirectory(path)) {
      return new ServiceCode(name, false, unpack(path, new Reader(name, settings)));
    }
    var reader = new Reader(name, settings);
    List<Path> jars = new ArrayList<>();
    for (Map.Entry<String, Path> file : CodeFolder.of(path).files().entrySet()) {
      if (file.getKey().endsWith(".jar")) {
        jars.add(file.getValue());
      } else if (file.getKey().endsWith(".java")) {
        try (InputStream bytes = Files.newInputStream(file.getValue())) {
          reader.add(file.getKey(), bytes);
        }
      }
    }
    if (!reader.files.isEmpty()) {
      return new ServiceCode(name, true, reader.files);
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

  /** What commits say, unless whoever deploys the code has named it. */
  String version() {
    return ContentDigest.of(files).version();
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
