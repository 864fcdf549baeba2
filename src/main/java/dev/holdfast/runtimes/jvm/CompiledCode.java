package dev.holdfast.runtimes.jvm;

import dev.holdfast.packages.ContentDigest;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Classes compiled earlier, kept in a folder, so that a node which starts again need not compile
 * what has not changed.
 *
 * <p>Invariant: it is a cache only. A file is named by a hash of all that decides what the compiler
 * makes of the sources: their content, the SDK and the JDK. What cannot be read is compiled again.
 */
final class CompiledCode {
  private final List<String> sdk;
  private final Optional<Path> folder;
  private final JvmSettings settings;

  /**
   * A cache as the settings have it.
   *
   * @param sdk the jars that code is compiled against
   */
  CompiledCode(JvmSettings settings, List<String> sdk) {
    this.sdk = List.copyOf(sdk);
    this.folder = settings.cache().map(Path::of);
    this.settings = settings;
  }

  SortedMap<String, byte[]> of(ServiceCode code) throws UnloadableCode {
    Optional<Path> file = file(code);
    if (file.isPresent() && Files.isRegularFile(file.get())) {
      try {
        return ServiceCode.read(file.get(), settings).files();
      } catch (IOException | UnloadableCode damaged) {
        return compileInto(file, code);
      }
    }
    return compileInto(file, code);
  }

  private SortedMap<String, byte[]> compileInto(Optional<Path> file, ServiceCode code)
      throws UnloadableCode {
    SortedMap<String, byte[]> classes = ServiceCompiler.compile(code);
    if (file.isPresent()) {
      try {
        write(file.get(), classes);
        prune(file.get());
      } catch (IOException | UncheckedIOException full) {
        // Without room for a cache the node still runs; it compiles again next time.
        return classes;
      }
    }
    return classes;
  }

  private Optional<Path> file(ServiceCode code) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    var all = new TreeMap<>(code.files());
    all.put("/java", Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
    for (String source : sdk) {
      var jar = new File(source);
      if (!jar.isFile()) {
        // An SDK in a folder of classes is being worked on: nothing tells one build from the next.
        return Optional.empty();
      }
      String stamp = jar.length() + " " + jar.lastModified();
      all.put("/" + source, stamp.getBytes(StandardCharsets.UTF_8));
    }
    String key = ContentDigest.of(all).digest();
    return folder.map(place -> place.resolve(key + ".jar"));
  }

  private static void write(Path file, Map<String, byte[]> classes) throws IOException {
    Path parent = Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished = Files.createTempFile(parent, "compiling", ".tmp");
    try (var out = new ZipOutputStream(Files.newOutputStream(unfinished))) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    // Other nodes of the same folder see the whole file or none.
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void prune(Path newest) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var entries = Files.list(newest.toAbsolutePath().getParent())) {
      entries.filter(entry -> entry.toString().endsWith(".jar")).forEach(files::add);
    }
    files.sort(Comparator.comparingLong((Path entry) -> entry.toFile().lastModified()).reversed());
    for (Path old : files.subList(Math.min(files.size(), settings.mostCached()), files.size())) {
      Files.deleteIfExists(old);
    }
  }
}
