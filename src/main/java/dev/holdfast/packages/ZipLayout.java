package dev.holdfast.packages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The strict reader of what a zip file says about itself.
 *
 * <p>Invariant: every byte of the file belongs to exactly one header, one file's data or the
 * directory, and the two places that describe a file agree. So there is only one way to read it,
 * and whoever looks at it with another tool sees what we see.
 *
 * <pre>
 *   | header data [descriptor] | header data [descriptor] | … | directory | end |
 *   0                                                         at          length - 22
 * </pre>
 */
final class ZipLayout {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final long MOST = 0xffffffffL;

  private static final int DESCRIBED_AFTER = 0x0008;
  private static final int UTF8 = 0x0800;

  /** Also the two bits that say how hard the compressor tried. */
  private static final int KNOWN_FLAGS = DESCRIBED_AFTER | UTF8 | 0x0006;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Sizes of 64 bits, another name for the file, encryption: each changes what is read. */
  private static final Set<Integer> REFUSED_EXTRAS = Set.of(0x0001, 0x7075, 0x9901);

  private static final int FILE_TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int SPECIAL_BITS = 07000;
  private static final int DOS_FOLDER = 0x10;

  private final ByteBuffer bytes;
  private final PackageLimits limits;
  private final EntryNames names;

  private ZipLayout(byte[] bytes, PackageLimits limits) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.limits = limits;
    this.names = new EntryNames(limits);
  }

  /** Its entries in the order of their names. */
  static List<ZipEntryPlace> read(byte[] bytes, PackageLimits limits) throws PackageRefused {
    try {
      return new ZipLayout(bytes, limits).entries();
    } catch (IndexOutOfBoundsException e) {
      throw new PackageRefused("it is no zip file, or only a part of one");
    }
  }

  private List<ZipEntryPlace> entries() throws PackageRefused {
    int end = bytes.capacity() - END_BYTES;
    refuseIf(
        end < 0 || bytes.getInt(end) != END || u16(end + 20) != 0,
        "it is no zip file, or something follows its end");
    int count = u16(end + 10);
    long size = u32(end + 12);
    long at = u32(end + 16);
    refuseIf(
        u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != count,
        "it is in several parts, or says so");
    refuseIf(at + size != end, "its directory is not where it says");
    if (count > limits.files()) {
      throw new PackageRefused(
          "it has %d files; the limit is %d (holdfast.deployments.files)"
              .formatted(count, limits.files()));
    }
    var found = new ArrayList<Placed>();
    int next = (int) at;
    for (int i = 0; i < count; i++) {
      refuseIf(bytes.getInt(next) != CENTRAL, "its directory is shorter than it says");
      Placed entry = entry(next);
      found.add(entry);
      next += CENTRAL_BYTES + u16(next + 28) + u16(next + 30) + u16(next + 32);
    }
    refuseIf(next != end, "its directory is longer than it says");
    checkTiles(found, at);
    return found.stream()
        .map(Placed::entry)
        .sorted(Comparator.comparing(ZipEntryPlace::name))
        .toList();
  }

  /** An entry with the bytes that are its own: header, data and descriptor. */
  private record Placed(ZipEntryPlace entry, long from, long to) {}

  private static void checkTiles(List<Placed> found, long directory) throws PackageRefused {
    long at = 0;
    for (Placed placed : found.stream().sorted(Comparator.comparingLong(Placed::from)).toList()) {
      refuseIf(placed.from() != at, "its files overlap, or something is hidden between them");
      at = placed.to();
    }
    refuseIf(at != directory, "something is hidden between its files and its directory");
  }

  private Placed entry(int at) throws PackageRefused {
    int flags = u16(at + 8);
    int method = u16(at + 10);
    long crc = u32(at + 16);
    long packed = u32(at + 20);
    long size = u32(at + 24);
    int extra = u16(at + 30);
    int mode = u16(at + 40);
    long from = u32(at + 42);
    String written = name(at + CENTRAL_BYTES, u16(at + 28), flags);
    boolean folder = written.endsWith("/");
    String name = folder ? written.substring(0, written.length() - 1) : written;
    names.add(name, folder);
    String shown = EntryNames.shown(name);
    refuseIf((flags & ~KNOWN_FLAGS) != 0, shown + " is encrypted or needs what is not supported");
    refuseIf(method != STORED && method != DEFLATED, shown + " is packed in an unsupported way");
    refuseIf(packed == MOST || size == MOST || from == MOST, shown + " has sizes of 64 bits");
    refuseIf(method == STORED && packed != size, shown + " is stored with two different sizes");
    refuseIf(folder && size != 0, shown + " is a folder with content");
    checkExtras(at + CENTRAL_BYTES + u16(at + 28), extra, shown);
    checkMode(mode, bytes.get(at + 38), folder, shown);
    checkSizes(shown, packed, size);
    refuseIf(from > at, shown + " is not where it says");
    int data = checkLocal((int) from, at, shown);
    var entry = new ZipEntryPlace(name, folder, method == DEFLATED, data, packed, size, crc);
    long to = data + packed;
    refuseIf(to > at, shown + " is not where it says");
    return new Placed(entry, from, (flags & DESCRIBED_AFTER) == 0 ? to : described(entry, shown));
  }

  private static void checkMode(int mode, int dos, boolean folder, String shown)
      throws PackageRefused {
    int type = mode & FILE_TYPE;
    refuseIf(
        type != 0 && type != (folder ? FOLDER : REGULAR),
        shown + " is a link or another special file");
    refuseIf((mode & SPECIAL_BITS) != 0, shown + " has set-user-id or another special bit");
    refuseIf(!folder && (dos & DOS_FOLDER) != 0, shown + " is both a file and a folder");
  }

  /** What the headers promise; reading holds them to it. */
  private void checkSizes(String shown, long packed, long size) throws PackageRefused {
    if (size > limits.ratio() * Math.max(packed, PackageFile.SMALL)) {
      throw new PackageRefused(
          "%s unpacks to %d bytes from %d; the limit is %d times (holdfast.deployments.ratio)"
              .formatted(shown, size, packed, limits.ratio()));
    }
  }

  /** The header before the data must say the same as the directory; returns where data begins. */
  private int checkLocal(int at, int central, String shown) throws PackageRefused {
    refuseIf(bytes.getInt(at) != LOCAL, shown + " is not where it says");
    int flags = u16(at + 6);
    int length = u16(at + 26);
    boolean same =
        flags == u16(central + 8)
            && u16(at + 8) == u16(central + 10)
            && length == u16(central + 28)
            && bytes
                .slice(at + LOCAL_BYTES, length)
                .equals(bytes.slice(central + CENTRAL_BYTES, length));
    boolean after = (flags & DESCRIBED_AFTER) != 0;
    for (int i = 0; i < 3; i++) {
      long value = u32(at + 14 + 4 * i);
      same &= value == u32(central + 16 + 4 * i) || (after && value == 0);
    }
    refuseIf(!same, shown + " is described in two ways");
    int extra = u16(at + 28);
    checkExtras(at + LOCAL_BYTES + length, extra, shown);
    return at + LOCAL_BYTES + length + extra;
  }

  /** Where the descriptor behind an entry's data ends. */
  private long described(ZipEntryPlace entry, String shown) throws PackageRefused {
    int at = Math.toIntExact(entry.dataAt() + entry.packedBytes());
    for (int from : new int[] {bytes.getInt(at) == DESCRIPTOR ? at + 4 : at, at}) {
      if (u32(from) == entry.crc()
          && u32(from + 4) == entry.packedBytes()
          && u32(from + 8) == entry.bytes()) {
        return from + 12L;
      }
    }
    throw new PackageRefused(shown + " is described in two ways");
  }

  private void checkExtras(int from, int length, String shown) throws PackageRefused {
    int at = from;
    while (at + 4 <= from + length) {
      refuseIf(
          REFUSED_EXTRAS.contains(u16(at)),
          shown + " has another size, another name or a cipher in its extra fields");
      at += 4 + u16(at + 2);
    }
    refuseIf(at != from + length, shown + " has extra fields that are cut off");
  }

  private String name(int at, int length, int flags) throws PackageRefused {
    ByteBuffer encoded = bytes.slice(at, length);
    try {
      String name = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
      boolean ascii = name.chars().allMatch(c -> c < 0x80);
      refuseIf(!ascii && (flags & UTF8) == 0, EntryNames.shown(name) + " is not marked as UTF-8");
      return name;
    } catch (CharacterCodingException e) {
      throw new PackageRefused("it has a name that is not UTF-8");
    }
  }

  private static void refuseIf(boolean wrong, String reason) throws PackageRefused {
    if (wrong) {
      throw new PackageRefused(reason);
    }
  }

  private int u16(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private long u32(int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }
}
