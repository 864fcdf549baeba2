package dev.holdfast.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A package as one file, read to its last byte: a zip that keeps to all rules and limits.
 *
 * <p>Invariant: whoever has one knows that it can be unpacked, and what will come out.
 */
public final class PackageFile {
  /** The ratio of tiny files says nothing: a hundred equal bytes fit into five. */
  static final int SMALL = 1024;

  private static final int CHUNK = 64 * 1024;

  private final byte[] bytes;
  private final List<ZipEntryPlace> entries;
  private final PackageId id;

  private PackageFile(byte[] bytes, List<ZipEntryPlace> entries, PackageId id) {
    this.bytes = bytes;
    this.entries = entries;
    this.id = id;
  }

  /**
   * Reads a package of whoever sent it; the bytes are not copied.
   *
   * @throws PackageRefused for what breaks a rule or a limit, is damaged, or tells lies
   */
  public static PackageFile read(byte[] bytes, PackageLimits limits) throws PackageRefused {
    if (bytes.length > limits.packageBytes()) {
      throw new PackageRefused(
          "it has %d bytes; the limit is %d (holdfast.deployments.package-bytes)"
              .formatted(bytes.length, limits.packageBytes()));
    }
    List<ZipEntryPlace> entries = ZipLayout.read(bytes, limits);
    long unpacked = 0;
    for (ZipEntryPlace entry : entries) {
      unpacked += entry.bytes();
    }
    if (unpacked > limits.unpackedBytes()) {
      throw new PackageRefused(
          "its files have %d bytes; the limit is %d (holdfast.deployments.unpacked-bytes)"
              .formatted(unpacked, limits.unpackedBytes()));
    }
    var digest = new ContentDigest();
    boolean empty = true;
    for (ZipEntryPlace entry : entries) {
      if (!entry.folder()) {
        empty = false;
        digest.begin(entry.name(), entry.bytes());
        content(bytes, entry, digest::add);
      }
    }
    if (empty) {
      throw new PackageRefused("it has no files");
    }
    return new PackageFile(bytes, entries, digest.id());
  }

  public PackageId id() {
    return id;
  }

  /** The file itself; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** The names of its files, in order. */
  public List<String> names() {
    return entries.stream().filter(entry -> !entry.folder()).map(ZipEntryPlace::name).toList();
  }

  /**
   * Writes its files into a folder that is empty, and reads them back.
   *
   * @throws IOException also when the disk gives back something else
   */
  public void unpackInto(Path folder) throws IOException {
    try {
      for (ZipEntryPlace entry : entries) {
        if (!entry.folder()) {
          write(folder, entry);
        }
      }
    } catch (PackageRefused e) {
      throw new IllegalStateException("The package has changed since it was read", e);
    }
    PackageId written = ContentDigest.ofAllIn(folder);
    if (!written.equals(id)) {
      throw new IOException("package %s became %s on this disk".formatted(id, written));
    }
  }

  private void write(Path folder, ZipEntryPlace entry) throws IOException, PackageRefused {
    Path file = folder.resolve(entry.name()).normalize();
    if (!file.startsWith(folder)) {
      throw new PackageRefused(EntryNames.shown(entry.name()) + " leads out of its folder");
    }
    Path parent = file.getParent();
    Files.createDirectories(parent == null ? folder : parent);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      content(bytes, entry, (chunk, length) -> out.write(chunk, 0, length));
    }
  }

  /** Takes one file's content piece by piece. */
  @FunctionalInterface
  private interface Sink<E extends Exception> {
    void take(byte[] chunk, int length) throws E;
  }

  /** Unpacks one file; stops at the first byte more than its headers say. */
  private static <E extends Exception> void content(byte[] bytes, ZipEntryPlace entry, Sink<E> sink)
      throws E, PackageRefused {
    String shown = EntryNames.shown(entry.name());
    var crc = new CRC32();
    long produced = 0;
    byte[] chunk = new byte[(int) Math.min(CHUNK, entry.bytes() + 1)];
    try (var source = new Source(bytes, entry)) {
      for (int read = source.read(chunk); read > 0; read = source.read(chunk)) {
        produced += read;
        if (produced > entry.bytes()) {
          throw new PackageRefused(shown + " holds more than it says");
        }
        crc.update(chunk, 0, read);
        sink.take(chunk, read);
      }
      if (produced != entry.bytes() || !source.isUsedUp() || crc.getValue() != entry.crc()) {
        throw new PackageRefused(shown + " is damaged, or not what its headers say");
      }
    } catch (DataFormatException e) {
      throw new PackageRefused(shown + " is damaged: " + e.getMessage());
    }
  }

  /** The data of one file, compressed or not. */
  private static final class Source implements AutoCloseable {
    private final byte[] bytes;
    private final ZipEntryPlace entry;
    private final Inflater inflater = new Inflater(true);
    private long copied;

    Source(byte[] bytes, ZipEntryPlace entry) {
      this.bytes = bytes;
      this.entry = entry;
      inflater.setInput(bytes, entry.dataAt(), (int) entry.packedBytes());
    }

    /** How many bytes came; 0 at the end, also when the data ends too early. */
    int read(byte[] chunk) throws DataFormatException {
      if (entry.deflated()) {
        return inflater.inflate(chunk);
      }
      int length = (int) Math.min(chunk.length, entry.packedBytes() - copied);
      System.arraycopy(bytes, (int) (entry.dataAt() + copied), chunk, 0, length);
      copied += length;
      return length;
    }

    boolean isUsedUp() {
      return entry.deflated()
          ? inflater.finished() && inflater.getRemaining() == 0
          : copied == entry.packedBytes();
    }

    @Override
    public void close() {
      inflater.close();
    }
  }
}
