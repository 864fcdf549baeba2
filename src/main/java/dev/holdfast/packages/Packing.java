package dev.holdfast.packages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a package of a folder.
 *
 * <p>Invariant: the same files make the same bytes, and what it makes is never refused elsewhere
 * under the same limits: it was read back with the rules of those who take it.
 */
public final class Packing {
  /** The first moment a zip file can name, for all files. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** So many of the largest files are named where a folder is too large. */
  private static final int NAMED = 5;

  private final CodeFolder folder;
  private final PackageLimits limits;

  private Packing(CodeFolder folder, PackageLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Packs the code of a folder.
   *
   * @throws PackageRefused when it has no code, has too much of it, or holds links
   */
  public static PackageFile pack(Path folder, PackageLimits limits)
      throws IOException, PackageRefused {
    return new Packing(CodeFolder.of(folder), limits).pack();
  }

  private PackageFile pack() throws IOException, PackageRefused {
    check();
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Path> file : folder.files().entrySet()) {
        add(zip, file.getKey(), Files.readAllBytes(file.getValue()));
      }
    }
    if (out.size() > limits.packageBytes()) {
      throw new PackageRefused(
          "%s packs to %d bytes; the limit is %d (holdfast.deployments.package-bytes).%s"
              .formatted(folder.root(), out.size(), limits.packageBytes(), largest()));
    }
    return PackageFile.read(out.toByteArray(), limits);
  }

  private void check() throws IOException, PackageRefused {
    Path root = folder.root();
    if (folder.files().isEmpty()) {
      throw new PackageRefused(
          root + " holds no code: no package.json, index.mjs, service.py, .java file or jar");
    }
    if (!folder.links().isEmpty()) {
      throw new PackageRefused(
          root
              + " holds links, and a package holds files only (npm install --install-links copies"
              + " what it would link): "
              + String.join(", ", folder.links().stream().limit(NAMED).toList()));
    }
    if (folder.files().size() > limits.files()) {
      throw new PackageRefused(
          "%s has %d files; the limit is %d (holdfast.deployments.files). Most are in %s"
              .formatted(root, folder.files().size(), limits.files(), fullest()));
    }
    long bytes = 0;
    for (Path file : folder.files().values()) {
      bytes += Files.size(file);
    }
    if (bytes > limits.unpackedBytes()) {
      throw new PackageRefused(
          "%s has %d bytes; the limit is %d (holdfast.deployments.unpacked-bytes).%s"
              .formatted(root, bytes, limits.unpackedBytes(), largest()));
    }
  }

  private String largest() throws IOException {
    var named = new StringBuilder(" The largest files:");
    record Sized(String name, long bytes) {}
    var sized = new ArrayList<Sized>();
    for (Map.Entry<String, Path> file : folder.files().entrySet()) {
      sized.add(new Sized(file.getKey(), Files.size(file.getValue())));
    }
    sized.sort(Comparator.comparingLong(Sized::bytes).reversed());
    for (Sized file : sized.subList(0, Math.min(NAMED, sized.size()))) {
      named.append("\n  ").append(file.bytes()).append(' ').append(file.name());
    }
    return named.toString();
  }

  /** The folder with the most files in it, two levels deep at most. */
  private String fullest() {
    Map<String, Long> counts =
        folder.files().keySet().stream()
            .collect(Collectors.groupingBy(Packing::top, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "%s (%d)".formatted(most.getKey(), most.getValue()))
        .orElse("");
  }

  private static String top(String name) {
    String[] parts = name.split("/", -1);
    return switch (parts.length) {
      case 1 -> "the folder itself";
      case 2 -> parts[0];
      default -> parts[0] + "/" + parts[1];
    };
  }

  /** What compresses so well that it would look like a bomb is stored as it is. */
  private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    if (content.length > (long) limits.ratio() * Math.max(deflated(content), PackageFile.SMALL)) {
      var crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static long deflated(byte[] content) {
    byte[] chunk = new byte[64 * 1024];
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      long bytes = 0;
      while (!deflater.finished()) {
        bytes += deflater.deflate(chunk);
      }
      return bytes;
    }
  }
}
